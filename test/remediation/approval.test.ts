import fc from 'fast-check';
import type { ApprovalEvent, ApprovalState } from '../../src/model/approval.js';
import { decideApproval } from '../../src/remediation/approval.js';

const proposed: ApprovalState = { kind: 'proposed', digest: 'd1', risk: 'high' };
const ask: ApprovalEvent = { kind: 'request', digest: 'd1', by: 'ann', needed: 2, self: false, forSeconds: 100 };
const yes = (by: string, digest = 'd1'): ApprovalEvent => ({ kind: 'approve', by, digest });
const go: ApprovalEvent = { kind: 'start', digest: 'd1', run: 'r1' };

/** Applies events one second apart, from second 1 on; throws when one is refused. */
function after(...events: readonly ApprovalEvent[]): ApprovalState {
  return events.reduce<ApprovalState>((state, event, index) => {
    const decision = decideApproval(state, event, index + 1);
    if (decision.kind === 'refused') throw new Error(decision.says);
    return decision.state;
  }, proposed);
}
const refusal = (state: ApprovalState, event: ApprovalEvent, now = 10) => {
  const decision = decideApproval(state, event, now);
  return decision.kind === 'refused' ? decision.reason : decision.state.kind;
};

test('two others approve, it runs, is verified and kept', () => {
  const end = after(
    ask,
    yes('bob'),
    yes('eve'),
    go,
    { kind: 'succeed', run: 'r1' },
    { kind: 'verify', verdict: 'verified', why: '' },
    { kind: 'keep', why: 'it helped' },
  );
  expect(end).toMatchObject({
    kind: 'kept',
    run: 'r1',
    approvals: [
      { by: 'bob', at: 2 },
      { by: 'eve', at: 3 },
    ],
    request: { by: 'ann', at: 1 },
  });
});

test.each<readonly [string, ApprovalState, ApprovalEvent, number, string]>([
  ['the requester', after(ask), yes('ann'), 10, 'own-request'],
  ['the same person twice', after(ask, yes('bob')), yes('bob'), 10, 'approved-already'],
  ['another plan', after(ask), yes('bob', 'd2'), 10, 'changed-plan'],
  ['after the end', after(ask), yes('bob'), 101, 'too-late'],
  ['in the last second', after(ask), yes('bob'), 100, 'requested'],
  ['a button pressed again', after(ask, yes('bob'), yes('eve')), yes('kim'), 10, 'not-now'],
  ['a start of another plan', after(ask, yes('bob'), yes('eve')), { ...go, digest: 'd2' }, 10, 'changed-plan'],
  ['a start after the end', after(ask, yes('bob'), yes('eve')), go, 101, 'too-late'],
  ['a start with one approval of two', after(ask, yes('bob')), go, 10, 'not-now'],
  ['a second start', after(ask, yes('bob'), yes('eve'), go), { ...go, run: 'r2' }, 10, 'used-already'],
  ['a start after a break', after(ask, yes('bob'), yes('eve'), go, { kind: 'lose', run: 'r1', why: 'line' }), go, 10, 'used-already'],
  ['an end by another run', after(ask, yes('bob'), yes('eve'), go), { kind: 'succeed', run: 'r2' }, 10, 'other-run'],
  ['expiry before the time', after(ask), { kind: 'expire' }, 100, 'too-early'],
  ['expiry', after(ask), { kind: 'expire' }, 101, 'expired'],
  ['expiry while it runs', after(ask, yes('bob'), yes('eve'), go), { kind: 'expire' }, 101, 'not-now'],
  ['replacing while it runs', after(ask, yes('bob'), yes('eve'), go), { kind: 'supersede', why: '' }, 10, 'not-now'],
  ['approval of what was replaced', after(ask, { kind: 'supersede', why: 'newer' }), yes('bob'), 10, 'not-now'],
  ['a yes after a no', after(ask, { kind: 'reject', by: 'eve' }), yes('bob'), 10, 'not-now'],
  ['a no after a yes', after(ask, yes('bob'), yes('eve')), { kind: 'reject', by: 'kim' }, 10, 'rejected'],
  ['a request for another plan', proposed, { ...ask, digest: 'd2' }, 10, 'changed-plan'],
  [
    'keeping what still shows the fault',
    after(ask, yes('bob'), yes('eve'), go, { kind: 'succeed', run: 'r1' }, { kind: 'verify', verdict: 'still-there', why: '' }),
    { kind: 'keep', why: '' },
    10,
    'not-now',
  ],
  [
    'verifying what is unknown',
    after(ask, yes('bob'), yes('eve'), go, { kind: 'lose', run: 'r1', why: '' }),
    { kind: 'verify', verdict: 'verified', why: '' },
    10,
    'not-now',
  ],
])('%s', (_, state, event, now, outcome) => {
  expect(refusal(state, event, now)).toBe(outcome);
});

