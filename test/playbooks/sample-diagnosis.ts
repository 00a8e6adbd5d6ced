import type { Diagnosis, Verdict } from '../../src/model/diagnosis.js';

/** A verdict with everything that a test does not care about filled in. */
export function sampleVerdict(
  fault: string,
  host: string,
  word: Verdict['word'],
  truths: Readonly<Record<string, 'true' | 'false' | 'unknown'>> = {},
): Verdict {
  return {
    fault,
    role: 'cause',
    host,
    about: {},
    title: fault,
    word,
    score: 0,
    low: 0,
    high: 0,
    evidence: Object.entries(truths).map(([id, truth]) => ({ id, truth, says: id })),
    advice: '',
    remedies: [],
  };
}

/** A diagnosis over the given verdicts. */
export function sampleDiagnosis(outcome: Diagnosis['outcome'], verdicts: readonly Verdict[], parts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    symptom: 'slow-connect',
    outcome,
    verdicts,
    roots: [],
    tracedTo: [],
    chains: [],
    alsoFound: [],
    gaps: [],
    checks: [],
    frontiers: [],
    readings: [],
    ...parts,
  };
}
