import type { JudgedInstance } from '../../diagnosis/judge.js';
import type { About } from '../../model/diagnosis.js';
import type { InventoryHost } from '../../model/host.js';
import type { Playbooks, Symptom } from '../../model/playbook.js';
import type { Target } from '../../model/target.js';
import { canonicalJson } from '../../remediation/canonical-json.js';
import type { SeenAfterwards } from '../../remediation/verdict-of-verification.js';
import { type MadeVisit, visit } from '../visit.js';
import type { RemedyTools } from './remedy-tools.js';

/** Where and for what is looked. */
export interface FaultPlace {
  readonly host: InventoryHost;
  readonly target: Target;
  readonly fault: string;
  /** Checks besides those of the fault. */
  readonly checks: readonly string[];
}

/** Symptom of a visit that looks for one fault alone. */
const ONE_FAULT = 'one-fault';

function forOneFault(playbooks: Playbooks, fault: string, checks: readonly string[]): Playbooks {
  const place = playbooks.faults.get(fault)?.place ?? { file: '', line: 1, column: 1 };
  const symptom: Symptom = { id: ONE_FAULT, place, title: fault, phrases: [], asks: [], consider: [fault], show: checks };
  return { ...playbooks, symptoms: new Map([[ONE_FAULT, symptom]]) };
}

/** Looks at a host for one fault, with the checks and the evidence of its diagnosis. Gives every instance of it. */
export async function lookForFault(
  { host, target, fault, checks }: FaultPlace,
  { visits, windowSeconds }: Pick<RemedyTools, 'visits' | 'windowSeconds'>,
): Promise<MadeVisit> {
  const tools = { ...visits, playbooks: forOneFault(visits.playbooks, fault, checks) };
  return visit({ target, host, symptoms: [ONE_FAULT], askedBy: [] }, windowSeconds, tools, {});
}

/** The instance that is about the same thing. */
export function sameInstance(judged: readonly JudgedInstance[], about: About): JudgedInstance | undefined {
  const wanted = canonicalJson(about);
  return judged.find(({ verdict, isAboutNothing }) => canonicalJson(verdict.about) === wanted && !isAboutNothing);
}

/** What is left of an instance. A list that could not be read is not the same as one in which it does not stand any more. */
export function leftOf({ verdicts: { judged, host }, recorded }: MadeVisit, about: About): SeenAfterwards {
  const found = sameInstance(judged, about);
  if (found) return { kind: 'instance', evidence: found.verdict.evidence };
  const trouble = recorded.runs.find(run => run.trouble)?.trouble;
  if (trouble) return { kind: 'could-not-look', why: trouble.says };
  const nothing = judged.find(({ isAboutNothing }) => isAboutNothing);
  if (nothing) return { kind: 'nothing-left', says: nothing.fault.ifNothing ?? 'no sign of it', evidence: nothing.verdict.evidence };
  const keys = Object.keys(about);
  const isRead = judged.length > 0 && judged.every(({ verdict }) => keys.every(key => key in verdict.about));
  if (isRead) return { kind: 'nothing-left', says: `${host} has no such thing any more`, evidence: [] };
  return { kind: 'could-not-look', why: `what it is about could not be read on ${host} again` };
}
