import type { HostRun } from './capture.js';
import type { Target } from './target.js';

/** What the sick host is compared with: a host that does the same work, or the same host when nothing was found wrong with it. */
type ComparedKind = 'sibling' | 'earlier';

/** What such a host printed, as a capture keeps it. */
export interface ComparedRuns {
  readonly kind: ComparedKind;
  /** Seconds since the epoch. */
  readonly at: number;
  readonly target: Target;
  readonly runs: readonly HostRun[];
}

/** How a host differs from all that it was compared with. `of` says what differs. */
export interface Difference {
  readonly of: 'evidence' | 'resource' | 'setting';
  readonly says: string;
}

export interface Comparison {
  readonly host: string;
  /** `seen: false`: nothing could be read there. Never empty. */
  readonly others: readonly { readonly kind: ComparedKind; readonly host: string; readonly at: number; readonly seen: boolean }[];
  readonly differences: readonly Difference[];
}
