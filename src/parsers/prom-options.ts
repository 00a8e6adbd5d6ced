import { z } from 'zod';
import { optionsCheck } from './options.js';
import { ageOf, type PromSeries } from './prom-answer.js';
import type { Read } from './strict.js';

const schema = z.strictObject({
  /** What the value is called when the answer is one series: `as: busy` gives `busy`, of a range `busy_last`, `busy_max`, … */
  as: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .optional(),
  /** A newest sample that is older, in seconds, is stale. A scrape a minute and one that was missed are within the default. */
  stale_after: z.number().positive().default(150),
});

export const checkPromOptions = optionsCheck(schema);
export const promOptions = (options: unknown): z.output<typeof schema> => schema.parse(options ?? {});

type Partial = NonNullable<Read['partial']>;

/** Why an answer is not the whole present truth, if it is not: Prometheus said so, or its samples are old. */
export function promPartial(
  { series, warning }: { readonly series: readonly PromSeries[]; readonly warning?: string },
  now: number,
  staleAfter: number,
): { readonly partial?: Partial } {
  if (warning !== undefined) return { partial: { reason: 'partial', why: `Prometheus warns: ${warning}` } };
  const youngest = series.reduce((least, one) => Math.min(least, ageOf(one, now)), Number.POSITIVE_INFINITY);
  // A series among others that has ended (a container replaced by the next) is nothing strange.
  if (youngest <= staleAfter || series.length === 0) return {};
  return { partial: { reason: 'stale', why: `the newest sample is ${Math.round(youngest)} s old`, lists: [] } };
}
