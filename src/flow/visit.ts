import { type FactTools, type HostFacts, readFacts } from '../diagnosis/facts.js';
import { judgeHost } from '../diagnosis/judge.js';
import type { VisitVerdicts } from '../diagnosis/link.js';
import { planVisit } from '../diagnosis/plan.js';
import { readingsOf } from '../diagnosis/readings.js';
import { reviewHost } from '../diagnosis/review.js';
import { timingSplit } from '../diagnosis/timing-split.js';
import type { Reading } from '../model/diagnosis.js';
import type { InventoryHost } from '../model/host.js';
import type { RecordedVisit } from '../model/investigation.js';
import type { Playbooks } from '../model/playbook.js';
import type { Review } from '../model/review.js';
import type { Target } from '../model/target.js';
import type { Timing } from '../model/timing.js';
import type { MakeVisit, RunOptions } from './ports.js';
import { reachOf } from './reach-of.js';
import { redactRun, redactTarget } from './redact.js';

/** A target, and the host that it is on. */
export interface BoundTarget {
  readonly target: Target;
  readonly host: InventoryHost;
}

/** A visit to be made: what to ask there, and which findings (indexes over all instances so far) lead to it. */
export interface PendingVisit extends BoundTarget {
  readonly symptoms: readonly string[];
  /** Empty for what a person or an alert asked about. */
  readonly askedBy: readonly number[];
}

/** A visit that was made, with everything that it taught. */
export interface MadeVisit {
  readonly pending: PendingVisit;
  readonly facts: HostFacts;
  readonly verdicts: VisitVerdicts;
  readonly readings: readonly Reading[];
  /** Absent when no request was measured. */
  readonly timing?: Timing;
  /** Absent when nobody asked for a review. */
  readonly review?: Review;
  readonly recorded: RecordedVisit;
}

export interface VisitTools extends FactTools {
  readonly playbooks: Playbooks;
  readonly makeVisit: MakeVisit;
}

function addressesOf({ host, target }: BoundTarget): readonly string[] {
  const own = host.way.kind === 'ssh' ? [host.way.address] : [];
  return [...new Set([host.name, target.address, ...own, ...host.addresses])];
}

/** Plans, runs, reads and judges one visit. */
export async function visit(pending: PendingVisit, windowSeconds: number, tools: VisitTools, options: RunOptions): Promise<MadeVisit> {
  const { target, host, symptoms, askedBy } = pending;
  const plan = planVisit(tools.playbooks, symptoms, target, reachOf(host));
  const { onHost, fromBot, fromPrometheus } = plan;
  const runs = (await tools.makeVisit({ target, host, onHost, fromBot, fromPrometheus, windowSeconds }, options)).map(redactRun);
  const facts = readFacts(tools.playbooks, plan, target.host, runs, tools);
  const faults = [...new Set(symptoms.flatMap(id => tools.playbooks.symptoms.get(id)?.consider ?? []))];
  const verdicts: VisitVerdicts = {
    host: target.host,
    ...(target.port === undefined ? {} : { port: target.port }),
    ...(target.unit === undefined ? {} : { unit: target.unit }),
    addresses: addressesOf(pending),
    judged: judgeHost(tools.playbooks, faults, facts, target),
    askedBy,
  };
  const readings = readingsOf(tools.playbooks, symptoms, facts);
  const timing = timingSplit(tools.playbooks, symptoms, facts, target.url);
  const review = reviewHost(tools.playbooks, symptoms, facts, target);
  const recorded: RecordedVisit = { asked: askedBy.length === 0, target: redactTarget(target), symptoms, runs };
  return { pending, facts, verdicts, readings, ...(timing ? { timing } : {}), ...(review ? { review } : {}), recorded };
}
