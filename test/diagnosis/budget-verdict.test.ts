import { budgetInWords } from '../../src/diagnosis/budget-in-words.js';
import { budgetVerdict } from '../../src/diagnosis/budget-verdict.js';
import type { Budget, BudgetReading } from '../../src/model/budget.js';

const P99: Budget = { name: 'p99', limit: 0.05, critical: 0.5 };
const ERRORS: Budget = { name: 'error_rate', limit: 0.01 };
const source = { from: 'Prometheus', command: 'promtool query …' };
const measured = (value: number): BudgetReading => ({ kind: 'measured', value, source });
const collecting = (value: number): BudgetReading => ({ kind: 'collecting', value, source, why: '20 of 100' });
const nothing: BudgetReading = { kind: 'unmeasurable', why: 'no Prometheus' };

test.each([
  ['exactly the budget', [measured(0.05)], 'within'],
  ['over it', [measured(0.0501)], 'breached'],
  ['over what is critical for all', [measured(0.6)], 'critical'],
  ['never looked', [], 'unmeasurable'],
  ['nothing measured', [nothing, nothing], 'unmeasurable'],
  ['too few requests', [collecting(0)], 'unmeasurable'],
  ['too few requests, but already too many slow ones', [collecting(0.2)], 'breached'],
  ['measured after collecting', [collecting(0), collecting(0), measured(0.01)], 'within'],
  ['a breach that passed is a breach', [measured(0.2), measured(0.01)], 'breached'],
  ['not measured at its end', [measured(0.01), measured(0.01), nothing], 'unmeasurable'],
  ['measured in fewer than half of the looks', [nothing, nothing, measured(0.01)], 'unmeasurable'],
  ['measured in half of the looks', [nothing, measured(0.01)], 'within'],
] as const)('%s', (_, readings, state) => {
  expect(budgetVerdict(P99, readings).state).toBe(state);
});

test('the worst that was seen is told, with how often was looked', () => {
  expect(budgetVerdict(P99, [measured(0.04), measured(0.01)])).toMatchObject({ value: 0.04, looks: 2, measured: 2 });
});

test.each([
  [P99, [measured(0.0123)], 'P99 12.3 ms, within its budget of 50 ms (Prometheus)'],
  [P99, [measured(1.5)], 'P99 1.5 s, far over its budget of 50 ms (Prometheus)'],
  [P99, [collecting(Number.POSITIVE_INFINITY)], 'P99 no answer in time, far over its budget of 50 ms (Prometheus)'],
  [ERRORS, [measured(0.0251)], 'error rate 2.51 %, over its budget of 1 % (Prometheus)'],
  [ERRORS, [measured(0.001), measured(0)], 'error rate 0.1 %, within its budget of 1 % (Prometheus, the highest of 2 looks)'],
  [ERRORS, [nothing], 'error rate NOT MEASURED; its budget is 1 %: no Prometheus'],
] as const)('in words', (budget, readings, words) => {
  expect(budgetInWords(budgetVerdict(budget, readings))).toBe(words);
});
