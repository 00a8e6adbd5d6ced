import { type Lead, leadsOf } from '../diagnosis/follow.js';
import { isLoopback } from '../diagnosis/loopback.js';
import type { Frontier } from '../model/diagnosis.js';
import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Target } from '../model/target.js';
import type { MadeVisit, PendingVisit } from './visit.js';

/** Bounds of following: a diagnosis at night must end, and must not wander through the fleet. */
const MAX_HOPS = 2;
const MAX_FOLLOWED_HOSTS = 6;

/** Where the findings of one round of visits lead: visits to make next, and addresses that are named but not followed. */
export interface NextRound {
  readonly pending: readonly PendingVisit[];
  readonly frontiers: readonly Frontier[];
}

export interface FollowTools {
  readonly services: readonly InventoryService[];
  /** The inventory's host with this address, if there is one: only declared hosts are ever followed to. */
  readonly findHost: (address: string) => Promise<InventoryHost | undefined>;
}

/** The target of a lead: the inventory's host, and what it declares of a service on that port. */
function targetOf(lead: Lead, host: InventoryHost, services: readonly InventoryService[]): Target {
  const service = services.find(candidate => candidate.hosts.includes(host.name) && candidate.port === lead.port);
  return {
    host: host.name,
    address: host.way.kind === 'ssh' ? host.way.address : lead.address,
    port: lead.port,
    ...(service ? { service: service.name } : {}),
    ...(service?.unit ? { unit: service.unit } : {}),
    ...(service?.url ? { url: service.url } : {}),
    ...(service?.errorLog ? { errorLog: service.errorLog } : {}),
    params: service?.params ?? {},
  };
}

const isSamePlace = (a: Target, b: Target): boolean => a.host === b.host && a.port === b.port;

/** Two findings that lead to the same place make one visit, which asks what both want to know. */
function joined(visit: PendingVisit, lead: Lead, askedBy: number): PendingVisit {
  return { ...visit, symptoms: [...new Set([...visit.symptoms, ...lead.ask])], askedBy: [...visit.askedBy, askedBy] };
}

/**
 * Follows the leads of the last `fresh` of the visits made so far. No place is visited twice; what is beyond the bounds or not
 * in the inventory becomes a frontier, so that the report can name it.
 */
export async function followLeads(made: readonly MadeVisit[], fresh: number, hop: number, tools: FollowTools): Promise<NextRound> {
  const pending: PendingVisit[] = [];
  const frontiers: Frontier[] = [];
  const older = made.slice(0, made.length - fresh);
  let index = older.reduce((count, { verdicts }) => count + verdicts.judged.length, 0);
  for (const { verdicts, pending: past } of made.slice(made.length - fresh)) {
    const placed = verdicts.judged.map(instance => ({ instance, visit: verdicts }));
    for (const lead of leadsOf(placed)) {
      const askedBy = index + placed.indexOf(lead.from);
      const { address, port } = lead;
      const frontier = (kind: Frontier['kind']): void =>
        void frontiers.push({ kind, from: verdicts.host, address, port, why: lead.because });
      const host = isLoopback(address) ? past.host : await tools.findHost(address);
      if (!host) {
        frontier('not-in-inventory');
        continue;
      }
      const target = targetOf(lead, host, tools.services);
      if (made.some(visit => isSamePlace(visit.pending.target, target))) continue;
      const planned = pending.findIndex(next => isSamePlace(next.target, target));
      const already = pending[planned];
      const followed = new Set(
        [...made, ...pending.map(next => ({ pending: next }))]
          .filter(visit => visit.pending.askedBy.length > 0)
          .map(visit => visit.pending.host.name),
      );
      if (already) pending[planned] = joined(already, lead, askedBy);
      else if (lead.beyondLimit || hop >= MAX_HOPS || (followed.size >= MAX_FOLLOWED_HOSTS && !followed.has(host.name)))
        frontier('beyond-bounds');
      else pending.push({ target, host, symptoms: lead.ask, askedBy: [askedBy] });
    }
    index += verdicts.judged.length;
  }
  return { pending, frontiers };
}
