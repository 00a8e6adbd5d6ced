import type { ApprovalState } from './approval.js';
import type { Person, Place } from './incident.js';
import type { RemedyPlan } from './remedy-plan.js';
import type { Truth } from './truth.js';

/** One line of the table that proves or refutes a remedy: the evidence before the change, and after it. */
export interface ComparedEvidence {
  readonly id: string;
  readonly before: { readonly truth: Truth; readonly says: string };
  /** Absent: not looked at again yet. `nothing-left`: the host was looked at, and holds nothing that the fault could be about. */
  readonly after?: { readonly truth: Truth | 'nothing-left'; readonly says: string };
  /** It decides: it spoke for the fault before, and the remedy promises that it will not. */
  readonly decides: boolean;
}

/** One plan on its way from the proposal to the record. */
export interface RemedyRequest {
  /** Opaque, in buttons: `rem-` and 16 letters or digits. */
  readonly id: string;
  /** Counts up with each change: compare and set. */
  readonly revision: number;
  /** Absent: asked from the command line. */
  readonly incident?: { readonly id: string; readonly run: number; readonly place: Place };
  /** `fault/name`. */
  readonly remedy: string;
  readonly service?: string;
  readonly plan: RemedyPlan;
  readonly state: ApprovalState;
  /** Who had the plan made. */
  readonly by: Person;
  readonly createdAt: number;
  readonly evidence: readonly ComparedEvidence[];
  /** What the commands printed so far, bounded; data of the host. */
  readonly output: string;
}
