import type { About, JudgedEvidence } from '../../model/diagnosis.js';
import type { InventoryHost } from '../../model/host.js';
import type { Remedy } from '../../model/remedy.js';
import type { PlannedRead, RemedyPlan } from '../../model/remedy-plan.js';
import type { Target } from '../../model/target.js';
import { bindNeeds } from '../../remediation/bind-needs.js';
import { plannedReads } from '../../remediation/planned-reads.js';
import { renderPlan } from '../../remediation/render-plan.js';
import { decidingEvidence } from '../../remediation/verdict-of-verification.js';
import type { HostActor } from '../ports/host-actor.js';
import { lookForFault, sameInstance } from './look-for-fault.js';
import type { RemedyTools } from './remedy-tools.js';

export interface PlanWish {
  readonly remedy: Remedy;
  readonly host: InventoryHost;
  readonly target: Target;
  /** Absent: the only instance of the fault whose evidence speaks for it. */
  readonly about?: About;
  readonly chosen: Readonly<Record<string, string>>;
}

/** What making a plan needs: no store, since it changes nothing. */
export type PlanTools = Pick<RemedyTools, 'visits' | 'actor' | 'floors' | 'windowSeconds'>;

export type MadePlan =
  | { readonly kind: 'plan'; readonly plan: RemedyPlan; readonly evidence: readonly JudgedEvidence[] }
  | { readonly kind: 'refused'; readonly why: string };

/** A current value is a number or a few words; what takes longer to print is not one. */
const READ_SECONDS = 15;

/** Reads one value; the text, or one sentence why there is none. */
async function readValue(
  { name, way }: PlannedRead,
  host: InventoryHost,
  hostKey: string,
  actor: HostActor,
): Promise<{ readonly text: string } | { readonly why: string }> {
  const argv = way.kind === 'file' ? (['cat', '--', way.path] as const) : way.argv;
  const acted = await actor.act(host, argv, { timeoutSeconds: READ_SECONDS, hostKey });
  if (acted.kind !== 'ended') return { why: `the present ${name} could not be read: ${acted.says}` };
  if (acted.exit !== 0) return { why: `the present ${name} could not be read on ${host.name}: ${acted.output.trim().slice(0, 200)}` };
  return { text: acted.output };
}

/** Reads the present values that a plan is made from, or compared with. */
export async function readCurrent(
  reads: readonly PlannedRead[],
  host: InventoryHost,
  hostKey: string,
  actor: HostActor,
): Promise<
  { readonly kind: 'read'; readonly values: Readonly<Record<string, string>> } | { readonly kind: 'refused'; readonly why: string }
> {
  const values: Record<string, string> = {};
  for (const read of reads) {
    const found = await readValue(read, host, hostKey, actor);
    if ('why' in found) return { kind: 'refused', why: found.why };
    values[read.name] = found.text;
  }
  return { kind: 'read', values };
}

const shortAbout = (about: About): string =>
  Object.entries(about)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ') || 'the host';

/** Looks at the host now, and renders the remedy for what is found there. Changes nothing. */
export async function makePlan({ remedy, host, target, about, chosen }: PlanWish, tools: PlanTools): Promise<MadePlan> {
  const refused = (why: string): MadePlan => ({ kind: 'refused', why });
  const made = await lookForFault({ host, target, fault: remedy.fault, checks: remedy.checks }, tools);
  const trouble = made.recorded.runs.find(run => run.trouble)?.trouble;
  const { judged } = made.verdicts;
  const speaking = judged.filter(({ verdict }) => decidingEvidence(remedy.verify.gone, verdict.evidence).length > 0);
  const wanted = about === undefined ? undefined : sameInstance(judged, about);
  if (about === undefined && speaking.length > 1)
    return refused(
      `${remedy.fault} is there more than once on ${host.name} (${speaking.map(({ verdict }) => shortAbout(verdict.about)).join('; ')}): say which one with --param NAME=VALUE`,
    );
  const instance = about === undefined ? speaking[0] : wanted;
  if (!instance || !speaking.includes(instance))
    return refused(
      trouble
        ? `${host.name} could not be looked at: ${trouble.says}`
        : `none of the evidence that this remedy removes speaks for ${remedy.fault} on ${host.name} now: there is nothing left to remove`,
    );
  const identified = await tools.actor.identify(host);
  if (identified.kind === 'trouble') return refused(identified.trouble.says);
  const needs = bindNeeds(remedy, instance.context);
  if (needs.kind === 'refused') return refused(needs.why);
  const read = await readCurrent(plannedReads(remedy, needs.values), host, identified.hostKey, tools.actor);
  if (read.kind === 'refused') return refused(read.why);
  const rendered = renderPlan({
    remedy,
    target: { host: host.name, hostKey: identified.hostKey, about: instance.verdict.about },
    context: instance.context,
    current: read.values,
    chosen,
    floors: tools.floors,
  });
  return rendered.kind === 'refused' ? rendered : { kind: 'plan', plan: rendered.plan, evidence: instance.verdict.evidence };
}
