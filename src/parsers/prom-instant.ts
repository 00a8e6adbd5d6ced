// Prometheus' answer to an instant query: {"status":"success","data":{"resultType":"vector","result":[{"metric":{…},"value":[T,"1"]}]}}.
import type { Parser } from '../model/parser.js';
import { present } from './present.js';
import { ageOf, labelFields, promAnswer } from './prom-answer.js';
import { checkPromOptions, promOptions, promPartial } from './prom-options.js';
import { rowLine } from './row-line.js';
import { strictly } from './strict.js';
import { looksOf } from './window.js';

const MEASURED = ['value', 'at', 'line'];

/**
 * Each series as a row of its labels, `value` and `at`; `series` counts them, and when there is one alone, its value stands beside
 * (`value`, or the name that `as` gives).
 */
export const promInstant: Parser = {
  name: 'prom_instant',
  gives: 'declared',
  checkOptions: checkPromOptions,
  parse: strictly(input => {
    const { as = 'value', stale_after } = promOptions(input.options);
    const answer = promAnswer(looksOf(input).last);
    const read = answer.series.map(series => {
      const last = series.samples.at(-1);
      // What was so a while ago is not known of now.
      const value = ageOf(series, input.now) <= stale_after ? last?.value : undefined;
      const line = rowLine(`${series.name} ${last?.value ?? 'no value'}`);
      return { value, row: { ...labelFields(series, MEASURED), ...present({ value, at: last?.at }), line } };
    });
    const [only, ...others] = read;
    return {
      kind: 'facts',
      values: {
        ...present({ [as]: others.length === 0 ? only?.value : undefined }),
        series: read.length,
        rows: read.map(({ row }) => row),
      },
      lines: { '': only?.row.line ?? '' },
      ...promPartial(answer, input.now, stale_after),
    };
  }),
};
