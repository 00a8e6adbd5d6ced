import type { JudgedEvidence } from '../../model/diagnosis.js';
import type { ComparedEvidence } from '../../model/remedy-request.js';
import { decidingEvidence } from '../../remediation/verdict-of-verification.js';

/** The table as it is before the change: what speaks for the fault, and which lines decide. */
export function comparedBefore(gone: readonly string[], evidence: readonly JudgedEvidence[]): readonly ComparedEvidence[] {
  const deciding = decidingEvidence(gone, evidence);
  return evidence
    .filter(line => line.weight?.side === 'for' || deciding.includes(line.id))
    .map(({ id, truth, says }) => ({ id, before: { truth, says }, decides: deciding.includes(id) }));
}
