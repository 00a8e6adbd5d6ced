/** What a service may cost its users: how slow, how wrong, how busy. */
export type BudgetName = 'p99' | 'error_rate' | 'cpu';

export interface Budget {
  readonly name: BudgetName;
  /** Most that is within the budget: seconds for `p99`, else a ratio from 0 to 1. */
  readonly limit: number;
  /** Above this it is no matter of a budget any more: users leave, callers' circuit breakers open. Only `p99` has one. */
  readonly critical?: number;
}

/** Where a number comes from: what was asked, in words and as a person would type it. */
export interface BudgetSource {
  readonly from: string;
  readonly command: string;
}

/** What one look at one budget gave. Nothing measured is never zero. */
export type BudgetReading =
  | { readonly kind: 'measured'; readonly value: number; readonly source: BudgetSource }
  /** Too few requests so far to tell; more will. `value` is the least that it can come to. */
  | { readonly kind: 'collecting'; readonly value: number; readonly source: BudgetSource; readonly why: string }
  | { readonly kind: 'unmeasurable'; readonly why: string };

/** What is so of one budget when the gate closes. */
export interface BudgetVerdict {
  readonly budget: Budget;
  readonly state: 'within' | 'breached' | 'critical' | 'unmeasurable';
  /** Absent when nothing was measured. */
  readonly value?: number;
  readonly source?: BudgetSource;
  /** Why it is unmeasurable. */
  readonly why?: string;
  /** How often it was looked at, and in how many of these looks a number came of it. */
  readonly looks: number;
  readonly measured: number;
}
