import { planVisit } from '../diagnosis/plan.js';
import type { ComparedRuns } from '../model/comparison.js';
import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Playbooks } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import type { Clock, IncidentStore, MakeVisit, RunOptions } from './ports.js';
import { reachOf } from './reach-of.js';
import { redactRun, redactTarget } from './redact.js';
import type { BoundTarget } from './visit.js';

/** Looks at what the asked host can be compared with. Never throws: without others there is no comparison. */
export type LookAtOthers = (
  asked: BoundTarget,
  symptom: string,
  windowSeconds: number,
  options: RunOptions,
) => Promise<readonly ComparedRuns[]>;

export interface OthersTools {
  readonly playbooks: Playbooks;
  readonly hosts: readonly InventoryHost[];
  readonly services: readonly InventoryService[];
  readonly makeVisit: MakeVisit;
  readonly clock: Clock;
  /** Absent: nothing is remembered, so that there are siblings alone. */
  readonly incidents?: Pick<IncidentStore, 'recent' | 'find'>;
}

/** Each costs a connection and the checks of a visit on a host that is well. */
const MOST_SIBLINGS = 2;
/** So much longer than the window a sibling may take; an answer does not wait for the comparison any further. */
const PATIENCE_SECONDS = 10;
/** The newest incidents, among which the last one is looked for in which this host was well. */
const MOST_REMEMBERED = 200;

/** Hosts of the same service, or else of the same role; nothing for a host that is alone. */
export function siblingsOf(
  { host, target }: BoundTarget,
  { hosts, services }: Pick<OthersTools, 'hosts' | 'services'>,
): readonly InventoryHost[] {
  const own = services.filter(service => service.hosts.includes(host.name));
  const service = own.find(({ name }) => name === target.service) ?? (own.length === 1 ? own[0] : undefined);
  const declared = service ? hosts.filter(({ name }) => service.hosts.includes(name)) : [];
  const { role } = host.labels;
  const alike = role === undefined ? [] : hosts.filter(({ labels }) => labels.role === role);
  const others = (declared.length > 1 ? declared : alike).filter(({ name, way }) => name !== host.name && way.kind !== 'local');
  return others.slice(0, MOST_SIBLINGS);
}

function sameOn(host: InventoryHost, { port, unit, service, errorLog }: Target): Target {
  return {
    host: host.name,
    address: host.way.kind === 'ssh' ? host.way.address : host.name,
    ...(port === undefined ? {} : { port }),
    ...(unit === undefined ? {} : { unit }),
    ...(service === undefined ? {} : { service }),
    ...(errorLog === undefined ? {} : { errorLog }),
    params: {},
  };
}

/** The last run of the same symptom in which nothing was wrong with this host. */
async function wellBefore(asked: BoundTarget, symptom: string, incidents: OthersTools['incidents']): Promise<readonly ComparedRuns[]> {
  const lines = (await incidents?.recent(MOST_REMEMBERED)) ?? [];
  const line = lines.find(
    ({ outcome, question }) => outcome === 'none-of-these' && question.symptom === symptom && question.hosts.includes(asked.host.name),
  );
  const run = line && (await incidents?.find(line.id))?.runs.findLast(({ state }) => state.kind === 'answered');
  if (run?.state.kind !== 'answered') return [];
  const { capture, diagnosis } = run.state.investigation;
  const visit = capture.visits.find(
    ({ target, runs }) => target.host === asked.host.name && target.port === asked.target.port && runs.length > 0,
  );
  if (diagnosis.outcome !== 'none-of-these' || !visit) return [];
  return [{ kind: 'earlier', at: capture.startedAt, target: visit.target, runs: visit.runs }];
}

/** Looks at siblings in the same window as at the asked host, with its checks; those from the bot and of Prometheus are left out. */
export function lookAtOthers(tools: OthersTools): LookAtOthers {
  const { playbooks, makeVisit, clock, incidents } = tools;
  return async (asked, symptom, windowSeconds, { signal }) => {
    const patience = AbortSignal.timeout((windowSeconds + PATIENCE_SECONDS) * 1000);
    const look = async (host: InventoryHost): Promise<ComparedRuns> => {
      const target = sameOn(host, asked.target);
      const { onHost } = planVisit(playbooks, [symptom], target, reachOf(host));
      const visit = { host, target, onHost, fromBot: [], fromPrometheus: [], windowSeconds };
      const at = clock.now();
      const runs = await makeVisit(visit, { signal: signal ? AbortSignal.any([signal, patience]) : patience });
      return { kind: 'sibling', at, target: redactTarget(target), runs: runs.map(redactRun) };
    };
    const looked = await Promise.allSettled([
      ...siblingsOf(asked, tools).map(async host => [await look(host)]),
      wellBefore(asked, symptom, incidents),
    ]);
    return looked.flatMap(one => (one.status === 'fulfilled' ? one.value : []));
  };
}
