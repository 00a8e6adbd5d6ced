import type { Environment } from '@marcbachmann/cel-js';
import { compilePattern, type Pattern } from './pattern.js';
import { bytesOf, secondsOf } from './units.js';

const patterns = new Map<string, Pattern>();

function findsPattern(text: string, source: string): boolean {
  const pattern = patterns.get(source) ?? compilePattern(source);
  patterns.set(source, pattern);
  if (!pattern.ok) throw new Error(pattern.why);
  return pattern.test(text);
}

function known(value: number | undefined, what: string): number {
  if (value === undefined) throw new Error(what);
  return value;
}

/** At most three significant digits, but never fewer than the whole part has; no exponent. `?` for what is no number. */
export function printNumber(value: number): string {
  if (!Number.isFinite(value)) return '?';
  // toFixed() turns to exponents at 1e21; a BigInt never does.
  if (Number.isInteger(value) || Math.abs(value) >= 100) return String(BigInt(Math.round(value)));
  const digits = Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toFixed(digits).replace(/\.?0+$/, '');
}

function twoDigits(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}

/** Seconds since the epoch as a UTC wall clock; the day does not matter in a report of the last minutes. */
function clock(seconds: number): string {
  const inDay = ((Math.floor(seconds) % 86400) + 86400) % 86400;
  return `${twoDigits(inDay / 3600)}:${twoDigits((inDay % 3600) / 60)}:${twoDigits(inDay % 60)}`;
}

function human(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${printNumber(value)} ${units[unit] ?? 'B'}`;
}

function span(seconds: number): string {
  if (seconds < 60) return `${printNumber(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86400)} d ${Math.floor((seconds % 86400) / 3600)} h`;
}

/** The largest number of decimals that `round()` keeps. */
const MAX_DECIMALS = 6;

/** What an author may call, with the line that the README shows. Everything is total, or fails and so means unknown. */
export const FUNCTIONS: readonly (readonly [signature: string, handler: (...values: never[]) => unknown, means: string])[] = [
  [
    'ratio(double, double): double',
    (a: number, b: number) => known(b === 0 ? undefined : a / b, 'division by zero'),
    'ratio(a, b): a divided by b; unknown when b is 0',
  ],
  ['re(string, string): bool', findsPattern, "re(text, 'pattern'): true when the RE2 pattern is found in the text"],
  ['string.re(string): bool', findsPattern, "text.re('pattern'): the same"],
  ['byte_count(string): double', (text: string) => known(bytesOf(text), 'no size'), 'bytes("10Gi"): a size in bytes'],
  ['seconds(string): double', (text: string) => known(secondsOf(text), 'no time'), 'seconds("5m"): a time in seconds'],
  ['min(double, double): double', (a: number, b: number) => Math.min(a, b), 'min(a, b): the smaller one'],
  ['max(double, double): double', (a: number, b: number) => Math.max(a, b), 'max(a, b): the larger one'],
  ['abs(double): double', (a: number) => Math.abs(a), 'abs(a): without its sign'],
  [
    'round(double, double): double',
    (a: number, digits: number) => Number(a.toFixed(Math.min(MAX_DECIMALS, Math.max(0, Math.floor(digits))))),
    'round(a, 2): a with at most two decimals',
  ],
  ['clock(double): string', clock, 'clock(t): a time as 14:02:11, UTC'],
  ['human(double): string', human, 'human(n): bytes as 1.5 GiB'],
  ['percent(double): string', (ratio: number) => `${printNumber(ratio * 100)} %`, 'percent(r): a ratio as 87 %'],
  ['span(double): string', span, 'span(s): seconds as 2 min 5 s'],
  ['ago(double): string', (seconds: number) => `${span(seconds)} ago`, 'ago(s): an age in seconds as 2 min 5 s ago'],
];

/** Adds the functions to a CEL environment. */
export function addFunctions(environment: Environment): void {
  for (const [signature, handler] of FUNCTIONS) environment.registerFunction(signature, handler);
}
