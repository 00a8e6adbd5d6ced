/** What the bot counts of itself. Never throws. Label values come from these closed sets only, so that a flood of alerts makes no series. */
export interface Measures {
  /** A webhook was answered. */
  readonly webhook: (
    source: 'alertmanager' | 'grafana' | 'unknown',
    answer: 'accepted' | 'known' | 'refused' | 'unauthorised' | 'failed',
    seconds: number,
  ) => void;
  readonly alertsIn: (count: number) => void;
  /** Signals were settled. */
  readonly settled: (outcome: 'opened' | 'changed' | 'nothing' | 'in-storm', seconds: number) => void;
  readonly runEnded: (state: 'answered' | 'failed', outcome: string | undefined, seconds: number) => void;
  readonly visitEnded: (outcome: 'looked' | 'unreachable', seconds: number) => void;
  readonly query: (outcome: 'ok' | 'empty' | 'failed', seconds: number) => void;
  /** A message reached the chat (`seconds` since it was first wanted), or was given up. */
  readonly message: (outcome: 'delivered' | 'abandoned', seconds: number) => void;
  readonly chatLimited: () => void;
  readonly silence: (outcome: 'made' | 'ended' | 'refused') => void;
  readonly storm: () => void;
  /** Whether this replica holds the lease. */
  readonly leaseHeld: (held: boolean) => void;
}
