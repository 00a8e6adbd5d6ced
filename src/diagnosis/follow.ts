import { isLive, type PlacedInstance } from './link.js';

/** A finding that points to another host. */
export interface Lead {
  readonly from: PlacedInstance;
  readonly address: string;
  readonly port: number;
  readonly ask: readonly string[];
  readonly because: string;
  /** More leads of this fault than its `limit`: to be named, not followed. */
  readonly beyondLimit: boolean;
}

/** The addresses that the live findings of one visit point to, each once for each fault. */
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
    if (leads.some(lead => lead.address === address && lead.port === port && lead.from.instance.fault.id === id)) continue;
    taken.set(id, count + 1);
    leads.push({ from, address, port, ask: lookAt.ask, because: lookAt.because, beyondLimit: count >= lookAt.limit });
  }
  return leads;
}
