import type { Later, Logger } from './ports.js';

/** Something that is done again and again. */
export interface Periodically {
  /** The first time is at once. */
  readonly start: () => void;
  /** Does it now rather than at its next time; while it is under way, once more when that has ended. */
  readonly soon: () => void;
  /** Resolves when what is under way has ended. */
  readonly stop: () => Promise<void>;
}

/**
 * Does something every so many seconds after it last ended; a failure is logged, and the next time comes all the same.
 *
 * @param what the beginning of a sentence: `looking after silences`
 */
export function periodically(
  what: string,
  seconds: number,
  work: () => Promise<unknown>,
  { later, logger }: { readonly later: Later; readonly logger: Logger },
): Periodically {
  let callOff: (() => void) | undefined;
  let underWay: Promise<void> | undefined;
  let isOn = false;
  let isWanted = false;

  async function once(): Promise<void> {
    do {
      isWanted = false;
      try {
        await work();
      } catch (error) {
        logger.error({ error }, `${what} failed; trying again in ${seconds} s`);
      }
    } while (isOn && isWanted);
    underWay = undefined;
    if (isOn) callOff = later(seconds, go);
  }
  function go(): void {
    callOff?.();
    underWay = once();
  }

  return {
    start: () => {
      if (isOn) return;
      isOn = true;
      go();
    },
    soon: () => {
      if (!isOn) return;
      if (underWay) isWanted = true;
      else go();
    },
    stop: async () => {
      isOn = false;
      callOff?.();
      await underWay;
    },
  };
}
