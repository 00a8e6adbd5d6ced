import { compareHosts } from '../diagnosis/compare-hosts.js';
import { traceRoots } from '../diagnosis/trace.js';
import type { ComparedRuns, Comparison } from '../model/comparison.js';
import type { Frontier } from '../model/diagnosis.js';
import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Capture, Investigation } from '../model/investigation.js';
import type { TracesUrl } from '../model/traces-url.js';
import { type FollowTools, followLeads } from './follow-leads.js';
import { linkTraces } from './link-traces.js';
import type { LookAtOthers } from './look-at-others.js';
import type { Clock, RunOptions } from './ports.js';
import { type BoundTarget, type MadeVisit, type PendingVisit, type VisitTools, visit } from './visit.js';

/** What to investigate: a symptom, and where people see it. */
export interface InvestigationRequest {
  readonly symptom: string;
  readonly targets: readonly BoundTarget[];
  readonly windowSeconds: number;
}

export interface InvestigationTools extends VisitTools, FollowTools {
  readonly clock: Clock;
  /** Absent: the host is compared with nothing. */
  readonly lookAtOthers?: LookAtOthers;
  /** Absent: nobody said where traces are. */
  readonly tracesUrl?: TracesUrl;
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

function captureOf(
  request: InvestigationRequest,
  made: readonly MadeVisit[],
  compared: readonly ComparedRuns[],
  services: readonly InventoryService[],
  times: { readonly startedAt: number; readonly durationMs: number },
): Capture {
  const visited = new Map(made.map(({ pending: { host } }) => [host.name, host]));
  return {
    schema: 'faultline.capture/1',
    symptom: request.symptom,
    ...times,
    windowSeconds: request.windowSeconds,
    hosts: [...visited.values()].map(withoutAccess),
    services: services.filter(({ hosts }) => hosts.some(name => visited.has(name))),
    visits: made.map(({ recorded }) => recorded),
    ...(compared.length === 0 ? {} : { compared }),
  };
}

/** One host is compared; several that are asked about at once are seen side by side already, and an audit looks at one alone. */
function othersOf(request: InvestigationRequest, tools: InvestigationTools, options: RunOptions): Promise<readonly ComparedRuns[]> {
  const [asked, ...more] = request.targets;
  const { lookAtOthers: look, playbooks } = tools;
  if (!look || !asked || more.length > 0 || playbooks.symptoms.get(request.symptom)?.reviews) return Promise.resolve([]);
  return look(asked, request.symptom, request.windowSeconds, options);
}

/** Adds what the comparison says to the verdicts of the asked host. */
function compareAsked(
  made: MadeVisit[],
  symptom: string,
  compared: readonly ComparedRuns[],
  tools: InvestigationTools,
): Comparison | undefined {
  const [asked] = made;
  if (!asked || compared.length === 0) return undefined;
  const { facts, verdicts, pending } = asked;
  const here = { target: pending.target, facts, judged: verdicts.judged };
  const { comparison, judged } = compareHosts(tools.playbooks, symptom, here, compared, tools);
  made[0] = { ...asked, verdicts: { ...verdicts, judged } };
  return comparison;
}

/**
 * The way through, in one place: visit, follow what was found to the next hosts, trace the roots. Gives the diagnosis and the
 * capture that it can be repeated from. A host that cannot be looked at is part of the answer, not an exception.
 */
export async function investigate(
  request: InvestigationRequest,
  tools: InvestigationTools,
  options: RunOptions = {},
): Promise<Investigation> {
  const startedAt = tools.clock.now();
  const made: MadeVisit[] = [];
  const frontiers: Frontier[] = [];
  const others = othersOf(request, tools, options);
  let pending: readonly PendingVisit[] = request.targets.map(bound => ({ ...bound, symptoms: [request.symptom], askedBy: [] }));
  for (let hop = 0; pending.length > 0; hop++) {
    const fresh = pending.length;
    made.push(...(await Promise.all(pending.map(next => visit(next, request.windowSeconds, tools, options)))));
    const next = await followLeads(made, fresh, hop, tools);
    frontiers.push(...next.frontiers);
    ({ pending } = next);
  }
  const compared = await others;
  const comparison = compareAsked(made, request.symptom, compared, tools);
  const gaps = made.flatMap(({ facts }) => facts.gaps);
  const checks = made.flatMap(({ facts }) => facts.statuses);
  const readings = made.flatMap(each => each.readings);
  const verdicts = made.map(each => each.verdicts);
  const span = { from: startedAt, to: tools.clock.now() };
  const timing = made.flatMap(({ timing: own, pending: { target } }) => (own ? linkTraces(own, target, span, tools.tracesUrl) : []));
  const reviews = made.flatMap(({ review }) => review ?? []);
  const traced = traceRoots(request.symptom, verdicts, { gaps, checks, frontiers, readings, timing, reviews });
  const diagnosis = comparison ? { ...traced, comparison } : traced;
  const durationMs = Math.round((tools.clock.now() - startedAt) * 1000);
  return { diagnosis, capture: captureOf(request, made, compared, tools.services, { startedAt, durationMs }) };
}
