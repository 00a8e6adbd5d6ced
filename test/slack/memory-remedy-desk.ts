import type { Pressed } from '../../src/flow/ports/alert-desk.js';
import type { RemedyAnnouncer, RemedyDesk, RemedyOffer } from '../../src/flow/ports/remedy-desk.js';
import type { RemedyRequest } from '../../src/model/remedy-request.js';
import { decideApproval } from '../../src/remediation/approval.js';

/**
 * A desk of remedies in memory. Yes and no are decided by the real state machine, and every change is shown; nothing is carried out.
 * Whoever is in `approvers` or in the group `approverGroup` may decide.
 */
export interface MemoryRemedyDesk extends RemedyDesk {
  readonly requests: Map<string, RemedyRequest>;
  /** What was asked, refusals included. */
  readonly asked: (readonly unknown[])[];
  offered: readonly RemedyOffer[] | 'broken';
  /** What a press of "Prepare…" brings. */
  prepared: RemedyRequest | undefined;
  readonly approvers: Set<string>;
  approverGroup: string | undefined;
  announcer: RemedyAnnouncer | undefined;
  /** Seconds since the epoch. */
  now: number;
  readonly show: (request: RemedyRequest) => Promise<void>;
}

const refused = (says: string): Pressed => ({ kind: 'refused', says });

export function memoryRemedyDesk(now: number): MemoryRemedyDesk {
  const decide = async (
    id: string,
    by: { readonly id: string; readonly groups: readonly string[] },
    event: Parameters<typeof decideApproval>[1],
  ): Promise<Pressed> => {
    const request = desk.requests.get(id);
    if (!request) return refused('there is no such request');
    const isApprover = desk.approvers.has(by.id) || (desk.approverGroup !== undefined && by.groups.includes(desk.approverGroup));
    if (!isApprover) return refused('you are not one of those who may approve remedies');
    const decision = decideApproval(request.state, event, desk.now);
    if (decision.kind === 'refused') return refused(decision.says);
    await desk.show({ ...request, revision: request.revision + 1, state: decision.state });
    return { kind: 'done' };
  };
  const desk: MemoryRemedyDesk = {
    requests: new Map(),
    asked: [],
    offered: [],
    prepared: undefined,
    approvers: new Set(),
    approverGroup: undefined,
    announcer: undefined,
    now,
    show: async request => {
      desk.requests.set(request.id, request);
      await desk.announcer?.showRemedy(request);
    },
    offers: () => {
      if (desk.offered === 'broken') throw new Error('SQLITE_BUSY: database is locked');
      return desk.offered;
    },
    misplaced: press => {
      desk.asked.push(['misplaced', press]);
      return Promise.resolve(
        refused('I don’t have this request any more, or its message is from another channel. /faultline approvals lists what waits'),
      );
    },
    prepare: async (incident, run, offer, by) => {
      desk.asked.push(['prepare', incident, run, offer, by]);
      if (!desk.prepared) return refused('the host could not be reached: <!channel> no route to api-1');
      await desk.show({ ...desk.prepared, by });
      return { kind: 'done' };
    },
    approve: async (id, digest, by) => {
      desk.asked.push(['approve', id, digest, by]);
      return decide(id, by, { kind: 'approve', digest, by: by.id });
    },
    reject: async (id, by) => {
      desk.asked.push(['reject', id, by]);
      return decide(id, by, { kind: 'reject', by: by.id });
    },
    verifyGuided: async (id, by) => {
      desk.asked.push(['verifyGuided', id, by]);
      return refused('the queue of port 8080 is still full');
    },
    find: async id => desk.requests.get(id),
    pending: async limit => [...desk.requests.values()].filter(({ state }) => state.kind === 'requested').slice(0, limit),
  };
  return desk;
}
