import { z } from 'zod';

const matrix = z.object({
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(z.tuple([z.number(), z.string()])).default([]) })),
  }),
});

/** One line of a graph. A point without a value breaks it. */
export interface GraphSeries {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly value?: number }[];
}

export interface GraphLines {
  readonly series: readonly GraphSeries[];
  /** Further series that are not drawn. */
  readonly leftOut: number;
  /** Labels that all series share, as text. */
  readonly shared: string;
}

/** More lines than these nobody tells apart. */
const MOST_SERIES = 8;
/** Near the end of what a double holds, an axis cannot be counted out any more. */
const LARGEST = 1e300;
/** As many as fit below the picture. */
const MOST_NAME = 76;

type Labels = Readonly<Record<string, string>>;

/**
 * Reads the answer to a range query: the series of the alerts first, then those with the highest last value, at most 8. Their names are
 * the labels that tell them apart. Undefined when it is no such answer.
 */
export function graphLines(text: string, alertLabels: readonly Labels[], step: number): GraphLines | undefined {
  const read = matrix.safeParse(parsed(text));
  if (!read.success) return undefined;
  const all = read.data.data.result
    .map(({ metric, values }) => ({ metric, points: values.map(([at, written]) => ({ at, ...valueIn(written) })) }))
    .filter(({ points }) => points.some(({ value }) => value !== undefined))
    .map(one => ({
      ...one,
      alerting: alertLabels.some(labels => belongs(one.metric, labels)),
      last: one.points.at(-1)?.value ?? Number.NEGATIVE_INFINITY,
    }))
    .sort((a, b) => Number(b.alerting) - Number(a.alerting) || b.last - a.last);
  const drawn = all.slice(0, MOST_SERIES);
  const shared = sharedLabels(drawn.map(({ metric }) => metric));
  const names = drawn.map(({ metric }) => shortened(labelsText(metric, shared) || (shared.__name__ ?? 'value')));
  return {
    series: drawn.map(({ points }, i) => ({ name: distinct(names, i), points: broken(points, step) })),
    leftOut: all.length - drawn.length,
    shared: drawn.length === 0 ? '' : shortened(labelsText(shared, {})),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function valueIn(written: string): { readonly value?: number } {
  const value = Number(written);
  return written.trim() !== '' && Math.abs(value) <= LARGEST ? { value } : {};
}

/** An alert has all labels of its series (but the name), and some of its rule. */
function belongs(metric: Labels, alert: Labels): boolean {
  return Object.entries(metric).every(([label, value]) => label === '__name__' || alert[label] === value);
}

function sharedLabels([first = {}, ...others]: readonly Labels[]): Labels {
  return Object.fromEntries(Object.entries(first).filter(([label, value]) => others.every(other => other[label] === value)));
}

function labelsText(labels: Labels, without: Labels): string {
  return Object.entries(labels)
    .filter(([label]) => without[label] === undefined && label !== '__name__')
    .map(([label, value]) => `${label}="${value}"`)
    .join(' ');
}

/** The middle goes: the beginning says which label, the end differs most often. */
function shortened(text: string): string {
  const characters = [...text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ').toWellFormed()];
  if (characters.length <= MOST_NAME) return characters.join('');
  const half = Math.floor((MOST_NAME - 1) / 2);
  return `${characters.slice(0, half).join('')}…${characters.slice(-half).join('')}`;
}

/** Two names that became the same when they were shortened would become one line. */
function distinct(names: readonly string[], index: number): string {
  const name = names[index] ?? '';
  const before = names.slice(0, index).filter(other => other === name).length;
  return before === 0 ? name : `${name} (${before + 1})`;
}

/** Where a step is missing, the line is broken and not drawn across. */
function broken(points: GraphSeries['points'], step: number): GraphSeries['points'] {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before && point.at - before.at > step * 1.5 ? [{ at: before.at + step }, point] : [point];
  });
}
