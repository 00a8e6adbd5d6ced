import type { RemedyOffer } from '../../../src/flow/ports/remedy-desk.js';
import type { ApprovalRequest, ApprovalState } from '../../../src/model/approval.js';
import type { GuidedPlan, RunPlan } from '../../../src/model/remedy-plan.js';
import type { ComparedEvidence, RemedyRequest } from '../../../src/model/remedy-request.js';
import { approvalsMessage } from '../../../src/slack/blocks/approvals.js';
import type { ChatMessage } from '../../../src/slack/blocks/message.js';
import { remedyMessage } from '../../../src/slack/blocks/remedy-message.js';
import { HOSTILE } from './hostile.js';

const ASKED = 1_795_253_000;
const ANA = 'U0ALICE';
const BEN = 'U0BOB';
const CLEO = 'U0CAROL';
export const DIGEST = '0123456789abcdef'.repeat(4);

const FRAME = {
  host: 'api-1',
  hostKey: 'SHA256:2rZ0nVJ8Q1c0bqf4S8K1o1l8Qm0WmY0m8t7d3n9xA1U',
  about: { port: 8080 },
  fault: 'accept-queue-overflow',
  verify: { afterSeconds: 10, gone: ['dropping', 'queue-full'] },
  playbook: 'f'.repeat(64),
  digest: DIGEST,
};

export function runPlanOf(more: Partial<RunPlan> = {}): RunPlan {
  return {
    ...FRAME,
    kind: 'run',
    remedy: 'accept-queue-overflow/raise-somaxconn',
    does: 'Raises the limit of waiting connections and restarts the service, so that it takes effect',
    risk: 'medium',
    warn: 'Requests that are under way while the service restarts fail.',
    values: [
      { name: 'unit', kind: 'found', text: 'shop.service' },
      { name: 'current', kind: 'current', text: '128' },
      { name: 'main_pid', kind: 'current', text: '4242' },
      { name: 'value', kind: 'new', text: '1024' },
    ],
    precheck: [['faultline-root', 'check', 'sysctl-set', 'net.core.somaxconn', '128', '1024']],
    run: [
      ['faultline-root', 'sysctl-set', 'net.core.somaxconn', '128', '1024'],
      ['faultline-root', 'unit-restart', 'shop.service', '4242'],
    ],
    undo: { kind: 'commands', commands: [['faultline-root', 'sysctl-set', 'net.core.somaxconn', '1024', '128']] },
    confirmWithinSeconds: 90,
    ...more,
  };
}

export function guidedPlanOf(more: Partial<GuidedPlan> = {}): GuidedPlan {
  return {
    ...FRAME,
    kind: 'guided',
    remedy: 'tls-certificate-invalid/renew',
    does: 'Renews the certificate that nginx shows',
    fault: 'tls-certificate-invalid',
    risk: 'none',
    values: [],
    steps: [
      'Look which certificate nginx shows: nginx -T',
      'Renew it: certbot renew --cert-name shop',
      'Reload nginx: systemctl reload nginx',
    ],
    ...more,
  };
}

const BEFORE: readonly ComparedEvidence[] = [
  { id: 'queue-full', before: { truth: 'true', says: 'the queue of port 8080 is full: 129 of 128' }, decides: true },
  { id: 'dropping', before: { truth: 'true', says: '412 connections were dropped in 10 s' }, decides: true },
  { id: 'limit-low', before: { truth: 'true', says: 'net.core.somaxconn is 128' }, decides: false },
];
const after = (truth: 'true' | 'false' | 'unknown', ...says: readonly string[]): readonly ComparedEvidence[] =>
  BEFORE.map((line, index) => ({ ...line, after: { truth, says: says[index] ?? 'looked at again' } }));
const GONE = after('false', 'the queue of port 8080 has 3 of 1024', 'no connection was dropped in 10 s', 'net.core.somaxconn is 1024');

export function requestOf(state: ApprovalState, more: Partial<RemedyRequest> = {}): RemedyRequest {
  return {
    id: 'rem-1234567890abcdef',
    revision: 1,
    incident: { id: 'inc-1234567890abcdef', run: 1, place: { channel: 'C0INCIDENTS' } },
    remedy: 'accept-queue-overflow/raise-somaxconn',
    service: 'checkout',
    plan: runPlanOf(),
    state,
    by: { id: ANA },
    createdAt: ASKED,
    evidence: BEFORE,
    output: '',
    ...more,
  };
}

