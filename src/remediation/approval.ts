import type { ApprovalEvent, ApprovalRefusal, ApprovalState } from '../model/approval.js';

/** What becomes of an approval, or why it stays as it is; `says` is for the person who tried. */
export type Decision =
  | { readonly kind: 'moved'; readonly state: ApprovalState }
  | { readonly kind: 'refused'; readonly reason: ApprovalRefusal; readonly says: string };

const moved = (state: ApprovalState): Decision => ({ kind: 'moved', state });
const refused = (reason: ApprovalRefusal, says: string): Decision => ({ kind: 'refused', reason, says });

type EventOf<Kind extends ApprovalEvent['kind']> = Extract<ApprovalEvent, { readonly kind: Kind }>;

/** What a state means for somebody who comes too late. */
const OVER: Readonly<Record<ApprovalState['kind'], string>> = {
  proposed: 'nobody has asked for approval yet',
  requested: 'it waits for approval',
  approved: 'it is approved already',
  rejected: 'somebody has rejected it',
  expired: 'the request has expired; ask again',
  superseded: 'it is out of date; there is a newer finding',
  running: 'it is being carried out',
  done: 'it was carried out, and is being verified',
  failed: 'it was tried and failed',
  unknown: 'the connection broke while it was carried out; somebody must look what became of it',
  verified: 'it was carried out and verified',
  'not-verified': 'it was carried out, and is not verified',
  kept: 'it was carried out and kept',
  undone: 'it was carried out and undone',
  'not-undone': 'it was carried out and could not be undone',
};

function request(state: ApprovalState, event: EventOf<'request'>, now: number): Decision {
  if (state.kind !== 'proposed') return refused('not-now', `approval can't be asked for: ${OVER[state.kind]}`);
  if (event.digest !== state.digest) return refused('changed-plan', 'the plan has changed since it was proposed; look at the new one');
  const { digest, risk } = state;
  const { by, needed, self, forSeconds } = event;
  return moved({
    kind: 'requested',
    request: { digest, risk, by, at: now, needed: Math.max(1, needed), self, expiresAt: now + forSeconds },
    approvals: [],
  });
}

function approve(state: ApprovalState, { by, digest }: EventOf<'approve'>, now: number): Decision {
  if (state.kind !== 'requested') return refused('not-now', `this can't be approved: ${OVER[state.kind]}`);
  const { request: asked, approvals } = state;
  if (now >= asked.expiresAt) return refused('too-late', 'the request has expired; ask again');
  if (digest !== asked.digest) return refused('changed-plan', 'this is not the plan that approval was asked for; look at the new one');
  if (by === asked.by && !asked.self) return refused('own-request', 'you asked for it: somebody else must approve it');
  if (approvals.some(approval => approval.by === by))
    return refused('approved-already', 'you have approved it already; somebody else must, too');
  const all = [...approvals, { by, at: now }];
  return moved(
    all.length < asked.needed ? { ...state, approvals: all } : { kind: 'approved', request: asked, approvals: all, approvedAt: now },
  );
}

function expire(state: ApprovalState, now: number): Decision {
  if (state.kind !== 'requested' && state.kind !== 'approved') return refused('not-now', `this can't expire: ${OVER[state.kind]}`);
  if (now < state.request.expiresAt) return refused('too-early', 'the request has not expired yet');
  return moved({ kind: 'expired', request: state.request, approvals: state.approvals, at: now });
}

function supersede(state: ApprovalState, { why }: EventOf<'supersede'>, now: number): Decision {
  if (state.kind !== 'proposed' && state.kind !== 'requested' && state.kind !== 'approved')
    return refused('not-now', `this can't be replaced: ${OVER[state.kind]}`);
  return moved({ kind: 'superseded', digest: state.kind === 'proposed' ? state.digest : state.request.digest, at: now, why });
}

