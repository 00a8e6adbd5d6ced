import { holdLease } from './hold-lease.js';
import type { Lease } from './ports/lease.js';
import type { Measures } from './ports/measures.js';
import type { Clock, Later, Logger } from './ports.js';

interface LifeTools {
  readonly lease: Lease;
  readonly measures: Pick<Measures, 'leaseHeld'>;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
  /** What only the one that holds the lease does: called once, when it is gained. */
  readonly act: () => Promise<void>;
}

/** The one life of a process: it stands by, then acts, and never stands by again. */
export interface Life {
  /** Takes the lease, or waits until it is free; resolves when `act` has. Rejects with what `act` rejects with. */
  readonly start: () => Promise<void>;
  readonly isActing: () => boolean;
  /** Resolves with a sentence when this process may not act any more: it must end, and be started again as one that stands by. */
  readonly failed: Promise<string>;
  readonly stop: () => Promise<void>;
}

const LOST =
  'Another replica holds the lease now, so this process ends: what it still writes would be refused. Let its supervisor start it again, to stand by.';

/** Builds the life of a process around the lease ([decision 11](docs/decisions/0011-one-holds-the-lease.md)). */
export function liveOnce({ act, ...tools }: LifeTools): Life {
  const { promise: failed, resolve: fail } = Promise.withResolvers<string>();
  const { promise: gained, resolve: gain } = Promise.withResolvers<void>();
  const held = holdLease({ ...tools, gained: gain, lost: () => fail(LOST) });
  return {
    start: async () => {
      await held.start();
      await gained;
      await act();
    },
    isActing: held.isHeld,
    failed,
    stop: held.stop,
  };
}
