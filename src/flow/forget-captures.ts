import { type Periodically, periodically } from './periodically.js';
import type { Clock, Later, Logger } from './ports.js';

interface ForgetTools {
  /** Removes a bounded part of what is older than that (seconds since the epoch); gives how much of each. */
  readonly prune: (before: number) => Promise<Readonly<Record<string, number>>>;
  readonly keepSeconds: number;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
}

/** An hour's worth of captures is forgotten within a second or two. */
const EVERY_SECONDS = 3600;

/** Removes what hosts printed once it has been kept for its time. */
export function forgetCaptures({ prune, keepSeconds, clock, later, logger }: ForgetTools): Periodically {
  return periodically(
    'removing old captures',
    EVERY_SECONDS,
    async () => {
      const before = clock.now() - keepSeconds;
      const all: Record<string, number> = {};
      for (;;) {
        const removed = Object.entries(await prune(before)).filter(([, count]) => count > 0);
        if (removed.length === 0) break;
        for (const [what, count] of removed) all[what] = (all[what] ?? 0) + count;
      }
      if (Object.keys(all).length > 0) logger.info(all, 'what was kept long enough is removed');
    },
    { later, logger },
  );
}
