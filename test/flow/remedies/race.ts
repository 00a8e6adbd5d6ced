import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { HostActor } from '../../../src/flow/ports/host-actor.js';
import type { MakeVisit, RunOptions, Visit } from '../../../src/flow/ports.js';
import { makePlan } from '../../../src/flow/remedies/make-plan.js';
import { moveRemedy } from '../../../src/flow/remedies/move-remedy.js';
import type { RemedyDeskTools } from '../../../src/flow/remedies/remedy-tools.js';
import { requestRemedy } from '../../../src/flow/remedies/request-remedy.js';
import type { HostRun } from '../../../src/model/capture.js';
import type { Store } from '../../../src/store/open-store.js';
import { HOST, type RealHost, TARGET } from './real-host.js';
import { clock, remedyKit, U1, U2, U3 } from './remedy-kit.js';

export type RaceKind =
  | 'two approvers, each clicking twice'
  | 'approve against expire'
  | 'approve against supersede'
  | 'approve against reject';

/** How the races of one kind went. */
export interface Raced {
  readonly races: number;
  /** Races by how often the change was made on the host. */
  readonly runs: Readonly<Record<string, number>>;
  /** Races by `last state`. */
  readonly ends: Readonly<Record<string, number>>;
  /** Races in which the record and the host disagree; there must be none. */
  readonly wrong: readonly string[];
}

/** A host in memory that answers as the real one did, and counts its changes: a thousand real ones would take an hour. */
async function fastHost(real: RealHost): Promise<{ readonly host: RealHost; readonly reset: () => number }> {
  const visit = (visits: MakeVisit) => (wanted: Visit, options: RunOptions) => visits(wanted, options);
  let recorded: readonly HostRun[] = [];
  const recording = visit(async (wanted, options) => {
    recorded = await real.visits.makeVisit(wanted, options);
    return recorded;
  });
  const { lookForFault } = await import('../../../src/flow/remedies/look-for-fault.js');
  const place = { host: HOST, target: TARGET, fault: 'limit-too-low', checks: [] };
  const look = () => lookForFault(place, { visits: { ...real.visits, makeVisit: recording }, windowSeconds: 1 });
  await look();
  const low = recorded;
  real.set('1024\n');
  await look();
  const raised = recorded;
  real.set('128\n');
  let changes = 0;
  const actor: HostActor = {
    identify: () => Promise.resolve({ kind: 'known', hostKey: 'local' }),
    act: async (_, [command]) => {
      await new Promise(resolve => setImmediate(resolve));
      if (command === 'faultline-root') changes += 1;
      return { kind: 'ended', exit: 0, output: changes > 0 ? '1024\n' : '128\n', isCut: false };
    },
  };
  const makeVisit: MakeVisit = () => Promise.resolve(changes > 0 ? raised : low);
  const reset = (): number => {
    const made = changes;
    changes = 0;
    return made;
  };
  return { host: { ...real, actor, visits: { ...real.visits, makeVisit } }, reset };
}

/** Waits turns of the event loop, or milliseconds: a store in this process is moved on within the former, one behind a network within the latter. */
async function later(n: number): Promise<void> {
  if (n % 2 === 0) for (let turns = 0; turns < n % 40; turns++) await turn();
  else await delay(n % 20);
}

/** Runs so many races of one kind, one after the other, each between whoever can decide at the same moment; `stores` are the replicas. */
export async function race(kind: RaceKind, races: number, stores: readonly [Store, ...Store[]], real: RealHost): Promise<Raced> {
  const { host, reset } = await fastHost(real);
  const soon: Pick<RemedyDeskTools, 'later'> = {
    later: (_, run) => {
      setImmediate(run);
      return () => undefined;
    },
  };
  const kits = stores.map(store => remedyKit(store, host, [], soon));
  const late = stores.map(store => remedyKit(store, host, [], { ...soon, clock: { now: () => clock.now() + 10_000 } }));
  const [first] = kits;
  if (!first) throw new Error('there is no store');
  const made = await makePlan({ remedy: remedyOf(host), host: HOST, target: TARGET, chosen: {} }, first.tools);
  if (made.kind === 'refused') throw new Error(made.why);
  const runs: Record<string, number> = {};
  const ends: Record<string, number> = {};
  const wrong: string[] = [];
  for (let n = 0; n < races; n++) {
    const incident = { id: `inc-${kind}-${n}`, run: 1, place: { channel: 'C1' } };
    const asked = await requestRemedy({ ...made, target: TARGET, chosen: {}, by: U1, incident }, first.tools);
    if (asked.kind !== 'requested') throw new Error(asked.kind);
    const { id, plan } = asked.kept.request;
    const approve = (each: (typeof kits)[number], who: typeof U2) => each.desk.approve(id, plan.digest, who);
    const others: Readonly<Record<RaceKind, () => readonly Promise<unknown>[]>> = {
      'two approvers, each clicking twice': () => kits.flatMap(each => [approve(each, U3), approve(each, U2), approve(each, U3)]),
      'approve against expire': () => late.map(each => moveRemedy(id, { kind: 'expire' }, { who: 'faultline', why: 'late' }, each.tools)),
      'approve against supersede': () =>
        kits.map(each => moveRemedy(id, { kind: 'supersede', why: 'newer' }, { who: 'faultline', why: 'newer' }, each.tools)),
      'approve against reject': () => kits.map(each => each.desk.reject(id, U3)),
    };
    // Each time a little later against the approval, so that every moment of the way to the start meets the other side.
    const other = later(n).then(() => Promise.all(others[kind]()));
    await Promise.all([...kits.map(each => approve(each, U2)), other]);
    const { state } = await first.over(id);
    const changes = reset();
    runs[changes] = (runs[changes] ?? 0) + 1;
    ends[state.kind] = (ends[state.kind] ?? 0) + 1;
    const { audit } = first.tools;
    const newest = await audit.read(Math.max(0, (await audit.head()).seq - 60), 60);
    const started = newest.filter(({ event, details }) => event === 'started' && details.request === id);
    if (started.length !== changes || changes !== (state.kind === 'kept' ? 1 : 0))
      wrong.push(`${kind} ${n}: ${state.kind}, ${changes} changes, ${started.length} started`);
  }
  await Promise.all([...kits, ...late].map(each => each.stop(5)));
  return { races, runs, ends, wrong };
}

function remedyOf({ visits }: RealHost) {
  const remedy = visits.playbooks.remedies.get('limit-too-low/raise');
  if (!remedy) throw new Error('the playbook has no such remedy');
  return remedy;
}
