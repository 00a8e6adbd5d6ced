import type { AlertGroup } from '../../model/alert.js';
import { digest } from './digest.js';

/** 128 bits in hex. The store keeps an index over these names, and each insertion writes a page of it: half the name is half the pages. */
const HEX_DIGITS = 32;

/**
 * The name of a delivery: the group, and the state of each of its alerts. The order of the alerts, their texts and the time of the delivery
 * are no part of it, so that a repetition has the same name, and a new state a new one.
 */
export function signalId({ source, receiver, key, alerts, leftOut }: AlertGroup): string {
  const states = alerts
    .map(({ fingerprint, state, startsAt, endsAt }) => [fingerprint, state, startsAt, endsAt ?? null] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return digest(JSON.stringify([source, receiver, key, states, leftOut])).slice(0, HEX_DIGITS);
}
