import type { ApprovalEvent, ApprovalRefusal, ApprovalState } from '../../model/approval.js';
import { decideApproval } from '../../remediation/approval.js';
import type { HostTurn, KeptRemedy } from '../ports/remedy-store.js';
import { auditEntry, type Deed } from './audit-entry.js';
import type { RemedyTools } from './remedy-tools.js';

export type MovedRemedy =
  | { readonly kind: 'moved'; readonly kept: KeptRemedy }
  | { readonly kind: 'refused'; readonly reason: ApprovalRefusal | 'busy' | 'unknown'; readonly says: string };

interface Change extends Deed {
  /** What else changes together with the state. */
  readonly change?: (kept: KeptRemedy) => KeptRemedy;
  /** Something remains to be done; absent: as the state says. */
  readonly isOpen?: boolean;
}

/** Names in the audit log. */
const NAMES: Readonly<Record<ApprovalEvent['kind'], string>> = {
  request: 'requested',
  approve: 'approved',
  reject: 'rejected',
  expire: 'expired',
  supersede: 'superseded',
  start: 'started',
  succeed: 'ended',
  fail: 'failed',
  lose: 'lost',
  find: 'found-out',
  verify: 'verified',
  keep: 'kept',
  undo: 'undone',
};

const FINAL: readonly ApprovalState['kind'][] = ['rejected', 'expired', 'superseded', 'kept', 'undone', 'not-undone'];

/** A change that nobody else can have made meanwhile; those who come at the same time are this many at most. */
const MOST_ATTEMPTS = 50;

/** Keeps a change without an event of the state machine: output, a step, the end of what is to be done. Stale: it is tried on what stands there. */
export async function noteRemedy(
  id: string,
  change: (kept: KeptRemedy) => KeptRemedy | undefined,
  entry: (Deed & { readonly event: string }) | undefined,
  tools: RemedyTools,
): Promise<KeptRemedy | undefined> {
  const { remedies, clock } = tools;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const kept = await remedies.find(id);
    const next = kept && change(kept);
    if (!next) return undefined;
    const entries = entry ? [auditEntry(entry.event, entry, next.request, clock.now())] : [];
    const isOver = !next.isOpen && 'run' in next.request.state;
    const moved = await remedies.move({ ...next, changedAt: clock.now() }, entries, isOver ? 'release' : 'as-is');
    if (moved.kind === 'moved') return moved.kept;
  }
  return undefined;
}

/**
 * Moves a request by one event: decided on what stands in the store, kept by compare and set together with its audit entry, and decided anew
 * when somebody else was first. Of many who try at once, one moves it; the others learn why not.
 */
export async function moveRemedy(
  id: string,
  event: ApprovalEvent,
  { change = kept => kept, isOpen, ...deed }: Change,
  tools: RemedyTools,
): Promise<MovedRemedy> {
  const { remedies, clock } = tools;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const kept = await remedies.find(id);
    if (!kept) return { kind: 'refused', reason: 'unknown', says: 'there is no such request any more' };
    const now = clock.now();
    const decision = decideApproval(kept.request.state, event, now);
    if (decision.kind === 'refused') return decision;
    const { state } = decision;
    const changed = change(kept);
    const open = isOpen ?? !FINAL.includes(state.kind);
    const next: KeptRemedy = { ...changed, request: { ...changed.request, state }, isOpen: open, changedAt: now };
    const turn: HostTurn = event.kind === 'start' ? 'take' : !open && 'run' in state ? 'release' : 'as-is';
    const outcome = event.kind === 'verify' ? { verdict: event.verdict } : event.kind === 'undo' ? { undone: event.undone } : {};
    const details = { state: state.kind, ...outcome, ...deed.details };
    const moved = await remedies.move(next, [auditEntry(NAMES[event.kind], { ...deed, details }, next.request, now)], turn);
    if (moved.kind === 'moved') return moved;
    if (moved.kind === 'busy')
      return { kind: 'refused', reason: 'busy', says: `another remedy (${moved.by}) runs on ${kept.request.plan.host}: one at a time` };
  }
  return { kind: 'refused', reason: 'not-now', says: 'too many tried at once; try again' };
}
