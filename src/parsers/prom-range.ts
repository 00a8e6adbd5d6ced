// Prometheus' answer to a range query: {"status":"success","data":{"resultType":"matrix","result":[{"metric":{…},"values":[[T,"1"],…]}]}}.
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { present } from './present.js';
import { ageOf, labelFields, type PromSeries, promAnswer } from './prom-answer.js';
import { checkPromOptions, promOptions, promPartial } from './prom-options.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const MEASURED = ['points', 'first', 'last', 'min', 'max', 'mean', 'rise', 'last_at', 'line'];

/** What a series did: `rise` is last minus first. Without any value only `points`, which is 0. */
function measures({ samples }: PromSeries, isFresh: boolean): FactRow {
  const values = samples.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const first = values[0];
  const last = values.at(-1);
  if (first === undefined || last === undefined) return { points: 0 };
  return {
    points: values.length,
    first,
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    // What was so a while ago is not known of now.
    ...(isFresh ? { last, rise: last - first } : {}),
  };
}

/**
 * Each series as a row of its labels, `points`, `first`, `last`, `min`, `max`, `mean`, `rise` and `last_at`; `series` counts them, and
 * when there is one alone, its measures stand beside (`last`, …; with `as: busy`, `busy_last`, …).
 */
export const promRange: Parser = {
  name: 'prom_range',
  gives: 'declared',
  checkOptions: checkPromOptions,
  parse: strictly(input => {
    const { as, stale_after } = promOptions(input.options);
    const answer = promAnswer(looksOf(input).last);
    const measured = answer.series.map(series => ({ series, of: measures(series, ageOf(series, input.now) <= stale_after) }));
    const rows = measured.map(({ series, of }) => {
      const line = rowLine(`${series.name} last ${of.last ?? 'no value'}, min ${of.min ?? '-'}, max ${of.max ?? '-'}, ${of.points} points`);
      return { ...labelFields(series, MEASURED), ...of, ...present({ last_at: series.samples.at(-1)?.at }), line };
    });
    const [only, ...others] = measured;
    const alone = only && others.length === 0 ? only.of : {};
    const named = Object.entries(alone).map(([of, value]) => [as === undefined ? of : `${as}_${of}`, value] as const);
    return {
      kind: 'facts',
      values: { ...Object.fromEntries(named), series: rows.length, rows },
      lines: { '': rows[0]?.line ?? '' },
      ...promPartial(answer, input.now, stale_after),
    };
  }),
};
