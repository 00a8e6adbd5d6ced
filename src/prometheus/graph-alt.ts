import type { GraphSeries } from './graph-series.js';
import type { GraphContent } from './graph-spec.js';
import { numberText } from './number-text.js';

/** Slack takes 2,000 characters (slack.md); a reader that speaks is not to be kept for minutes. */
const MOST_CHARACTERS = 1_000;

const minute = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What the picture shows, for people who cannot see it: when, what, from where to where each line goes, the threshold, the start. */
export function graphAlt(content: GraphContent): string {
  const { series, leftOut, unit, from, to, threshold, began, title, query } = content;
  const count =
    series.length === 1 && leftOut === 0 ? '1 series' : `${series.length}${leftOut > 0 ? ` of ${series.length + leftOut}` : ''} series`;
  const sentences = [
    `${title}. Line graph of ${query}, ${minute(from)} to ${minute(to)}, ${count}${unit === 'unknown' ? '' : `, in ${unit}`}.`,
    ...(threshold ? [`The alert fires when ${threshold.operator} ${numberText(threshold.value, unit)}.`] : []),
    ...(began === undefined ? [] : [`It began at ${minute(began)}.`]),
    ...series.map(one => measured(one, content)),
  ];
  const text = sentences.join(' ').replace(/\s+/gu, ' ');
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1).toWellFormed()}…` : text;
}

function measured({ name, points }: GraphSeries, { unit, series }: GraphContent): string {
  const values = points.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const text = (value: number | undefined): string => numberText(value ?? Number.NaN, unit);
  const highest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const who = series.length === 1 ? 'It' : name;
  return `${who}: first ${text(values[0])}, last ${text(values.at(-1))}, highest ${text(highest)}.`;
}
