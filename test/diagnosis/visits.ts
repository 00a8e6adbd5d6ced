import type { CheckRun, HostRun } from '../../src/model/capture.js';

/** What a host printed, check by check: an object is the facts, a word is the reason why it did not run. */
export type Said = Readonly<Record<string, object | 'missing' | 'unreachable'>>;

/** A visit in which each check printed the given facts. */
export function hostRun(host: string, said: Said): HostRun {
  const runs = Object.entries(said).map(([key, value], index): CheckRun => {
    if (typeof value === 'string') return { kind: 'not-run', key, reason: value, detail: `no ${key}`, hint: '' };
    const attempt = {
      variant: 0,
      command: `list-${key}`,
      stdout: JSON.stringify(value),
      stderr: '',
      exit: 0,
      end: 'exited',
      truncated: false,
      from: 100 + index,
      to: 100.5 + index,
    } as const;
    return { kind: 'ran', key, looks: [{ attempts: [attempt] }] };
  });
  return { host, hostClock: 1_700_000_000, uid: 0, runs };
}
