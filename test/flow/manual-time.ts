import type { Clock, Later } from '../../src/flow/ports.js';

/** Time that goes on only when the test says so. */
export interface ManualTime {
  readonly clock: Clock;
  readonly later: Later;
  /** Lets so many seconds pass; what is due is called in its order. */
  readonly pass: (seconds: number) => void;
  /** How many callbacks are still to come. */
  readonly pending: () => number;
}

export function manualTime(start = 1_790_000_000): ManualTime {
  let now = start;
  const due = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    clock: { now: () => now },
    later: (seconds, run) => {
      const entry = { at: now + seconds, run };
      due.add(entry);
      return () => void due.delete(entry);
    },
    pass: seconds => {
      const until = now + seconds;
      for (;;) {
        const [next] = [...due].sort((a, b) => a.at - b.at);
        if (!next || next.at > until) break;
        due.delete(next);
        now = next.at;
        next.run();
      }
      now = until;
    },
    pending: () => due.size,
  };
}
