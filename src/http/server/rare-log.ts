import type { Logger } from '../../flow/ports.js';

/** Between two lines about the same kind of trouble, in seconds. */
const PAUSE_SECONDS = 10;

/** Log for trouble that strangers can cause: of each kind one line in ten seconds, with the number of those that were left out. */
export function rareLog<Kind extends string>(logger: Logger, monotonic: () => number): (kind: Kind, about: object, says: string) => void {
  const last = new Map<Kind, { at: number; alike: number }>();
  return (kind, about, says) => {
    const before = last.get(kind);
    const now = monotonic();
    if (before && now - before.at < PAUSE_SECONDS) {
      before.alike++;
      return;
    }
    last.set(kind, { at: now, alike: 0 });
    logger.warn({ ...about, ...(before?.alike ? { leftOutSince: before.alike } : {}) }, says);
  };
}
