import type { Verdict, VerdictWord } from '../model/diagnosis.js';

const WORD_ORDER: readonly VerdictWord[] = ['confirmed', 'contradictory', 'likely', 'undetermined', 'possible', 'unlikely', 'ruled-out'];

function nameOf(verdict: Verdict): string {
  return `${verdict.fault}@${verdict.host} ${JSON.stringify(verdict.about)}`;
}

/** Orders verdicts, strongest first; equal ones by name, so that two runs over one capture print the same. */
export function byStrength(a: Verdict, b: Verdict): number {
  return (
    WORD_ORDER.indexOf(a.word) - WORD_ORDER.indexOf(b.word) ||
    b.score - a.score ||
    (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0)
  );
}
