import type { Budget, BudgetReading, BudgetVerdict } from '../model/budget.js';

const exceeds = (value: number, { limit, critical }: Budget): 'breached' | 'critical' | undefined => {
  if (critical !== undefined && value > critical) return 'critical';
  return value > limit ? 'breached' : undefined;
};

/** The breach that a reading proves, if it does. */
export function breachIn(reading: BudgetReading, budget: Budget): 'breached' | 'critical' | undefined {
  return reading.kind === 'unmeasurable' ? undefined : exceeds(reading.value, budget);
}

/**
 * What all looks at one budget come to, in the order in which they were made. One breach is a breach. It is within only when the last
 * look gave a number and at least half of them did: what was not measured has not been kept.
 */
export function budgetVerdict(budget: Budget, readings: readonly BudgetReading[]): BudgetVerdict {
  const numbers = readings.flatMap(reading => (reading.kind === 'measured' ? [reading] : []));
  const counts = { budget, looks: readings.length, measured: numbers.length };
  for (const reading of readings) {
    const breach = breachIn(reading, budget);
    if (breach !== undefined && reading.kind !== 'unmeasurable')
      return { ...counts, state: breach, value: reading.value, source: reading.source };
  }
  const last = readings.at(-1);
  if (last?.kind === 'measured') {
    // Looks that were still collecting have not failed: they are part of the one that they led to.
    const unmeasurable = readings.filter(({ kind }) => kind === 'unmeasurable').length;
    const worst = numbers.reduce((most, one) => (one.value > most.value ? one : most), last);
    if (unmeasurable <= numbers.length) return { ...counts, state: 'within', value: worst.value, source: worst.source };
    return { ...counts, state: 'unmeasurable', why: `it could be measured in ${numbers.length} of ${readings.length} looks only` };
  }
  const why = last === undefined ? 'nobody looked' : last.why;
  const before = numbers.length === 0 ? '' : `; it could be measured in ${numbers.length} of ${readings.length} looks, but not in the last`;
  return { ...counts, state: 'unmeasurable', why: `${why}${before}` };
}
