/** Units that commands print, as factors to base units (seconds, bytes, ratio). */
export const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  ms: 1e-3,
  us: 1e-6,
  ns: 1e-9,
  min: 60,
  h: 3600,
  bytes: 1,
  kB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  percent: 0.01,
  ratio: 1,
};

const DIVISORS: Readonly<Record<string, number>> = { ms: 1e3, us: 1e6, ns: 1e9, percent: 100 };

/** A number with its printed unit in base units. Divides where the factor is a fraction, so that 15 ms is 0.015, not 0.0150…01. */
export function toBase(value: number, unit: string): number {
  const divisor = DIVISORS[unit];
  return divisor === undefined ? value * (UNITS[unit] ?? 1) : value / divisor;
}
