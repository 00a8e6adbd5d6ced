import { traceRoots } from '../diagnosis/trace.js';
import type { Frontier } from '../model/diagnosis.js';
import type { InventoryHost, InventoryService } from '../model/host.js';
import type { Capture, Investigation } from '../model/investigation.js';
import { type FollowTools, followLeads } from './follow-leads.js';
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
  };
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
  let pending: readonly PendingVisit[] = request.targets.map(bound => ({ ...bound, symptoms: [request.symptom], askedBy: [] }));
  for (let hop = 0; pending.length > 0; hop++) {
    const fresh = pending.length;
    made.push(...(await Promise.all(pending.map(next => visit(next, request.windowSeconds, tools, options)))));
    const next = await followLeads(made, fresh, hop, tools);
    frontiers.push(...next.frontiers);
    ({ pending } = next);
  }
  const gaps = made.flatMap(({ facts }) => facts.gaps);
  const checks = made.flatMap(({ facts }) => facts.statuses);
  const readings = made.flatMap(each => each.readings);
  const verdicts = made.map(each => each.verdicts);
  const timing = made.flatMap(each => each.timing ?? []);
  const reviews = made.flatMap(({ review }) => review ?? []);
  const diagnosis = traceRoots(request.symptom, verdicts, { gaps, checks, frontiers, readings, timing, reviews });
  const durationMs = Math.round((tools.clock.now() - startedAt) * 1000);
  return { diagnosis, capture: captureOf(request, made, tools.services, { startedAt, durationMs }) };
}
