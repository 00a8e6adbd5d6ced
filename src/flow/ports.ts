import type { HostRun } from '../model/capture.js';
import type { InventoryHost } from '../model/host.js';
import type { CheckPlan, PlannedCheck } from '../model/plan.js';
import type { Target } from '../model/target.js';

/** What happened to one check while it runs, for a live list. */
export interface CheckProgress {
  readonly host: string;
  readonly key: string;
  readonly state: 'started' | 'ended';
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: CheckProgress) => void;
}

/** Looks at one host: runs a plan's host checks and gives what was printed. Never throws for a host's trouble: that is a value. */
export interface HostRunner {
  readonly run: (host: InventoryHost, plan: CheckPlan, options: RunOptions) => Promise<HostRun>;
}

/** Makes a plan's `connect` and `http` checks from the bot itself. Never throws for a target's trouble. */
export interface Prober {
  readonly run: (
    host: string,
    checks: readonly PlannedCheck[],
    windowSeconds: number,
    options: { readonly signal?: AbortSignal },
  ) => Promise<HostRun>;
}

/** One visit: the checks on the host and from the bot. */
export interface Visit {
  readonly host: InventoryHost;
  readonly target: Target;
  readonly onHost: readonly PlannedCheck[];
  readonly fromBot: readonly PlannedCheck[];
  readonly windowSeconds: number;
}

/** Makes a visit, or repeats a recorded one. */
export type MakeVisit = (visit: Visit, options: RunOptions) => Promise<readonly HostRun[]>;

/** Wall clock in seconds since the epoch. */
export interface Clock {
  readonly now: () => number;
}