const REQUEST: ApprovalRequest = {
  digest: DIGEST,
  risk: 'medium',
  by: ANA,
  at: ASKED,
  needed: 2,
  self: false,
  expiresAt: ASKED + 900,
};
const one = [{ by: BEN, at: ASKED + 40 }];
const both = [...one, { by: CLEO, at: ASKED + 60 }];
const asked = { request: REQUEST, approvals: both };
const ran = { ...asked, run: 'a'.repeat(32), startedAt: ASKED + 61, at: ASKED + 75 };

export const WAITING: Extract<ApprovalState, { readonly kind: 'requested' }> = { kind: 'requested', request: REQUEST, approvals: one };

/** A state of each kind. */
export const STATES: Readonly<Record<ApprovalState['kind'], ApprovalState>> = {
  proposed: { kind: 'proposed', digest: DIGEST, risk: 'medium' },
  requested: WAITING,
  approved: { kind: 'approved', ...asked, approvedAt: ASKED + 60 },
  rejected: { kind: 'rejected', request: REQUEST, approvals: one, by: CLEO, at: ASKED + 70 },
  expired: { kind: 'expired', request: REQUEST, approvals: one, at: ASKED + 900 },
  superseded: { kind: 'superseded', digest: DIGEST, at: ASKED + 80, why: 'a newer run found another cause' },
  running: { kind: 'running', ...asked, run: 'a'.repeat(32), startedAt: ASKED + 61 },
  done: { kind: 'done', ...ran },
  failed: { kind: 'failed', ...ran, why: 'faultline-root sysctl-set net.core.somaxconn 128 1024: exit 65: it is 129 now' },
  unknown: { kind: 'unknown', ...ran, why: 'the connection to api-1 broke' },
  verified: { kind: 'verified', ...ran },
  'not-verified': { kind: 'not-verified', ...ran, because: 'still-there', why: '398 connections were dropped in 10 s' },
  kept: { kind: 'kept', ...ran, why: 'the evidence is gone' },
  undone: { kind: 'undone', ...ran, why: 'it did not help: 398 connections were dropped in 10 s' },
  'not-undone': { kind: 'not-undone', ...ran, why: 'the undo ended with exit code 1: Permission denied' },
};

const OUTPUT = 'net.core.somaxconn: 128 -> 1024\nshop.service: restarted, main process 4391\n';

/** What had been printed and seen in each state. */
const SEEN: Partial<Readonly<Record<ApprovalState['kind'], Partial<RemedyRequest>>>> = {
  running: { output: 'net.core.somaxconn: 128 -> 1024\n' },
  done: { output: OUTPUT },
  failed: { output: 'faultline-root: net.core.somaxconn is 129, not 128\n' },
  unknown: { output: 'net.core.somaxconn: 128 -> 1024\n' },
  verified: { output: OUTPUT, evidence: GONE },
  'not-verified': { output: OUTPUT, evidence: after('true', 'the queue of port 8080 is full: 1025 of 1024') },
  kept: { output: OUTPUT, evidence: GONE },
  undone: { output: OUTPUT, evidence: after('true', 'the queue of port 8080 is full: 1025 of 1024') },
  'not-undone': { output: OUTPUT, evidence: after('unknown', 'ss could not be run') },
};

export function requestIn(kind: ApprovalState['kind'], more: Partial<RemedyRequest> = {}): RemedyRequest {
  return requestOf(STATES[kind], { ...SEEN[kind], ...more });
}

const NASTY = `${HOSTILE} ${HOSTILE.repeat(12)}`;
const nastyEvidence = (line: ComparedEvidence): ComparedEvidence => ({
  ...line,
  id: NASTY,
  before: { truth: 'true', says: NASTY },
  after: { truth: 'unknown', says: NASTY },
});

