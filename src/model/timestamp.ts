/** Latest instant that a Date can hold, in seconds: ECMA-262, 8.64e15 ms. */
const LATEST_SECONDS = 8.64e12;

/** Seconds since the epoch as RFC 3339. A host's clock is the host's claim: what is no time at all prints as the epoch. */
export function rfc3339(seconds: number): string {
  return new Date(Number.isFinite(seconds) && Math.abs(seconds) <= LATEST_SECONDS ? seconds * 1000 : 0).toISOString();
}

/** The time of day of an instant, in UTC. */
export function timeOfDay(seconds: number): string {
  return `${rfc3339(seconds).slice(11, 19)} UTC`;
}