function start(state: ApprovalState, { digest, run }: EventOf<'start'>, now: number): Decision {
  if (state.kind !== 'approved') {
    const isUsed = 'run' in state;
    return refused(isUsed ? 'used-already' : 'not-now', `this can't be carried out: ${OVER[state.kind]}`);
  }
  if (now >= state.request.expiresAt) return refused('too-late', 'the approval has expired; ask again');
  if (digest !== state.request.digest)
    return refused('changed-plan', 'what would be done now is not what was approved; ask again with the new plan');
  return moved({ kind: 'running', request: state.request, approvals: state.approvals, run, startedAt: now });
}

function end(state: ApprovalState, event: EventOf<'succeed' | 'fail' | 'lose'>, now: number): Decision {
  if (state.kind !== 'running') return refused('not-now', `this does not run: ${OVER[state.kind]}`);
  if (event.run !== state.run) return refused('other-run', 'another run has this approval');
  const { kind: _, ...ran } = state;
  if (event.kind === 'succeed') return moved({ ...ran, kind: 'done', at: now });
  return moved({ ...ran, kind: event.kind === 'fail' ? 'failed' : 'unknown', at: now, why: event.why });
}

function find(state: ApprovalState, { found, why }: EventOf<'find'>, now: number): Decision {
  if (state.kind !== 'unknown') return refused('not-now', `there is nothing to find out: ${OVER[state.kind]}`);
  const { request: asked, approvals, run, startedAt } = state;
  const ran = { request: asked, approvals, run, startedAt, at: now };
  if (found === 'changed') return moved({ ...ran, kind: 'done' });
  return moved({ ...ran, kind: found === 'unchanged' ? 'failed' : 'undone', why });
}

function verify(state: ApprovalState, { verdict, why }: EventOf<'verify'>, now: number): Decision {
  // What could not be looked at may be looked at again.
  const isOpen = state.kind === 'done' || (state.kind === 'not-verified' && state.because === 'could-not-look');
  if (!isOpen) return refused('not-now', `this can't be verified: ${OVER[state.kind]}`);
  const { request: asked, approvals, run, startedAt } = state;
  const ran = { request: asked, approvals, run, startedAt, at: now };
  return moved(verdict === 'verified' ? { ...ran, kind: 'verified' } : { ...ran, kind: 'not-verified', because: verdict, why });
}

function close(state: ApprovalState, event: EventOf<'keep' | 'undo'>, now: number): Decision {
  const canUndo = state.kind === 'done' || state.kind === 'failed' || state.kind === 'verified' || state.kind === 'not-verified';
  const canKeep = state.kind === 'verified' || (state.kind === 'not-verified' && state.because === 'could-not-look');
  if (!canUndo && state.kind !== 'not-undone')
    return refused('not-now', `this can't be ${event.kind === 'keep' ? 'kept' : 'undone'}: ${OVER[state.kind]}`);
  if (event.kind === 'keep' && !canKeep) return refused('not-now', `this can't be kept: ${OVER[state.kind]}`);
  const { request: asked, approvals, run, startedAt } = state;
  const ran = { request: asked, approvals, run, startedAt, at: now, why: event.why };
  if (event.kind === 'keep') return moved({ ...ran, kind: 'kept' });
  return moved({ ...ran, kind: event.undone ? 'undone' : 'not-undone' });
}

/**
 * The next state of an approval. Pure; the store applies it by compare-and-set, so that of many who try at once one moves it.
 * From `approved` there is one way to `running`, and no way back: whatever happens, a plan runs at most once.
 */
export function decideApproval(state: ApprovalState, event: ApprovalEvent, now: number): Decision {
  switch (event.kind) {
    case 'request':
      return request(state, event, now);
    case 'approve':
      return approve(state, event, now);
    case 'reject':
      if (state.kind !== 'requested' && state.kind !== 'approved') return refused('not-now', `this can't be rejected: ${OVER[state.kind]}`);
      return moved({ kind: 'rejected', request: state.request, approvals: state.approvals, by: event.by, at: now });
    case 'expire':
      return expire(state, now);
    case 'supersede':
      return supersede(state, event, now);
    case 'start':
      return start(state, event, now);
    case 'succeed':
    case 'fail':
    case 'lose':
      return end(state, event, now);
    case 'find':
      return find(state, event, now);
    case 'verify':
      return verify(state, event, now);
    case 'keep':
    case 'undo':
      return close(state, event, now);
  }
}
