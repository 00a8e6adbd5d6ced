import type { MetricUnit } from './metric-unit.js';

const PREFIXES = [
  [1e15, 'P'],
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
  [1e-9, 'n'],
] as const;
const SHORT: Readonly<Record<MetricUnit, string>> = {
  seconds: 's',
  bytes: 'B',
  ratio: '',
  percent: '%',
  'degrees Celsius': '°C',
  'per second': '/s',
  'bytes per second': 'B/s',
  'seconds per second': '',
  unknown: '',
};

/** From 0.001 on, such numbers are read without a prefix: 200 m/s is a speed. */
const PLAIN_BELOW: Readonly<Partial<Record<MetricUnit, number>>> = {
  ratio: 1e6,
  percent: 1e6,
  'degrees Celsius': 1e6,
  'seconds per second': 1e6,
  'per second': 1e4,
  unknown: 1e4,
};

/** Three digits that count. `1.2 GB`, `340 ms`, `0.97`, `97 %`. */
export function numberText(value: number, unit: MetricUnit): string {
  if (!Number.isFinite(value)) return String(value);
  const short = SHORT[unit];
  const size = Math.abs(value);
  // Kiloseconds are nobody's unit.
  const isPlain = unit === 'seconds' ? size >= 1 && size < 1e5 : size >= 1e-3 && size < (PLAIN_BELOW[unit] ?? 0);
  if (value === 0 || isPlain) return joined(digits(value), '', short);
  const prefix = PREFIXES.find(([least]) => size >= least * 0.9995);
  if (!prefix || size >= 1e18) return joined(String(Number(value.toPrecision(3))), '', short);
  return joined(digits(value / prefix[0]), prefix[1], short);
}

function digits(value: number): string {
  const size = Math.abs(value);
  return size >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function joined(number: string, prefix: string, short: string): string {
  if (short === '' || short === '/s') return `${number}${prefix === '' ? '' : ` ${prefix}`}${short}`;
  return `${number} ${prefix}${short}`;
}