/** Every text that a host, a playbook or a person has a part in at its worst and longest. */
export function hostileRequest(kind: ApprovalState['kind'], planKind: 'run' | 'guided'): RemedyRequest {
  const frame = { host: NASTY, hostKey: NASTY, about: { [NASTY]: NASTY }, fault: NASTY, remedy: NASTY, does: NASTY, warn: NASTY };
  const state = STATES[kind];
  return requestOf('why' in state ? { ...state, why: NASTY } : state, {
    plan:
      planKind === 'guided'
        ? guidedPlanOf({ ...frame, steps: Array.from({ length: 60 }, () => NASTY) })
        : runPlanOf({
            ...frame,
            risk: 'high',
            values: Array.from({ length: 20 }, (_, index) => ({ name: NASTY, kind: 'new', text: `${index} ${NASTY}` })),
            precheck: [[NASTY, NASTY]],
            run: [[NASTY, NASTY], ...Array.from({ length: 20 }, (): readonly [string, string] => ['rm', NASTY])],
            undo: { kind: 'none', why: NASTY },
          }),
    evidence: Array.from({ length: 30 }, (_, index) => ({
      ...nastyEvidence(BEFORE[index % BEFORE.length] ?? { id: '', before: { truth: 'true', says: '' }, decides: true }),
    })),
    output: `${NASTY}\n`.repeat(60).slice(0, 10_000),
    by: { id: '<!channel>' },
  });
}

export function offerOf(more: Partial<RemedyOffer> = {}): RemedyOffer {
  return {
    id: '0-raise-somaxconn',
    remedy: 'accept-queue-overflow/raise-somaxconn',
    does: 'Raises the limit of waiting connections and restarts the service',
    risk: 'medium',
    isGuided: false,
    fault: 'accept-queue-overflow',
    host: 'api-1',
    ...more,
  };
}

/** One of each kind, and one too many. */
export const OFFERS: readonly RemedyOffer[] = [
  offerOf(),
  offerOf({ id: '0-restart', does: 'Restarts the service', risk: 'high' }),
  offerOf({ id: '1-renew', does: 'Renews the certificate', risk: 'none', isGuided: true, host: 'gw' }),
  offerOf({ id: '1-low', does: 'Renices the process', risk: 'low' }),
  offerOf({ id: '2-five', does: 'Widens the port range' }),
  offerOf({ id: '2-six', does: 'Is not shown' }),
];

/** What people see of remedies, for the golden files. */
export function remedyScenes(): Readonly<Record<string, ChatMessage>> {
  const guided = (kind: ApprovalState['kind'], more: Partial<RemedyRequest> = {}): ChatMessage =>
    remedyMessage(requestIn(kind, { plan: guidedPlanOf(), ...more }));
  const kinds = Object.keys(STATES) as ApprovalState['kind'][];
  return {
    ...Object.fromEntries(kinds.map(kind => [`remedy-${kind}`, remedyMessage(requestIn(kind))])),
    ...Object.fromEntries(kinds.map(kind => [`remedy-guided-${kind}`, guided(kind)])),
    'remedy-could-not-look': remedyMessage(
      requestOf({ kind: 'not-verified', ...ran, because: 'could-not-look', why: 'api-1 could not be reached' }, { output: OUTPUT }),
    ),
    'remedy-kept-unverified': remedyMessage(requestOf({ kind: 'kept', ...ran, why: 'nobody could look, and there is no undo' })),
    'remedy-without-undo': remedyMessage(
      requestOf(
        { ...WAITING, request: { ...REQUEST, needed: 1, self: true }, approvals: [] },
        { plan: runPlanOf({ risk: 'high', undo: { kind: 'none', why: 'A killed process does not come back.' }, precheck: [] }) },
      ),
    ),
    'remedy-hostile': remedyMessage(hostileRequest('requested', 'run')),
    'remedy-hostile-failed': remedyMessage(hostileRequest('failed', 'run')),
    'remedy-guided-hostile': remedyMessage(hostileRequest('requested', 'guided')),
    approvals: approvalsMessage([
      { request: requestIn('requested'), url: 'https://acme.slack.com/archives/C0INCIDENTS/p1795253000000100' },
      { request: requestIn('requested', { plan: guidedPlanOf() }) },
    ]),
    'approvals-none': approvalsMessage([]),
    'approvals-hostile': approvalsMessage(Array.from({ length: 60 }, () => ({ request: hostileRequest('requested', 'run') }))),
  };
}
