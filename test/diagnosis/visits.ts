import type { Attempt, CheckRun, HostRun } from '../../src/model/capture.js';

/** What a host printed, check by check: an object is the facts, a word is the reason why it did not run. */
export type Said = Readonly<Record<string, object | 'missing' | 'unreachable'>>;

/** Host wall clock at the start of every visit here. */
export const CLOCK = 1_700_000_000;

/** One attempt that ended well, unless told otherwise. */
export function attempt(more: Partial<Attempt>): Attempt {
  return {
    variant: 0,
    command: 'list',
    stdout: '',
    stderr: '',
    exit: 0,
    end: 'exited',
    truncated: false,
    from: 100,
    to: 100.5,
    ...more,
  };
}

/** A check that ran: one look for each attempt. */
export function ran(key: string, first: Attempt, ...rest: readonly Attempt[]): CheckRun {
  return { kind: 'ran', key, looks: [{ attempts: [first] }, ...rest.map(each => ({ attempts: [each] }))] };
}

/** A visit in which each check printed the given facts. */
export function hostRun(host: string, said: Said): HostRun {
  const runs = Object.entries(said).map(([key, value], index): CheckRun => {
    if (typeof value === 'string') return { kind: 'not-run', key, reason: value, detail: `no ${key}`, hint: '' };
    return ran(key, attempt({ command: `list-${key}`, stdout: JSON.stringify(value), from: 100 + index, to: 100.5 + index }));
  });
  return { host, hostClock: CLOCK, uid: 0, runs };
}
