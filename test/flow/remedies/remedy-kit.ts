import { randomBytes } from 'node:crypto';
import { investigate } from '../../../src/flow/investigate.js';
import type { Later } from '../../../src/flow/ports.js';
import { openRemedies } from '../../../src/flow/remedies/open-remedies.js';
import type { RemedyDeskTools } from '../../../src/flow/remedies/remedy-tools.js';
import type { Incident } from '../../../src/model/incident.js';
import type { RemedyRequest } from '../../../src/model/remedy-request.js';
import type { ApprovalPolicy } from '../../../src/remediation/approval-rule.js';
import { auditRecord, verifyAuditChain } from '../../../src/remediation/audit-chain.js';
import type { Store } from '../../../src/store/open-store.js';
import { listeningLogger } from '../desk-kit.js';
import { HOST, type RealHost, TARGET } from './real-host.js';

const POLICY: ApprovalPolicy = {
  users: ['U1', 'U2', 'U3'],
  groups: ['S1'],
  byRisk: { low: { approvals: 1, self: true }, medium: { approvals: 1, self: false }, high: { approvals: 2, self: false } },
  expiresSeconds: 600,
};

export const clock = { now: () => Date.now() / 1000 };
const later: Later = (seconds, run) => {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
};

export const U1 = { id: 'U1', groups: [] };
export const U2 = { id: 'U2', groups: [] };
export const U3 = { id: 'U3', groups: [] };

/** An incident whose only run has just looked at the host. */
export async function answeredIncident(host: RealHost, id = 'inc-1', number = 1): Promise<Incident> {
  const tools = { ...host.visits, services: [], findHost: () => Promise.resolve({ kind: 'not-found' as const }), clock };
  const request = { symptom: 'slow', targets: [{ target: TARGET, host: HOST }], windowSeconds: 1 };
  // Nothing leads to another host here.
  const investigation = await investigate(request, tools as never);
  const run = { number, by: { id: 'U1' }, startedAt: clock.now(), state: { kind: 'answered' as const, at: clock.now(), investigation } };
  const question = { words: 'it is slow', symptom: 'slow', hosts: ['here'], params: [] };
  return { id, openedBy: { id: 'U1' }, openedAt: clock.now(), place: { channel: 'C1' }, question, runs: [run] };
}

/** The desk of remedies over a store and this machine; it remembers what it showed. */
export function remedyKit(
  store: Store,
  host: Pick<RealHost, 'actor' | 'visits'>,
  incidents: readonly Incident[],
  more: Partial<RemedyDeskTools> = {},
) {
  const shown: RemedyRequest[] = [];
  const logger = listeningLogger();
  const records = store.remedies(auditRecord);
  const tools: RemedyDeskTools = {
    ...records,
    announcer: { showRemedy: async request => void shown.push(request) },
    actor: host.actor,
    visits: host.visits,
    findHost: name => Promise.resolve(name === 'here' ? HOST : undefined),
    policy: POLICY,
    floors: {},
    newId: () => `rem-${randomBytes(8).toString('hex')}`,
    newToken: () => randomBytes(16).toString('hex'),
    clock,
    later,
    logger,
    windowSeconds: 1,
    commandSeconds: 5,
    incidents: { find: id => Promise.resolve(incidents.find(incident => incident.id === id)) },
    bind: () => Promise.resolve({ kind: 'bound', targets: [{ target: TARGET, host: HOST }], notes: [] }),
    ...more,
  };
  const remedies = openRemedies(tools);
  const OVER: readonly string[] = ['kept', 'undone', 'not-undone', 'failed', 'superseded', 'expired', 'rejected'];
  /** Asks for a remedy of an incident by its name; gives the request. */
  const ask = async (name: string, by = U1, id = 'inc-1'): Promise<RemedyRequest> => {
    const wanted = name.includes('/') ? name : `limit-too-low/${name}`;
    const incident = incidents.find(each => each.id === id);
    const offer = incident && remedies.desk.offers(incident, 1).find(each => each.remedy === wanted);
    const pressed = await remedies.desk.prepare(id, 1, offer?.id ?? '', by);
    if (pressed.kind === 'refused') throw new Error(pressed.says);
    const [newest] = await remedies.desk.pending(1);
    if (!newest) throw new Error('nothing was asked for');
    return newest;
  };
  /** Resolves when nothing is to be done any more. */
  const over = async (id: string): Promise<RemedyRequest> => {
    for (;;) {
      const kept = await records.remedies.find(id);
      if (kept && !kept.isOpen && OVER.concat('not-verified').includes(kept.request.state.kind)) return kept.request;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  return {
    ...remedies,
    tools,
    logger,
    shown,
    /** What a fresh process does: goes on with what the store holds of the first incident, or asks for a remedy; people approve it; until its end. */
    goOn: async (name: string): Promise<void> => {
      remedies.start();
      const id = incidents[0]?.id ?? '';
      const [known] = await records.remedies.ofIncident(id);
      const { id: request, plan } = known?.request ?? (await ask(name, U1, id));
      for (const person of [U2, U3]) await remedies.desk.approve(request, plan.digest, person);
      await over(request);
      await remedies.stop(20);
    },
    ask,
    over,
    /** `who event` of every audit record about it, once the chain was verified. */
    audited: async (): Promise<readonly string[]> => {
      const all = await records.audit.read(0, 100_000);
      expect(verifyAuditChain(all, await records.audit.head())).toMatchObject({ kind: 'intact' });
      return all.map(({ who, event }) => `${who} ${event}`);
    },
  };
}
