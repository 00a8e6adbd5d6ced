import type { Clock } from '../flow/ports.js';

/** Time for the adapter: the wall clock, and waiting. Tests hand in their own. */
export interface Timing {
  readonly clock: Clock;
  /** Resolves after the time, or as soon as the signal is aborted; never rejects. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Waits by the machine's timers. A wait alone does not keep the process alive. */
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
