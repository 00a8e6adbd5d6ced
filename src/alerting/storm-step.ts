/** When many new incidents become one storm. */
export interface StormSettings {
  /** More new incidents than this within `windowSeconds` are a storm. */
  readonly incidents: number;
  readonly windowSeconds: number;
  /** How many of the biggest members get a thread of their own. */
  readonly open: number;
  /** After so long without a new member a storm is over. */
  readonly quietSeconds: number;
}

/** The storm that goes on. */
export interface OngoingStorm {
  readonly beganAt: number;
  /** When its newest member came in. */
  readonly lastMemberAt: number;
}

/** What becomes of a new incident. `alone`: it gets its own thread at once. */
export type StormStep = 'alone' | 'begin' | 'join';

/** @param opened how many incidents alerts opened within the window before this one */
export function stormStep(opened: number, storm: OngoingStorm | undefined, { incidents }: StormSettings): StormStep {
  if (storm) return 'join';
  return opened + 1 > incidents ? 'begin' : 'alone';
}

/** Whether a storm has ended by now. */
export function isStormOver({ beganAt, lastMemberAt }: OngoingStorm, now: number, { quietSeconds }: StormSettings): boolean {
  return now - Math.max(beganAt, lastMemberAt) >= quietSeconds;
}

/** Before its biggest members are chosen: by then a flood has shown its size, and nobody has waited long. Seconds. */
const GATHER_SECONDS = 10;

/** Whether the biggest members of a storm may be chosen yet. */
export function hasGathered({ beganAt }: Pick<OngoingStorm, 'beganAt'>, now: number): boolean {
  return now - beganAt >= GATHER_SECONDS;
}