test.each([
  ['changed', 'done'],
  ['unchanged', 'failed'],
  ['undone', 'undone'],
] as const)('a broken line is resolved by looking: %s', (found, kind) => {
  const lost = after(ask, yes('bob'), yes('eve'), go, { kind: 'lose', run: 'r1', why: 'the line broke' });
  expect(refusal(lost, { kind: 'find', found, why: '' })).toBe(kind);
});

test('self-approval where the rule allows it, and one is enough', () => {
  expect(after({ ...ask, needed: 1, self: true } as ApprovalEvent, yes('ann')).kind).toBe('approved');
});

const people = fc.constantFrom('ann', 'bob', 'eve', 'kim');
const digests = fc.constantFrom('d1', 'd1', 'd1', 'd2');
const runs = fc.constantFrom('r1', 'r2', 'r3');
const anything: fc.Arbitrary<ApprovalEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('request' as const),
    digest: digests,
    by: people,
    needed: fc.integer({ min: 0, max: 3 }),
    self: fc.boolean(),
    forSeconds: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('approve' as const), digest: digests, by: people }),
  fc.record({ kind: fc.constant('reject' as const), by: people }),
  fc.constant<ApprovalEvent>({ kind: 'expire' }),
  fc.record({ kind: fc.constant('supersede' as const), why: fc.constant('') }),
  fc.record({ kind: fc.constant('start' as const), digest: digests, run: runs }),
  fc.record({ kind: fc.constant('succeed' as const), run: runs }),
  fc.record({ kind: fc.constantFrom('fail' as const, 'lose' as const), run: runs, why: fc.constant('') }),
  fc.record({
    kind: fc.constant('find' as const),
    found: fc.constantFrom('changed' as const, 'unchanged' as const, 'undone' as const),
    why: fc.constant(''),
  }),
  fc.record({
    kind: fc.constant('verify' as const),
    verdict: fc.constantFrom('verified' as const, 'still-there' as const, 'could-not-look' as const),
    why: fc.constant(''),
  }),
  fc.record({ kind: fc.constant('keep' as const), why: fc.constant('') }),
  fc.record({ kind: fc.constant('undo' as const), undone: fc.boolean(), why: fc.constant('') }),
);
const approvalOften = fc.oneof(
  { weight: 4, arbitrary: anything },
  { weight: 8, arbitrary: fc.constantFrom<ApprovalEvent>(ask, yes('bob'), yes('eve'), go) },
);

test('whatever happens in whatever order, it runs at most once, for the approved plan, in time, with enough people', () => {
  let runsSeen = 0;
  fc.assert(
    fc.property(fc.array(fc.tuple(approvalOften, fc.integer({ min: 0, max: 5 })), { maxLength: 40 }), steps => {
      let state: ApprovalState = proposed;
      let now = 0;
      let starts = 0;
      for (const [event, seconds] of steps) {
        now += seconds;
        const decision = decideApproval(state, event, now);
        if (decision.kind === 'refused') continue;
        if (decision.state.kind === 'running') {
          starts++;
          const { request, approvals } = decision.state;
          expect(event).toMatchObject({ kind: 'start', digest: request.digest });
          expect(now).toBeLessThan(request.expiresAt);
          const who = new Set(approvals.map(({ by }) => by));
          expect(who.size).toBe(approvals.length);
          expect(who.size).toBeGreaterThanOrEqual(Math.max(1, request.needed));
          expect(!request.self && who.has(request.by)).toBe(false);
        }
        state = decision.state;
      }
      runsSeen += starts;
      expect(starts).toBeLessThanOrEqual(1);
    }),
    { numRuns: 3000 },
  );
  // The property would hold of a machine that never runs anything.
  expect(runsSeen).toBeGreaterThan(50);
});
