import type { GraphLines, GraphSeries } from './graph-series.js';
import type { MetricUnit } from './metric-unit.js';
import { numberText } from './number-text.js';
import type { WatchedQuery } from './split-threshold.js';

/** Everything that a picture shows. Times in seconds since the epoch. */
export interface GraphContent extends GraphLines {
  readonly title: string;
  readonly query: string;
  readonly unit: MetricUnit;
  readonly from: number;
  readonly to: number;
  readonly threshold?: WatchedQuery['threshold'];
  /** When the alert began, if that is within the picture. */
  readonly began?: number;
}

/** Okabe and Ito's colours, which people with any colour vision tell apart (jfly.uni-koeln.de/color); yellow is too light on white. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00', '#7A4FBF', '#555555'];
const INK = '#1d1c1d';
const FAINT = '#e4e4e4';
const LIMIT = '#b3001b';
const WIDTH = 800;
const HEIGHT = 300;
const MOST_TITLE = 64;
/** Characters of a line below the title: Vega takes them for wider than they are, and would widen the picture for more. */
const MOST_LINE = 92;
const MOST_QUERY_LINES = 3;

const clipped = (text: string, most: number): string => {
  const characters = [...text.replace(/\s+/gu, ' ').toWellFormed()];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
};

/**
 * The picture as a Vega-Lite specification: lines that break where there is no value, the threshold and the alert's start with their
 * names, UTC, and a legend below that is never cut off. Plain values, so that it can be handed to a worker.
 */
export function graphSpec(content: GraphContent): object {
  const { series, threshold, began, from, to, unit } = content;
  const axisTicks = ticks(rangeOf(series, threshold?.value));
  const [low = 0] = axisTicks;
  const high = axisTicks.at(-1) ?? 1;
  const rows = series.flatMap(({ name, points }) => points.map(({ at, value }) => ({ at: at * 1000, value: value ?? null, series: name })));
  const x = { field: 'at', type: 'temporal', scale: { type: 'utc', domain: [from * 1000, to * 1000] } };
  const y = { field: 'value', type: 'quantitative', scale: { domain: [low, high], nice: false, zero: false } };
  const labels = Object.fromEntries(axisTicks.map(tick => [String(tick), numberText(tick, unit)]));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: WIDTH,
    height: HEIGHT,
    padding: 16,
    background: '#ffffff',
    title: {
      text: clipped(content.title, MOST_TITLE),
      subtitle: subtitle(content),
    },
    layer: [
      {
        data: { values: rows },
        mark: { type: 'line', strokeWidth: 1.8, invalid: 'break-paths-show-domains', clip: true },
        encoding: {
          x: { ...x, axis: { title: 'time (UTC)', format: timeFormat(to - from), tickCount: 8, labelOverlap: true } },
          y: {
            ...y,
            axis: {
              title: unit === 'unknown' ? 'value' : unit,
              values: axisTicks,
              labelExpr: `${JSON.stringify(labels)}[toString(datum.value)] || datum.label`,
            },
          },
          color: {
            field: 'series',
            type: 'nominal',
            scale: { domain: series.map(({ name }) => name), range: COLOURS.slice(0, series.length) },
            // Estimated text widths are too small for long labels: one below the other, nothing is cut off.
            legend:
              series.length < 2
                ? null
                : {
                    orient: 'bottom',
                    columns: 1,
                    title: null,
                    labelLimit: 0,
                    symbolType: 'stroke',
                    symbolStrokeWidth: 3,
                    symbolSize: 160,
                  },
          },
        },
      },
      ...lonely(series, x, y),
      ...(threshold ? thresholdLayers(threshold, unit, { from, high, low, y }) : []),
      ...(began === undefined ? [] : startLayers(began, { from, to, x })),
    ],
    config: {
      font: 'DejaVu Sans',
      view: { stroke: FAINT },
      axis: {
        labelFontSize: 12,
        titleFontSize: 12,
        labelColor: INK,
        titleColor: INK,
        gridColor: FAINT,
        domainColor: '#8d8d8d',
        tickColor: '#8d8d8d',
      },
      legend: { labelFontSize: 12, labelColor: INK, offset: 12 },
      title: { fontSize: 16, color: INK, anchor: 'start', subtitleFontSize: 11, subtitleColor: '#616061', subtitlePadding: 4, offset: 12 },
    },
  };
}

/** The query in lines, what all series share, and how many are not drawn. */
function subtitle({ query, shared, series, leftOut }: GraphContent): readonly string[] {
  return [
    ...wrapped(clipped(query, MOST_LINE * MOST_QUERY_LINES)),
    ...(shared === '' ? [] : [clipped(`all: ${shared}`, MOST_LINE)]),
    ...(leftOut === 0 ? [] : [`${series.length} of ${series.length + leftOut} series: those of the alert, then the highest`]),
  ];
}

