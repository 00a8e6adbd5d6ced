import { z } from 'zod';
import type { FactRow } from '../model/fact.js';
import type { Printed } from '../model/parser.js';
import type { Line } from './lines.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { OddLine } from './strict.js';

const sample = z.tuple([z.number(), z.string()]);
const labels = z.record(z.string(), z.string());
const answer = z.object({
  status: z.literal('success'),
  data: z.discriminatedUnion('resultType', [
    z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labels, value: sample })) }),
    z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labels, values: z.array(sample) })) }),
    z.object({ resultType: z.literal('scalar'), result: sample }),
  ]),
  warnings: z.array(z.string()).optional(),
});

/** One value: seconds since the epoch, and what it was. NaN and infinities are no values. */
interface Sample {
  readonly at: number;
  readonly value?: number;
}

/** One series of an answer. */
export interface PromSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly Sample[];
  /** The series as a fact cites it, without its values. */
  readonly name: string;
}

interface PromAnswer {
  readonly series: readonly PromSeries[];
  /** Prometheus' own words when something is missing, such as a remote store that did not answer. */
  readonly warning?: string;
}

/** Reads the answer of `/api/v1/query` and `/api/v1/query_range`, or throws an OddLine. */
export function promAnswer({ stdout, truncated }: Printed): PromAnswer {
  const line: Line = { no: 1, text: stdout.slice(0, 400) };
  if (truncated) throw new OddLine(line, 'the answer is longer than this check keeps: ask for fewer series, with sum() or topk()');
  let value: unknown;
  try {
    value = JSON.parse(stdout);
  } catch {
    throw new OddLine(line, 'should be one JSON document');
  }
  const read = answer.safeParse(value);
  if (!read.success)
    throw new OddLine(line, `should be an answer of Prometheus: ${z.prettifyError(read.error).replace(/\s+/gu, ' ').slice(0, 200)}`);
  const { data, warnings } = read.data;
  const of = (metric: Readonly<Record<string, string>>, samples: readonly (readonly [number, string])[]): PromSeries => ({
    labels: metric,
    samples: samples.map(([at, text]) => ({ at, ...present({ value: numberOf(text) }) })),
    name: nameOf(metric),
  });
  const series =
    data.resultType === 'scalar'
      ? [of({}, [data.result])]
      : data.resultType === 'vector'
        ? data.result.map(one => of(one.metric, [one.value]))
        : data.result.map(one => of(one.metric, one.values));
  return { series, ...(warnings?.[0] === undefined ? {} : { warning: rowLine(warnings[0]) }) };
}

function numberOf(text: string): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? value : undefined;
}

function nameOf(metric: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...others } = metric;
  const listed = Object.entries(others).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${listed.join(', ')}}`;
}

/** Labels as fields of a row, but for those with the name of something that is measured. */
export function labelFields(series: PromSeries, measured: readonly string[]): FactRow {
  return Object.fromEntries(Object.entries(series.labels).filter(([label]) => label !== '__name__' && !measured.includes(label)));
}

/** Seconds between the newest sample of a series and now; Infinity without any. */
export function ageOf({ samples }: PromSeries, now: number): number {
  const last = samples.at(-1);
  return last ? now - last.at : Number.POSITIVE_INFINITY;
}
