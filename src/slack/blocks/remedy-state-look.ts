import type { ApprovalState } from '../../model/approval.js';
import type { ComparedEvidence, RemedyRequest } from '../../model/remedy-request.js';

/** How a request stands: a sign and a word for its first line. */
export interface RemedyLook {
  readonly sign: string;
  readonly word: string;
}

const LOOKS: Readonly<Record<ApprovalState['kind'], RemedyLook>> = {
  proposed: { sign: '📝', word: 'Proposed' },
  requested: { sign: '🔔', word: 'Waits for approval' },
  approved: { sign: '👍', word: 'Approved' },
  rejected: { sign: '🚫', word: 'Rejected' },
  expired: { sign: '⌛', word: 'Expired' },
  superseded: { sign: '🗑️', word: 'Out of date' },
  running: { sign: '⚙️', word: 'Being carried out' },
  done: { sign: '🔬', word: 'Carried out, being verified' },
  failed: { sign: '❌', word: 'Failed' },
  unknown: { sign: '🔌', word: 'Connection lost in the middle' },
  verified: { sign: '✅', word: 'Verified' },
  'not-verified': { sign: '⚠️', word: 'Carried out, not verified' },
  kept: { sign: '📌', word: 'Kept, not verified' },
  undone: { sign: '🔄', word: 'Undone' },
  'not-undone': { sign: '🆘', word: 'Not undone, a person must look' },
};

/** Every deciding line was looked at again, and none speaks for the fault any more. */
function isGone(evidence: readonly ComparedEvidence[]): boolean {
  const deciding = evidence.filter(({ decides }) => decides);
  return deciding.length > 0 && deciding.every(({ after }) => after !== undefined && after.truth !== 'true' && after.truth !== 'unknown');
}

/** "Verified" is said only of what the evidence shows; nothing is ever "fixed". */
export function remedyLook({ state, plan, evidence }: Pick<RemedyRequest, 'state' | 'plan' | 'evidence'>): RemedyLook {
  if (plan.kind === 'guided' && state.kind === 'requested') return { sign: '📋', word: 'For a person to do' };
  if (state.kind === 'kept' && isGone(evidence)) return { sign: '✅', word: 'Verified and kept' };
  if (state.kind === 'not-verified' && state.because === 'still-there') return { sign: '⚠️', word: 'Carried out, did not help' };
  return LOOKS[state.kind];
}
