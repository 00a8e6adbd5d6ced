import type { Lease } from './ports/lease.js';
import type { Measures } from './ports/measures.js';
import type { Clock, Later, Logger } from './ports.js';

interface LeaseTools {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
  readonly measures: Pick<Measures, 'leaseHeld'>;
  /** This replica may act from now on. */
  readonly gained: () => void;
  /** Another one may act by now: this one must end, what it still writes is refused. */
  readonly lost: () => void;
}

export interface HeldLease {
  /** Resolves after the first attempt. */
  readonly start: () => Promise<void>;
  readonly isHeld: () => boolean;
  /** Gives it up, so that another replica need not wait. */
  readonly stop: () => Promise<void>;
}

/** How long it is held without being renewed, and how often it is renewed, in seconds: two renewals may fail (decision 11). */
const HELD_SECONDS = 15;
const RENEW_SECONDS = 5;

/** Takes the lease when it is free, renews it, and says when it is gained and lost. */
export function holdLease({ lease, clock, later, logger, measures, gained, lost }: LeaseTools): HeldLease {
  let isHeld = false;
  let isOn = true;
  let renewedAt = 0;
  let callOff: (() => void) | undefined;
  let underWay: Promise<void> = Promise.resolve();

  function become(held: boolean, why: string): void {
    if (isHeld === held) return;
    isHeld = held;
    measures.leaseHeld(held);
    logger.info({}, why);
    if (held) gained();
    else lost();
  }

  async function renew(): Promise<void> {
    const asked = clock.now();
    try {
      const answer = await lease.hold(HELD_SECONDS);
      if (!isOn) return;
      if (answer === 'held') {
        renewedAt = asked;
        become(true, 'this replica holds the lease and acts');
      } else become(false, 'another replica holds the lease: this one stands by');
    } catch (error) {
      logger.warn({ error }, `the lease could not be ${isHeld ? 'renewed' : 'taken'}; trying again in ${RENEW_SECONDS} s`);
      if (clock.now() - renewedAt >= HELD_SECONDS) become(false, 'the lease has run out without being renewed: another replica may act');
    }
  }

  async function again(): Promise<void> {
    await renew();
    if (isOn)
      callOff = later(RENEW_SECONDS, () => {
        underWay = again();
      });
  }

  return {
    start: () => {
      underWay = again();
      return underWay;
    },
    isHeld: () => isHeld,
    stop: async () => {
      isOn = false;
      callOff?.();
      await underWay;
      if (!isHeld) return;
      isHeld = false;
      measures.leaseHeld(false);
      try {
        await lease.release();
      } catch (error) {
        logger.warn({ error }, `the lease could not be given up: another replica takes it within ${HELD_SECONDS} s`);
      }
    },
  };
}
