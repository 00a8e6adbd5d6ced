import type { HostRun } from '../model/capture.js';
import type { CheckPlan, PlannedCheck } from '../model/plan.js';

/** What happened to one check while it runs, for a live list. */
export interface CheckProgress {
  readonly host: string;
  readonly key: string;
  readonly state: 'started' | 'ended';
}

/** Looks at one host: runs a plan's host checks and gives what was printed. Never throws for a host's trouble: that is a value. */
export interface HostRunner {
  readonly run: (
    plan: CheckPlan,
    options: { readonly signal?: AbortSignal; readonly onProgress?: (progress: CheckProgress) => void },
  ) => Promise<HostRun>;
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

/** Wall clock in seconds since the epoch. */
export interface Clock {
  readonly now: () => number;
}
