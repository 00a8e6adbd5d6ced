import type { Timing } from '../../src/slack/timing.js';

/** Time that passes only when the test says so. Whatever becomes due on the way happens in its order. */
export interface FakeTiming extends Timing {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (ms: number) => Promise<void>;
  /** Sets the clock; timers go on as before, as the machine's do. */
  readonly set: (now: number) => void;
  /** Lets everything that needs no time happen. */
  readonly settle: () => Promise<void>;
}

const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

export function fakeTiming(start = 1_800_000_000_000): FakeTiming {
  let now = start;
  const waiting = new Set<{ due: number; readonly done: () => void }>();
  // A call through Slack's client takes a few turns of promises, none of timers.
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 6; i++) await turn();
  };
  return {
    now: () => now,
    clock: { now: () => now / 1000 },
    settle,
    set: to => {
      for (const entry of waiting) entry.due += to - now;
      now = to;
    },
    wait: (ms, signal) =>
      new Promise(resolve => {
        if (signal?.aborted) return resolve();
        const entry = {
          due: now + ms,
          done: () => {
            waiting.delete(entry);
            signal?.removeEventListener('abort', entry.done);
            resolve();
          },
        };
        waiting.add(entry);
        signal?.addEventListener('abort', entry.done, { once: true });
      }),
    advance: async ms => {
      const target = now + ms;
      await settle();
      for (;;) {
        const next = [...waiting].filter(({ due }) => due <= target).sort((a, b) => a.due - b.due)[0];
        if (!next) break;
        now = Math.max(now, next.due);
        next.done();
        await settle();
      }
      now = target;
      await settle();
    },
  };
}
