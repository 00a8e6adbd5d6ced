/**
 * The raw side of an investigation: exactly what the hosts printed, before anything is understood.
 * A capture of it gives the same diagnosis again, bit for bit.
 */

/** How one attempt at a command ended. Decided by elapsed time and the trailer, not by exit codes alone
 * (busybox `timeout` reports 143 where GNU reports 124: docs/decisions/0006). */
type AttemptEnd = 'exited' | 'timed-out' | 'hung';

/** One run of one variant of a check, on one host, once. */
export interface Attempt {
  /** Index into the check's `try:` list. */
  readonly variant: number;
  /** The command as a person would type it on that host. */
  readonly command: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; -1 when the command did not end by itself. */
  readonly exit: number;
  readonly end: AttemptEnd;
  /** True when stdout reached its byte cap, so that its tail is missing. */
  readonly truncated: boolean;
  /** Seconds of host uptime (`/proc/uptime`) around the attempt; the bot's monotonic seconds for probes. */
  readonly from: number;
  readonly to: number;
}

/** One look: the variants that were tried, in order; the last one is the one that counts. */
export interface Look {
  readonly attempts: readonly Attempt[];
}

/** Why a check did not run at all. */
type NotRunReason =
  | 'missing' // no variant can run there
  | 'skipped' // left out: budget, cost, or an unbound parameter
  | 'unreachable' // no connection, or it broke before this check answered
  | 'not-captured'; // a replayed capture does not hold it

/** What running one planned check gave. `ran` holds one look, or two for `sample: twice`. */
export type CheckRun =
  | { readonly kind: 'ran'; readonly key: string; readonly looks: readonly [Look, ...Look[]] }
  | {
      readonly kind: 'not-run';
      readonly key: string;
      readonly reason: NotRunReason;
      readonly detail: string;
      /** What the reader can do about it; empty when there is nothing to say. */
      readonly hint: string;
    };

/** All that one visit to one host gave. */
export interface HostRun {
  readonly host: string;
  /** Host wall clock at the start, seconds since the epoch: log lines carry the host's time, not the bot's. */
  readonly hostClock: number;
  /** Numeric user id that the checks ran as; -1 when the host was not reached. */
  readonly uid: number;
  readonly runs: readonly CheckRun[];
  /** Set when the host could not be looked at, or not to the end. */
  readonly trouble?: HostTrouble;
}

export type HostTroubleKind =
  | 'unreachable'
  | 'auth-failed'
  | 'host-key-unknown'
  | 'host-key-changed'
  | 'jump-failed'
  | 'no-session'
  | 'cut-off'
  | 'out-of-time'
  | 'cannot-fork';

/** Why a host could not be looked at. `says` is one sentence for a person, `hint` what to do next. */
export interface HostTrouble {
  readonly kind: HostTroubleKind;
  readonly says: string;
  readonly hint: string;
}
