import type { Later, Logger } from './ports.js';

/** Waits between attempts, in seconds: a disk is made room on within minutes, and nothing that was found may be lost until then. */
const WAITS = [1, 5, 15, 60];

interface PersistTools {
  readonly later: Later;
  readonly logger: Logger;
  /** Ends the attempts: the process is about to end. */
  readonly signal: AbortSignal;
  /** Most attempts; absent: until it succeeds. */
  readonly most?: number;
}

function pause(seconds: number, { later, signal }: PersistTools): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      callOff();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const callOff = later(seconds, done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}

/** The value of what was done, or that it was given up. */
export type Persisted<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'given-up' };

/**
 * Does something again until it succeeds; every failure is logged.
 *
 * @param what the beginning of a sentence: `keeping the answer`
 */
export async function persist<T>(what: string, work: () => Promise<T>, tools: PersistTools): Promise<Persisted<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: 'done', value: await work() };
    } catch (error) {
      const seconds = WAITS[Math.min(attempt, WAITS.length) - 1] ?? 60;
      if (tools.signal.aborted || attempt === tools.most) {
        tools.logger.error({ error, attempt }, `${what} failed, and is given up${tools.signal.aborted ? ': this process ends' : ''}`);
        return { kind: 'given-up' };
      }
      tools.logger.error({ error, attempt }, `${what} failed; trying again in ${seconds} s`);
      await pause(seconds, tools);
    }
  }
}
