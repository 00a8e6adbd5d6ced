import type { Budget } from '../model/budget.js';
import type { Config } from './schema.js';

/** The budgets of a service: its own, else those that are asked of every service. */
export function budgetsOf(
  { exposure, budgets }: Pick<Config['services'][string], 'exposure' | 'budgets'>,
  everywhere: Config['budgets'],
): readonly Budget[] {
  return [
    { name: 'p99', limit: budgets.p99 ?? everywhere.p99[exposure], critical: everywhere.p99.critical },
    { name: 'error_rate', limit: budgets.error_rate ?? everywhere.error_rate },
    { name: 'cpu', limit: budgets.cpu ?? everywhere.cpu },
  ];
}
