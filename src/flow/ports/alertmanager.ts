import type { Matcher } from '../../model/story.js';

export interface WantedSilence {
  readonly matchers: readonly Matcher[];
  /** Seconds since the epoch. */
  readonly from: number;
  readonly until: number;
  /** Name of the person, as Alertmanager's pages show it. */
  readonly author: string;
  readonly reason: string;
}

/** What Alertmanager said of one silence. */
export type SilenceState = 'active' | 'pending' | 'expired' | 'unknown';

/** Alertmanager's silences. Never throws for Alertmanager's trouble: `says` is one sentence with what to do. */
export interface Silencer {
  readonly silence: (
    wanted: WantedSilence,
  ) => Promise<{ readonly kind: 'silenced'; readonly id: string } | { readonly kind: 'refused'; readonly says: string }>;
  /** Ending what has ended is done. */
  readonly end: (id: string) => Promise<{ readonly kind: 'ended' } | { readonly kind: 'refused'; readonly says: string }>;
  readonly stateOf: (
    id: string,
  ) => Promise<{ readonly kind: 'known'; readonly state: SilenceState } | { readonly kind: 'refused'; readonly says: string }>;
}