/** Lines that end after a blank, a comma or a bracket, where there is one. */
function wrapped(text: string): readonly string[] {
  const characters = [...text];
  const lines: string[] = [];
  while (characters.length > MOST_LINE && lines.length < MOST_QUERY_LINES - 1) {
    const end = characters.slice(0, MOST_LINE).findLastIndex(character => ' ,({[)}]'.includes(character));
    lines.push(characters.splice(0, end > MOST_LINE / 2 ? end + 1 : MOST_LINE).join(''));
  }
  return [...lines, clipped(characters.join(''), MOST_LINE)];
}

/** A line has two ends: a value between two gaps would not be seen. */
function lonely(series: readonly GraphSeries[], x: object, y: object): readonly object[] {
  const values = series.flatMap(({ name, points }) =>
    points.flatMap(({ at, value }, i) =>
      value !== undefined && points[i - 1]?.value === undefined && points[i + 1]?.value === undefined
        ? [{ at: at * 1000, value, series: name }]
        : [],
    ),
  );
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: { type: 'point', filled: true, opacity: 1, size: 30 },
      encoding: { x, y, color: { field: 'series', type: 'nominal' } },
    },
  ];
}

function thresholdLayers(
  { operator, value }: NonNullable<WatchedQuery['threshold']>,
  unit: MetricUnit,
  { from, high, low, y }: { readonly from: number; readonly high: number; readonly low: number; readonly y: object },
): readonly object[] {
  const data = { values: [{ at: from * 1000, value }] };
  const text = `alert when ${operator} ${numberText(value, unit)}`;
  // Above the line, except where there is no room above.
  const above = (high - value) / (high - low) > 0.08;
  const outline = {
    type: 'text',
    align: 'left',
    baseline: above ? 'bottom' : 'top',
    dx: 6,
    dy: above ? -3 : 4,
    fontSize: 12,
    fontWeight: 'bold',
  };
  const encoding = { x: { field: 'at', type: 'temporal' }, y, text: { value: text } };
  return [
    { data, mark: { type: 'rule', color: LIMIT, strokeDash: [6, 4], strokeWidth: 1.5 }, encoding: { y } },
    { data, mark: { ...outline, color: '#ffffff', stroke: '#ffffff', strokeWidth: 4 }, encoding },
    { data, mark: { ...outline, color: LIMIT }, encoding },
  ];
}

function startLayers(
  began: number,
  { from, to, x }: { readonly from: number; readonly to: number; readonly x: object },
): readonly object[] {
  const data = { values: [{ at: began * 1000 }] };
  const isLate = (began - from) / (to - from) > 0.6;
  const outline = {
    type: 'text',
    align: isLate ? 'right' : 'left',
    baseline: 'bottom',
    dx: isLate ? -5 : 5,
    fontSize: 12,
    fontWeight: 'bold',
  };
  const text = `alert began ${new Date(began * 1000).toISOString().slice(11, 16)}`;
  const encoding = { x, y: { value: HEIGHT - 6 }, text: { value: text } };
  return [
    { data, mark: { type: 'rule', color: INK, strokeDash: [2, 3], strokeWidth: 1.5 }, encoding: { x } },
    { data, mark: { ...outline, color: '#ffffff', stroke: '#ffffff', strokeWidth: 4 }, encoding },
    { data, mark: { ...outline, color: INK }, encoding },
  ];
}

function rangeOf(series: readonly GraphSeries[], threshold: number | undefined): readonly [number, number] {
  let [low, high] = threshold === undefined ? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] : [threshold, threshold];
  for (const { points } of series)
    for (const { value } of points) {
      if (value === undefined) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  if (!(low <= high)) return [0, 1];
  // Closer than the digits of an axis are told apart: flat.
  if (high - low <= Math.max(Math.abs(low), Math.abs(high)) * 1e-9) {
    return high === 0 ? [0, 1] : [Math.min(0, low * 1.2), Math.max(0, high * 1.2)];
  }
  // From zero, unless that would flatten what is to be seen.
  if (low > 0 && low < high * 0.7) low = 0;
  const spare = (high - low) * 0.05;
  return [low === 0 ? 0 : low - spare, high + spare];
}

/** Four to nine round values that enclose a range. */
function ticks([low, high]: readonly [number, number]): readonly number[] {
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find(each => each * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  // At the ends of what a double can hold there are no round values to find.
  if (!Number.isFinite(first * step) || !Number.isFinite(last * step) || !(step > 0) || last - first > 20) return [low, high];
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function timeFormat(seconds: number): string {
  if (seconds <= 600) return '%H:%M:%S';
  return seconds <= 86_400 ? '%H:%M' : '%b %d %H:%M';
}
