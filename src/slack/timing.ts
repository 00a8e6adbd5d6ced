import type { Clock } from '../flow/ports.js';

/** Time for the adapter: the wall clock, and waiting. Tests hand in their own. */
export interface Timing {
  readonly clock: Clock;
  /** Resolves after the time, or as soon as the signal is aborted; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/**
 * The wall clock for "how long ago" and "how long until": when it is set back (NTP, a machine that was asleep), time goes on here from where
 * it was, so that nothing waits until the clock has caught up.
 */
export function steadyClock({ now }: Clock): Clock {
  let latest = Number.NEGATIVE_INFINITY;
  let behind = 0;
  return {
    now: () => {
      const at = now() + behind;
      if (at < latest) behind += latest - at;
      latest = Math.max(latest, at);
      return latest;
    },
  };
}

/** Waits by the machine's timers. A wait keeps the process alive: while Slack is away there may be nothing else that does. */
export function realWait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** The promise's value, or undefined when it takes longer than the time. The promise itself goes on. */
export async function within<T>(ms: number, promise: Promise<T>, { wait }: Timing): Promise<T | undefined> {
  const enough = new AbortController();
  try {
    return await Promise.race([promise, wait(ms, enough.signal).then(() => undefined)]);
  } finally {
    enough.abort();
  }
}
