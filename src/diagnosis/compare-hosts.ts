import type { ComparedRuns, Comparison, Difference } from '../model/comparison.js';
import type { JudgedEvidence, Verdict } from '../model/diagnosis.js';
import type { EvaluationContext, Playbooks } from '../model/playbook.js';
import type { Target } from '../model/target.js';
import { rfc3339 } from '../model/timestamp.js';
import type { Truth } from '../model/truth.js';
import { contextOf } from './context.js';
import { type FactTools, type HostFacts, readFacts } from './facts.js';
import { type JudgedInstance, judgeHost } from './judge.js';
import { planVisit } from './plan.js';

/** Id of the line of evidence that a comparison adds. */
export const UNLIKE_OTHERS = 'unlike-others';

/** What one weak line is worth (score.ts). */
const WEAK = 1;

/** More differences than this are another machine, not a sign. */
const MOST_DIFFERENCES = 8;

/** A host as it was seen. */
interface Seen {
  readonly target: Target;
  readonly facts: HostFacts;
  readonly judged: readonly JudgedInstance[];
}

interface Other extends Seen {
  /** `app2`; of the same host, `app1 on 2026-11-26 14:02`. */
  readonly name: string;
  readonly context: EvaluationContext;
}

function nameOf({ kind, at, target }: ComparedRuns): string {
  return kind === 'sibling' ? target.host : `${target.host} on ${rfc3339(at).slice(0, 16).replace('T', ' ')}`;
}

/** Whether another host shows the same line of the same fault, about whatever there. A fault that could be about nothing there is not shown. */
function shownBy({ judged }: Seen, fault: string, evidence: string): Truth {
  const lines = judged
    .filter(({ verdict }) => verdict.fault === fault)
    .flatMap(({ verdict }) => verdict.evidence.filter(({ id }) => id === evidence));
  if (lines.some(({ truth }) => truth === 'true')) return 'true';
  return lines.some(({ truth }) => truth === 'unknown') ? 'unknown' : 'false';
}

const speaksFor = ({ truth, weight }: JudgedEvidence): boolean => truth === 'true' && weight?.side === 'for';
const isRefuted = ({ word }: Verdict): boolean => word === 'ruled-out' || word === 'unlikely';

/** What speaks for this verdict here and is certainly not so anywhere else. */
function onlyHere({ fault, evidence }: Verdict, others: readonly Other[]): readonly JudgedEvidence[] {
  return evidence.filter(line => speaksFor(line) && others.every(other => shownBy(other, fault, line.id) === 'false'));
}

/** The verdict with one weak line more. Its word stays as it was judged: a comparison alone makes no root, and unmakes none. */
function withComparison(instance: JudgedInstance, others: readonly Other[]): JudgedInstance {
  const { verdict } = instance;
  if (isRefuted(verdict)) return instance;
  const [first] = onlyHere(verdict, others);
  if (!first) return instance;
  const line: JudgedEvidence = {
    id: UNLIKE_OTHERS,
    truth: 'true',
    weight: { side: 'for', strength: 'weak' },
    says: `this is not so on ${others.map(({ name }) => name).join(', ')}: ${first.says}`,
  };
  const { score, low, high, evidence } = verdict;
  const weighed = { ...verdict, score: score + WEAK, low: low + WEAK, high: high + WEAK, evidence: [...evidence, line] };
  return { ...instance, verdict: weighed };
}

function evidenceDifferences({ judged }: Seen, others: readonly Other[]): readonly Difference[] {
  const lines = judged.filter(({ verdict }) => !isRefuted(verdict)).flatMap(({ verdict }) => onlyHere(verdict, others));
  // Several faults may stand on the same fact, in the same words.
  return [...new Set(lines.map(({ says }) => says))].map(says => ({ of: 'evidence', says: `only here: ${says}` }));
}

function settingDifferences(playbooks: Playbooks, context: EvaluationContext, others: readonly Other[]): readonly Difference[] {
  return [...playbooks.settings.values()].flatMap(({ name, now, fields }): readonly Difference[] => {
    const here = now.render(context);
    const there = others.map(other => ({ name: other.name, value: now.render(other.context) }));
    const isKnown = fields.length > 0 && [here, ...there.map(({ value }) => value)].every(value => !value.includes('?'));
    if (!isKnown || there.some(({ value }) => value === here)) return [];
    return [{ of: 'setting', says: `${name} is ${here} here, ${there.map(other => `${other.value} on ${other.name}`).join(', ')}` }];
  });
}

function resourceDifferences(playbooks: Playbooks, context: EvaluationContext, others: readonly Other[]): readonly Difference[] {
  return [...playbooks.resources.values()].flatMap(({ title, measures }) =>
    measures.flatMap(({ says, saysNot, high }): readonly Difference[] => {
      if (high.truth(context) !== 'true' || !others.every(other => high.truth(other.context) === 'false')) return [];
      const there = others.map(other => `${other.name}: ${(saysNot ?? says).render(other.context)}`).join('; ');
      return [{ of: 'resource', says: `${title}: ${says.render(context)} (${there})` }];
    }),
  );
}

/**
 * Compares the asked host with what others like it printed, and with itself when it was well. What is so here and certainly not there is weak
 * evidence (docs/decisions/0014). The same runs give the same comparison.
 *
 * @returns the comparison, and the host's verdicts with what it adds to them
 */
export function compareHosts(
  playbooks: Playbooks,
  symptom: string,
  here: Seen,
  compared: readonly ComparedRuns[],
  tools: FactTools,
): { readonly comparison: Comparison; readonly judged: readonly JudgedInstance[] } {
  const faults = playbooks.symptoms.get(symptom)?.consider ?? [];
  const others = compared.map((one): Other => {
    const { target, runs } = one;
    const facts = readFacts(playbooks, planVisit(playbooks, [symptom], target, 'direct'), target.host, runs, tools);
    const judged = judgeHost(playbooks, faults, facts, target);
    return { name: nameOf(one), target, facts, judged, context: contextOf(playbooks, facts, target) };
  });
  const seen = others.filter(({ facts }) => facts.facts.size > 0);
  const context = contextOf(playbooks, here.facts, here.target);
  const differences =
    seen.length === 0
      ? []
      : [
          ...evidenceDifferences(here, seen),
          ...resourceDifferences(playbooks, context, seen),
          ...settingDifferences(playbooks, context, seen),
        ];
  return {
    comparison: {
      host: here.target.host,
      others: compared.map(({ kind, target, at }, index) => ({
        kind,
        host: target.host,
        at,
        seen: (others[index]?.facts.facts.size ?? 0) > 0,
      })),
      differences: differences.slice(0, MOST_DIFFERENCES),
    },
    judged: seen.length === 0 ? here.judged : here.judged.map(instance => withComparison(instance, seen)),
  };
}
