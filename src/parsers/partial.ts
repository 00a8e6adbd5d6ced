import type { Printed } from '../model/parser.js';
import type { Read } from './strict.js';

type Partial = NonNullable<Read['partial']>;

/** Joins the reasons why rows may be missing into the one that is shown: the first, with all that they say. */
export function partialOf(...reasons: readonly (Partial | undefined)[]): { partial: Partial } | Record<string, never> {
  const known = reasons.filter(reason => reason !== undefined);
  const [first] = known;
  if (!first) return {};
  const why = known.map(reason => reason.why).join('; ');
  if (known.some(reason => reason.lists === undefined)) return { partial: { reason: first.reason, why } };
  return { partial: { reason: first.reason, why, lists: [...new Set(known.flatMap(reason => reason.lists ?? []))] } };
}

/** Says that the end is missing when the byte cap cut it. */
export function cutShort(printed: Printed): Partial | undefined {
  return printed.truncated ? { reason: 'truncated', why: 'the end of its output was cut off' } : undefined;
}

/** Says that there are more than the check reads, such as `12 cgroups`. */
export function leftOut(more: number, what: string, lists: readonly string[]): Partial | undefined {
  return more > 0 ? { reason: 'truncated', why: `${more} more ${what} were not read`, lists } : undefined;
}
