import { topLevel } from './promql-scan.js';

/** What the numbers of a query count, as far as the names of its metrics say (prometheus.io/docs/practices/naming). */
export type MetricUnit =
  | 'seconds'
  | 'bytes'
  | 'ratio'
  | 'percent'
  | 'degrees Celsius'
  | 'per second'
  | 'bytes per second'
  | 'seconds per second'
  | 'unknown';

const RATE = /\b(?:rate|irate|deriv)\s*\(/u;
const BASE = /(?:_(?:seconds|bytes|ratio|percent|celsius))(?=_|$)/u;

/** Guesses the unit of a query's values; `unknown` whenever it is not plain. */
export function metricUnit(query: string): MetricUnit {
  const operators = topLevel(query);
  // What is multiplied by 100 at the end is a percentage.
  if (/\*\s*100(?:\.0*)?\s*$/u.test(query) || /^100(?:\.0*)?\s*[*-]/u.test(query)) return 'percent';
  const division = operators.findLast(({ text }) => text === '/');
  if (division) {
    const [left, right] = [unitOf(query.slice(0, division.index)), unitOf(query.slice(division.index + 1))];
    if (left === right && left !== 'unknown') return 'ratio';
    return left === 'seconds per second' && right === 'per second' ? 'seconds' : 'unknown';
  }
  if (/^1(?:\.0*)?\s*-/u.test(query)) {
    const rest = unitOf(query);
    return rest === 'seconds per second' || rest === 'unknown' ? 'ratio' : rest;
  }
  if (operators.some(({ text }) => '*%^'.includes(text))) return 'unknown';
  return unitOf(query);
}

function unitOf(query: string): MetricUnit {
  const names = [...query.replace(/"(?:[^"\\]|\\.)*"/gu, '""').matchAll(/[a-z_:][a-z0-9_:]*/giu)].map(([name]) => name);
  const metric = names.find(name => BASE.test(name)) ?? names.find(name => name.endsWith('_total'));
  const base = BASE.exec(metric ?? '')?.[0].slice(1);
  // The quantile of a histogram is in the unit of what was measured.
  if (names.includes('histogram_quantile')) return base === 'seconds' || base === 'bytes' ? base : 'unknown';
  const isRate = RATE.test(query);
  if (metric?.endsWith('_count') || (base === undefined && isRate)) return isRate ? 'per second' : 'unknown';
  switch (base) {
    case 'seconds':
      return isRate ? 'seconds per second' : 'seconds';
    case 'bytes':
      return isRate ? 'bytes per second' : 'bytes';
    case 'ratio':
    case 'percent':
      return isRate ? 'unknown' : base;
    case 'celsius':
      return isRate ? 'unknown' : 'degrees Celsius';
    default:
      return 'unknown';
  }
}
