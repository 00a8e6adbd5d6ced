import type { Verdict } from '../model/diagnosis.js';
import type { Gap } from '../model/fact.js';
import type { Fault } from '../model/playbook.js';

/** Checks that are named before they are only counted. */
const MOST_NAMED = 4;

/** The gaps on the host that leave evidence of the fault unknown, by the names of their checks. */
function lackingChecks({ host, evidence }: Verdict, fault: Fault | undefined, gaps: readonly Gap[]): readonly string[] {
  const unknown = new Set(evidence.flatMap(({ id, truth }) => (truth === 'unknown' ? [id] : [])));
  const wanted = new Set((fault?.evidence ?? []).filter(({ id }) => unknown.has(id)).flatMap(({ when }) => when.checks));
  return [...new Set(gaps.flatMap(gap => (gap.host === host && wanted.has(gap.check) ? [gap.check] : [])))];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMED);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}

/** Why a fault is neither established nor ruled out: the checks that could not decide it, or the questions that nobody could answer. */
export function openInWords(verdict: Verdict, fault: Fault | undefined, gaps: readonly Gap[]): string {
  if (verdict.word === 'contradictory') return 'contradictory: its evidence speaks for and against it; the playbook or a parser is wrong';
  const lacking = lackingChecks(verdict, fault, gaps);
  if (lacking.length > 0) return `${verdict.word}: could not be checked with ${listed(lacking)}`;
  const unknown = verdict.evidence.filter(({ truth }) => truth === 'unknown').map(({ id }) => `“${id.replaceAll('_', ' ')}”`);
  return unknown.length > 0
    ? `${verdict.word}: nothing answers ${listed(unknown)}`
    : `${verdict.word}: some evidence speaks for it, not enough`;
}
