import { type FactTools, type HostFacts, readFacts } from '../diagnosis/facts.js';
import { frontierOf, isLoopback, type Lead, leadsOf } from '../diagnosis/follow.js';
import { judgeHost } from '../diagnosis/judge.js';
import type { VisitVerdicts } from '../diagnosis/link.js';
import { planVisit } from '../diagnosis/plan.js';
import { traceRoots } from '../diagnosis/trace.js';
import type { Frontier } from '../model/diagnosis.js';
import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Investigation, RecordedVisit } from '../model/investigation.js';
import type { Playbooks } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import type { Clock, MakeVisit, RunOptions } from './ports.js';
import { redactRun } from './redact.js';

/** A target, and the host that it is on. */
export interface BoundTarget {
  readonly target: Target;
  readonly host: InventoryHost;
}

/** What to investigate: a symptom, and where people see it. */
export interface InvestigationRequest {
  readonly symptom: string;
  readonly targets: readonly BoundTarget[];
  readonly windowSeconds: number;
}

export interface InvestigationTools extends FactTools {
  readonly playbooks: Playbooks;
  readonly services: readonly InventoryService[];
  /** The inventory's host with this address, if there is one: only declared hosts are ever followed to. */
  readonly findHost: (address: string) => Promise<InventoryHost | undefined>;
  readonly makeVisit: MakeVisit;
  readonly clock: Clock;
}

/** Bounds of following (engine.md §2): a diagnosis at night must end, and must not wander through the fleet. */
const MAX_HOPS = 2;
const MAX_HOSTS = 6;

interface PendingVisit extends BoundTarget {
  readonly symptoms: readonly string[];
  readonly askedBy?: number;
}

interface MadeVisit {
  readonly pending: PendingVisit;
  readonly facts: HostFacts;
  readonly verdicts: VisitVerdicts;
  readonly recorded: RecordedVisit;
}

function addressesOf({ host, target }: BoundTarget): readonly string[] {
  const own = host.way.kind === 'ssh' ? [host.way.address] : [];
  return [...new Set([host.name, target.address, ...own, ...host.addresses])];
}

async function visit(
  pending: PendingVisit,
  request: InvestigationRequest,
  tools: InvestigationTools,
  options: RunOptions,
): Promise<MadeVisit> {
  const { target, host, symptoms } = pending;
  const plan = planVisit(tools.playbooks, symptoms, target, host.way.kind === 'ssh' && host.way.jump.length > 0 ? 'behind-jump' : 'direct');
  const made = await tools.makeVisit(
    { target, host, onHost: plan.onHost, fromBot: plan.fromBot, windowSeconds: request.windowSeconds },
    options,
  );
  const runs = made.map(redactRun);
  const facts = readFacts(tools.playbooks, plan, runs.length > 0 ? runs : [{ host: target.host, hostClock: 0, uid: -1, runs: [] }], tools);
  const faults = [...new Set(symptoms.flatMap(id => tools.playbooks.symptoms.get(id)?.consider ?? []))];
  const verdicts: VisitVerdicts = {
    host: target.host,
    ...(target.port === undefined ? {} : { port: target.port }),
    ...(target.unit === undefined ? {} : { unit: target.unit }),
    addresses: addressesOf(pending),
    judged: judgeHost(tools.playbooks, faults, facts, target),
    ...(pending.askedBy === undefined ? {} : { askedBy: pending.askedBy }),
  };
  return { pending, facts, verdicts, recorded: { asked: pending.askedBy === undefined, target, symptoms, runs } };
}

/** A host as a capture keeps it: how to log in is nobody's business there. */
function withoutAccess(host: InventoryHost): InventoryHost {
  const { way } = host;
  if (way.kind === 'local') return { ...host, labels: {} };
  const { address, port, jump } = way;
  return {
    ...host,
    labels: {},
    way: { kind: 'ssh', address, port, user: '', identityFiles: [], knownHosts: [], jump: jump.map(withoutAccess) },
  };
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
    params: {},
  };
}

/**
 * The way through, in one place: plan, run, read, judge, follow, trace. Gives the diagnosis and the capture that it can be
 * repeated from. A host that cannot be looked at is part of the answer, not an exception.
 */
export async function investigate(
  request: InvestigationRequest,
  tools: InvestigationTools,
  options: RunOptions = {},
): Promise<Investigation> {
  const startedAt = tools.clock.now();
  const made: MadeVisit[] = [];
  const frontiers: Frontier[] = [];
  const seen = new Set<string>();
  const keyOf = (target: Target): string => `${target.host} ${target.port ?? '*'}`;
  let pending: PendingVisit[] = request.targets.map(bound => ({ ...bound, symptoms: [request.symptom] }));
  for (const { target } of pending) seen.add(keyOf(target));
  for (let hop = 0; hop <= MAX_HOPS && pending.length > 0; hop++) {
    const before = made.length;
    made.push(...(await Promise.all(pending.map(next => visit(next, request, tools, options)))));
    pending = [];
    let index = made.slice(0, before).reduce((count, { verdicts }) => count + verdicts.judged.length, 0);
    for (const {
      verdicts,
      pending: { host: from },
    } of made.slice(before)) {
      const placed = verdicts.judged.map(instance => ({ instance, visit: verdicts }));
      for (const lead of leadsOf(placed)) {
        const host = isLoopback(lead.address) ? from : await tools.findHost(lead.address);
        if (!host) {
          frontiers.push(frontierOf(lead));
          continue;
        }
        const target = targetOf(lead, host, tools.services);
        const hosts = new Set([
          ...made.map(({ pending: past }) => past.target.host),
          ...pending.map(({ target: { host: name } }) => name),
          host.name,
        ]);
        if (seen.has(keyOf(target)) || hop === MAX_HOPS || hosts.size > MAX_HOSTS) continue;
        seen.add(keyOf(target));
        pending.push({ target, host, symptoms: lead.ask, askedBy: index + placed.indexOf(lead.from) });
      }
      index += verdicts.judged.length;
    }
  }
  const diagnosis = traceRoots(
    request.symptom,
    made.map(({ verdicts }) => verdicts),
    {
      gaps: made.flatMap(({ facts }) => facts.gaps),
      checks: made.flatMap(({ facts }) => facts.statuses),
      frontiers,
    },
  );
  const visited = new Map(made.map(({ pending: { host } }) => [host.name, host]));
  return {
    diagnosis,
    capture: {
      schema: 'faultline.capture/1',
      symptom: request.symptom,
      startedAt,
      durationMs: Math.round((tools.clock.now() - startedAt) * 1000),
      windowSeconds: request.windowSeconds,
      hosts: [...visited.values()].map(withoutAccess),
      services: tools.services.filter(({ hosts }) => hosts.some(name => visited.has(name))),
      visits: made.map(({ recorded }) => recorded),
    },
  };
}
