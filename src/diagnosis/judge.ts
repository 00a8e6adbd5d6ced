import type { About, JudgedEvidence, Verdict } from '../model/diagnosis.js';
import type { EvaluationContext, Fault, Playbooks } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import { type Binding, sourceOf } from './cite.js';
import { contextOf } from './context.js';
import type { HostFacts } from './facts.js';
import { byStrength } from './rank.js';
import { scoreEvidence, weightOf } from './score.js';

/** A verdict together with what it was judged on: links and follow-ups are evaluated over the same context. */
export interface JudgedInstance {
  readonly fault: Fault;
  readonly verdict: Verdict;
  readonly context: EvaluationContext;
  /** The list that the fault goes over was read, and holds nothing that it could be about; what speaks for it all the same needs no row. */
  readonly isAboutNothing?: true;
}

/** Most refuted instances of one fault that a report lists; the established and the open ones are always all there. */
const MAX_REFUTED = 32;

/** Id of the only line of evidence of a fault that could be about nothing on the host. */
export const NOTHING_CONCERNED = 'nothing-concerned';

type Bindings = { readonly kind: 'bound'; readonly all: readonly Binding[] } | { readonly kind: 'none-concerned' };

function bindRows(fault: Fault, context: EvaluationContext): Bindings {
  if (!fault.forEach) return { kind: 'bound', all: [{ context }] };
  const { name, list } = fault.forEach;
  const value = list.value(context);
  // An unreadable list is one unknown row: the fault could be about something that we could not see.
  const rows: readonly Readonly<Record<string, unknown>>[] = Array.isArray(value) ? value : [{}];
  const all = rows
    .map(row => ({ context: { ...context, [name]: row }, row }))
    .filter(binding => fault.only === undefined || fault.only.truth(binding.context) !== 'false');
  return all.length === 0 ? { kind: 'none-concerned' } : { kind: 'bound', all };
}

function aboutOf(fault: Fault, context: EvaluationContext): About {
  const about: Record<string, string | number> = {};
  for (const [name, expression] of Object.entries(fault.about)) {
    const value = expression.value(context);
    if (typeof value === 'string' || typeof value === 'number') about[name] = value;
    else if (typeof value === 'bigint') about[name] = Number(value);
  }
  return about;
}

function judgeBinding(fault: Fault, binding: Binding, facts: HostFacts): JudgedInstance {
  const rowCheck = fault.forEach?.list.checks[0];
  const lines = fault.evidence.map(evidence => ({ evidence, truth: evidence.when.truth(binding.context) }));
  const evidence: JudgedEvidence[] = lines.map(({ evidence: line, truth }) => {
    const weight = weightOf(line, truth);
    const source = sourceOf(line.when, truth, binding, facts, rowCheck);
    const says = truth === 'false' && line.saysNot ? line.saysNot : line.says;
    return { id: line.id, truth, says: says.render(binding.context), ...(weight ? { weight } : {}), ...(source ? { source } : {}) };
  });
  const scored = scoreEvidence(fault.prior, lines);
  const verdict: Verdict = {
    fault: fault.id,
    role: fault.role,
    host: facts.host,
    about: aboutOf(fault, binding.context),
    title: fault.title.render(binding.context),
    word: scored.word,
    score: scored.score,
    low: scored.low,
    high: scored.high,
    evidence,
    advice: fault.advice.render(binding.context),
    remedies: fault.remedies.map(remedy => `${fault.id}/${remedy}`),
  };
  return { fault, verdict, context: binding.context };
}

/**
 * A fault whose list was read and holds nothing that it could be about. It is ruled out, unless evidence that does not need a row
 * speaks strongly for it: a probe that gets 502 while the log that we know of is silent means another log, not health.
 */
function nothingConcerned(fault: Fault, context: EvaluationContext, facts: HostFacts): JudgedInstance {
  const { host } = facts;
  const rowless = fault.forEach ? judgeBinding(fault, { context: { ...context, [fault.forEach.name]: {} }, row: {} }, facts) : undefined;
  const speaks = rowless?.verdict.evidence.some(
    ({ weight }) => weight?.side === 'for' && (weight.strength === 'strong' || weight.strength === 'conclusive'),
  );
  if (rowless && speaks) return { ...rowless, isAboutNothing: true };
  const verdict: Verdict = {
    fault: fault.id,
    role: fault.role,
    host,
    about: {},
    title: fault.id,
    word: 'ruled-out',
    score: 0,
    low: 0,
    high: 0,
    evidence: [{ id: NOTHING_CONCERNED, truth: 'false', says: fault.ifNothing ?? 'no sign of it on this host' }],
    advice: '',
    remedies: [],
  };
  return { fault, verdict, context, isAboutNothing: true };
}

/** Leaves out refuted instances beyond what a person would read: they cannot change the outcome. */
function withoutRefutedCrowd(judged: readonly JudgedInstance[]): readonly JudgedInstance[] {
  let refuted = 0;
  return judged.filter(({ verdict: { word } }) => (word !== 'ruled-out' && word !== 'unlikely') || ++refuted <= MAX_REFUTED);
}

/** Rows about the same thing (the workers of one server, say) are one instance: the strongest. An open one outlives a refuted one. */
function strongestOfEach(judged: readonly JudgedInstance[]): readonly JudgedInstance[] {
  const best = new Map<string, JudgedInstance>();
  for (const instance of judged) {
    const key = JSON.stringify(instance.verdict.about);
    const other = best.get(key);
    if (!other || byStrength(instance.verdict, other.verdict) < 0) best.set(key, instance);
  }
  return [...best.values()];
}

/** Judges every instance of the given faults on one host. */
export function judgeHost(playbooks: Playbooks, faults: readonly string[], facts: HostFacts, target: Target): readonly JudgedInstance[] {
  const context = contextOf(playbooks, facts, target);
  const judged: JudgedInstance[] = [];
  for (const id of faults) {
    const fault = playbooks.faults.get(id);
    if (!fault) continue;
    const bindings = bindRows(fault, context);
    if (bindings.kind === 'none-concerned') judged.push(nothingConcerned(fault, context, facts));
    else judged.push(...withoutRefutedCrowd(strongestOfEach(bindings.all.map(binding => judgeBinding(fault, binding, facts)))));
  }
  return judged;
}
