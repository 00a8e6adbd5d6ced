import type { Frontier } from '../model/diagnosis.js';
import { isLive, type PlacedInstance } from './link.js';

/** A finding that points to another host. */
export interface Lead {
  readonly from: PlacedInstance;
  readonly address: string;
  readonly port: number;
  readonly ask: readonly string[];
  readonly because: string;
}

const LOOPBACK = /^(?:127\.|::1$|localhost$)/u;

/** The addresses that the live findings of one visit point to, at most `limit` for each fault (engine.md §2). */
export function leadsOf(placed: readonly PlacedInstance[]): readonly Lead[] {
  const leads: Lead[] = [];
  const taken = new Map<string, number>();
  for (const from of placed) {
    const { lookAt, id } = from.instance.fault;
    if (!lookAt || !isLive(from)) continue;
    const address = lookAt.address.value(from.instance.context);
    const port = Number(lookAt.port.value(from.instance.context));
    if (typeof address !== 'string' || address === '' || !Number.isInteger(port) || port < 1 || port > 65535) continue;
    const count = taken.get(id) ?? 0;
    if (count >= lookAt.limit || leads.some(lead => lead.address === address && lead.port === port && lead.from.instance.fault.id === id))
      continue;
    taken.set(id, count + 1);
    leads.push({ from, address, port, ask: lookAt.ask, because: lookAt.because });
  }
  return leads;
}

/** A loopback address in a finding means the host that it was found on. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}

/** What is said of an address that the inventory does not know: the trail is named, not followed. */
export function frontierOf(lead: Lead): Frontier {
  return { from: lead.from.visit.host, address: lead.address, port: lead.port, why: lead.because };
}
