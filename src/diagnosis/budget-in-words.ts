import type { Budget, BudgetName, BudgetVerdict } from '../model/budget.js';
import { harmless } from '../model/harmless.js';

const NAMES: Readonly<Record<BudgetName, string>> = { p99: 'P99', error_rate: 'error rate', cpu: 'CPU' };

const WORDS: Readonly<Record<BudgetVerdict['state'], string>> = {
  within: 'within its budget of',
  breached: 'over its budget of',
  critical: 'far over its budget of',
  unmeasurable: 'NOT MEASURED; its budget is',
};

function amount({ name }: Pick<Budget, 'name'>, value: number): string {
  if (name !== 'p99') return `${Number((value * 100).toFixed(2))} %`;
  // A request that was never answered has no time of its own.
  if (!Number.isFinite(value)) return 'no answer in time';
  return value >= 1 ? `${Number(value.toFixed(2))} s` : `${Number((value * 1000).toFixed(1))} ms`;
}

/** One budget in one line: `error rate 2.5 %, over its budget of 1 % (100 requests from here)`. */
export function budgetInWords({ budget, state, value, source, why, measured }: BudgetVerdict): string {
  const shown = value === undefined ? '' : ` ${amount(budget, value)},`;
  const from =
    source === undefined ? '' : ` (${source.from}${measured > 1 && state === 'within' ? `, the highest of ${measured} looks` : ''})`;
  return harmless(
    `${NAMES[budget.name]}${shown} ${WORDS[state]} ${amount(budget, budget.limit)}${from}${why === undefined ? '' : `: ${why}`}`,
  );
}
