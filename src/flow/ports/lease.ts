/**
 * Who of several replicas settles signals, looks at hosts and talks to the chat. With SQLite there is one process, and it always holds it.
 * The times are the database's own, so that the clocks of the replicas do not matter.
 */
export interface Lease {
  /**
   * Takes it when it is free or has run out, or renews it; each taking has a higher token, and writes with an older one are refused. Once it was
   * lost, the answer is `held-by-another` at least once, even if it is free again: somebody else acted in between. Rejects with a sentence while
   * the database does not answer.
   */
  readonly hold: (seconds: number) => Promise<'held' | 'held-by-another'>;
  /** Gives it up, so that another need not wait. */
  readonly release: () => Promise<void>;
}

/**
 * Another replica took the lease, or this one gave it up: what was to be written here is refused, and nothing of it is kept. A process that
 * meets it stops acting.
 */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}
