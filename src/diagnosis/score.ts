import type { JudgedEvidence, VerdictWord } from '../model/diagnosis.js';
import type { Evidence, Fault, Strength } from '../model/playbook.js';
import type { Truth } from '../model/truth.js';

/** One point doubles the odds (docs/decisions/0005). */
const POINTS: Readonly<Record<Strength, number>> = { weak: 1, moderate: 2, strong: 4, conclusive: 10 };
const PRIOR: Readonly<Record<Fault['prior'], number>> = { common: -2, occasional: -4, rare: -6 };

/** Scores at which p = 1 / (1 + 2^−score) passes 80 %, 30 % and 10 %. */
const LIKELY = 2;
const POSSIBLE = -1.2224;
const RULED_OUT = -3.1699;

export interface Score {
  readonly score: number;
  readonly low: number;
  readonly high: number;
  readonly word: VerdictWord;
}

function points(line: Evidence, truth: 'true' | 'false'): number {
  const weight = truth === 'true' ? line.ifTrue : line.ifFalse;
  if (!weight) return 0;
  return weight.side === 'for' ? POINTS[weight.strength] : -POINTS[weight.strength];
}

/** Strongest for plus strongest against: a signal counts once, whatever the number of lines that read it. */
function strongest(values: readonly number[]): number {
  return Math.max(0, ...values) + Math.min(0, ...values);
}

/**
 * Scores one instance from the truth of its evidence. Unknown lines open an interval: `low` counts each as its worst
 * answer, `high` as its best. A conclusive line decides the verdict whatever the sum says.
 */
export function scoreEvidence(prior: Fault['prior'], lines: readonly { readonly evidence: Evidence; readonly truth: Truth }[]): Score {
  const signals = new Map<string, { now: number[]; low: number[]; high: number[] }>();
  let proves = false;
  let refutes = false;
  const blind = lines.every(line => line.truth === 'unknown');
  for (const { evidence, truth } of lines) {
    const signal = signals.get(evidence.signal) ?? { now: [], low: [], high: [] };
    signals.set(evidence.signal, signal);
    const answers = truth === 'unknown' ? [points(evidence, 'true'), points(evidence, 'false')] : [points(evidence, truth)];
    signal.now.push(truth === 'unknown' ? 0 : points(evidence, truth));
    signal.low.push(Math.min(...answers));
    signal.high.push(Math.max(...answers));
    if (truth !== 'unknown' && points(evidence, truth) === POINTS.conclusive) proves = true;
    if (truth !== 'unknown' && points(evidence, truth) === -POINTS.conclusive) refutes = true;
  }
  const sum = (pick: (signal: { now: number[]; low: number[]; high: number[] }) => number[]): number =>
    [...signals.values()].reduce((total, signal) => total + strongest(pick(signal)), PRIOR[prior]);
  const score = sum(signal => signal.now);
  const low = sum(signal => signal.low);
  const high = sum(signal => signal.high);
  return { score, low, high, word: wordFor({ score, low, high, proves, refutes, blind }) };
}

function wordFor(judged: { score: number; low: number; high: number; proves: boolean; refutes: boolean; blind: boolean }): VerdictWord {
  if (judged.proves && judged.refutes) return 'contradictory';
  if (judged.refutes) return 'ruled-out';
  if (judged.proves) return 'confirmed';
  // Nothing was seen: even a rare fault must not be called unlikely on the strength of its prior alone.
  if (judged.blind) return 'undetermined';
  if (judged.low >= LIKELY) return 'likely';
  if (judged.high < RULED_OUT) return 'ruled-out';
  if (judged.high >= LIKELY && judged.low !== judged.high) return 'undetermined';
  return judged.score >= POSSIBLE ? 'possible' : 'unlikely';
}

/** The weight that counted for a line, for the report. */
export function weightOf(evidence: Evidence, truth: Truth): JudgedEvidence['weight'] {
  if (truth === 'unknown') return undefined;
  return truth === 'true' ? evidence.ifTrue : evidence.ifFalse;
}
