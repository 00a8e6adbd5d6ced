const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

function scaled(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(text);
  const name = parts?.[2] ?? '';
  const unit = Object.hasOwn(units, name) ? units[name] : undefined;
  return parts === null || unit === undefined ? undefined : Number(parts[1]) * unit;
}

/** `250ms`, `5s`, `2m`, `1h`, `1d` in seconds; undefined when it is none of these. */
export const secondsOf = (text: string): number | undefined => scaled(text, SECONDS);

/** `64kB` (1000), `64KiB` (1024), `10Gi`, `512B` in bytes; undefined when it is none of these. */
export const bytesOf = (text: string): number | undefined => scaled(text, BYTES);
