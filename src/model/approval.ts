import type { Risk } from './remedy.js';

/** One person's yes to one plan. */
export interface Approval {
  readonly by: string;
  /** Seconds since the epoch. */
  readonly at: number;
}

/** A request as it was made; every later state keeps it. */
export interface ApprovalRequest {
  readonly digest: string;
  readonly risk: Risk;
  readonly by: string;
  readonly at: number;
  /** How many different people must approve. */
  readonly needed: number;
  /** Whether the person who asked may be one of them. */
  readonly self: boolean;
  /** Neither an approval nor a start counts from this second on. */
  readonly expiresAt: number;
}

interface Requested {
  readonly request: ApprovalRequest;
  readonly approvals: readonly Approval[];
}

interface Ran extends Requested {
  /** Names the one run that may ever be: whoever has this token runs it. */
  readonly run: string;
  readonly startedAt: number;
}

/**
 * proposed → requested → approved | rejected | expired | superseded → running → done | failed | unknown → verified | not-verified →
 * kept | undone | not-undone. `unknown` means that the line broke in the middle: it is resolved by looking, never by running again.
 */
export type ApprovalState =
  | { readonly kind: 'proposed'; readonly digest: string; readonly risk: Risk }
  | (Requested & { readonly kind: 'requested' })
  | (Requested & { readonly kind: 'approved'; readonly approvedAt: number })
  | (Requested & { readonly kind: 'rejected'; readonly by: string; readonly at: number })
  | (Requested & { readonly kind: 'expired'; readonly at: number })
  | { readonly kind: 'superseded'; readonly digest: string; readonly at: number; readonly why: string }
  | (Ran & { readonly kind: 'running' })
  | (Ran & { readonly kind: 'done'; readonly at: number })
  | (Ran & { readonly kind: 'failed'; readonly at: number; readonly why: string })
  | (Ran & { readonly kind: 'unknown'; readonly at: number; readonly why: string })
  | (Ran & { readonly kind: 'verified'; readonly at: number })
  | (Ran & { readonly kind: 'not-verified'; readonly at: number; readonly because: 'still-there' | 'could-not-look'; readonly why: string })
  | (Ran & { readonly kind: 'kept'; readonly at: number; readonly why: string })
  | (Ran & { readonly kind: 'undone'; readonly at: number; readonly why: string })
  /** The undo failed, or there is none: a person must look. */
  | (Ran & { readonly kind: 'not-undone'; readonly at: number; readonly why: string });

export type ApprovalEvent =
  | {
      readonly kind: 'request';
      readonly digest: string;
      readonly by: string;
      readonly needed: number;
      readonly self: boolean;
      readonly forSeconds: number;
    }
  | { readonly kind: 'approve'; readonly digest: string; readonly by: string }
  | { readonly kind: 'reject'; readonly by: string }
  | { readonly kind: 'expire' }
  | { readonly kind: 'supersede'; readonly why: string }
  /** `digest`: of the plan as it would be made now, which must be the one that was approved. */
  | { readonly kind: 'start'; readonly digest: string; readonly run: string }
  | { readonly kind: 'succeed'; readonly run: string }
  | { readonly kind: 'fail'; readonly run: string; readonly why: string }
  | { readonly kind: 'lose'; readonly run: string; readonly why: string }
  /** Somebody looked what became of an `unknown` run. */
  | { readonly kind: 'find'; readonly found: 'changed' | 'unchanged' | 'undone'; readonly why: string }
  | { readonly kind: 'verify'; readonly verdict: 'verified' | 'still-there' | 'could-not-look'; readonly why: string }
  | { readonly kind: 'keep'; readonly why: string }
  | { readonly kind: 'undo'; readonly undone: boolean; readonly why: string };

export type ApprovalRefusal =
  | 'changed-plan'
  | 'own-request'
  | 'approved-already'
  | 'too-late'
  | 'too-early'
  | 'used-already'
  | 'other-run'
  | 'not-now';
