import { numberAt, textAt } from '../json.js';
import type { SlackJson } from '../page-api.js';
import { Refusal } from '../refusal.js';

/** One page of a long list, by `limit` and `cursor`, and the cursor of the next. */
export function pageOf<T>(items: readonly T[], args: SlackJson, most: number): { readonly items: readonly T[]; readonly next: string } {
  const limit = Math.min(most, Math.max(1, numberAt(args, 'limit') ?? most));
  const cursor = textAt(args, 'cursor') ?? '';
  const start =
    cursor === ''
      ? 0
      : Number(
          Buffer.from(cursor, 'base64')
            .toString('utf8')
            .replace(/^from:/u, ''),
        );
  if (!Number.isInteger(start) || start < 0) throw new Refusal('invalid_cursor');
  const end = start + limit;
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`from:${end}`).toString('base64') : '' };
}
