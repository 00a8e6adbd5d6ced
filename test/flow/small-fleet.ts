import { investigate } from '../../src/flow/investigate.js';
import type { MakeVisit } from '../../src/flow/ports.js';
import type { InventoryHost } from '../../src/model/host.js';
import type { Investigation } from '../../src/model/investigation.js';
import type { PlannedCheck } from '../../src/model/plan.js';
import type { Playbooks } from '../../src/model/playbook.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { parsers } from '../diagnosis/small-playbooks.js';
import { CLOCK, hostRun, type Said } from '../diagnosis/visits.js';

export const factTools = { parsers, matchesLine };

export const inventory: readonly InventoryHost[] = [
  { name: 'gw', addresses: ['10.0.0.1'], labels: {}, way: { kind: 'local' } },
  { name: 'app', addresses: ['10.0.0.7'], labels: {}, way: { kind: 'local' } },
];

/** What to ask of the small fleet, and what its hosts would print. A check that is not told of is missing there. */
interface Asked {
  readonly playbooks: Playbooks;
  readonly symptom: string;
  readonly host: string;
  readonly port?: number;
  readonly fleet: Readonly<Record<string, Said>>;
}

/** Investigates the small fleet; `visits` are the places that were visited, in order. */
export async function investigateFleet(asked: Asked): Promise<Investigation & { readonly visits: readonly string[] }> {
  const { playbooks, symptom, host, port, fleet } = asked;
  const visits: string[] = [];
  const makeVisit: MakeVisit = ({ target, onHost }) => {
    visits.push(`${target.host}:${target.port ?? ''}`);
    const said = fleet[target.host] ?? {};
    return Promise.resolve([hostRun(target.host, Object.fromEntries(onHost.map(({ key }) => [key, said[key] ?? 'missing'])))]);
  };
  const found = inventory.find(candidate => candidate.name === host);
  if (!found) throw new Error(`the small fleet has no host ${host}`);
  const target = { host, address: found.addresses[0] ?? '', params: {}, ...(port === undefined ? {} : { port }) };
  const investigation = await investigate(
    { symptom, targets: [{ target, host: found }], windowSeconds: 5 },
    {
      ...factTools,
      playbooks,
      services: [],
      findHost: address => Promise.resolve(inventory.find(candidate => candidate.addresses.includes(address))),
      makeVisit,
      clock: { now: () => CLOCK },
    },
  );
  return { ...investigation, visits };
}

/** Verdicts by index, as `fault@host`. */
export const names = ({ diagnosis }: Investigation, indexes: readonly number[]): readonly string[] =>
  indexes.map(index => `${diagnosis.verdicts[index]?.fault}@${diagnosis.verdicts[index]?.host}`);

export const HEALTHY: Said = { ports: { rows: [{ port: 8080, queue: 0, limit: 5, line: 'L 0 5 *:8080' }] }, kills: { count: 0 } };

/** A check of which only the name matters. */
export const plannedCheck = (key: string): PlannedCheck => ({
  key,
  check: key,
  title: key,
  sample: 'once',
  cost: 'cheap',
  timeoutSeconds: 5,
  capBytes: 1000,
  variants: [],
});
