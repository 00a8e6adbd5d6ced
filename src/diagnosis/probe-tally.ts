import type { Budget, BudgetReading, BudgetSource } from '../model/budget.js';

/** One request of the bot, as the gate counts it. */
export interface ProbeRequest {
  readonly outcome: string;
  readonly code?: number;
  readonly total_s?: number;
}

/** One of a hundred can only be told from a hundred. */
const LEAST_REQUESTS = 100;
/** Requests that are made for one answer at most: 0.1 % can be told from them. More would be load, and not a look. */
const MOST_REQUESTS = 1000;

/** How many of the last requests a budget is judged by; undefined when it takes more than are made. */
function windowFor({ name, limit }: Budget): number | undefined {
  const wanted = name === 'error_rate' ? Math.max(LEAST_REQUESTS, Math.ceil(1 / limit)) : LEAST_REQUESTS;
  return wanted <= MOST_REQUESTS ? wanted : undefined;
}

/** A service that says 4xx has answered; what is wrong is then the request. */
function isFailed({ outcome, code }: ProbeRequest): boolean {
  return outcome !== 'answered' || (code !== undefined && code >= 500);
}

/** An answer that never came is slower than any; one that was refused at once is an error, and no slow one. */
function secondsOf({ outcome, total_s }: ProbeRequest): number {
  if (total_s !== undefined) return total_s;
  return outcome === 'answered' || outcome.startsWith('timed-out') ? Number.POSITIVE_INFINITY : 0;
}

/**
 * Reads a budget off the bot's own requests, of which the newest count. Before there are enough, `collecting` holds the least that the
 * number can come to when all further ones are well: two failures of twenty are at least 2 of 100, and that is already more than 1 %.
 */
export function readTally(requests: readonly ProbeRequest[], budget: Budget, source: BudgetSource): BudgetReading {
  const window = windowFor(budget);
  if (window === undefined)
    return { kind: 'unmeasurable', why: `so small a part cannot be told from ${MOST_REQUESTS} requests; Prometheus could tell` };
  if (requests.length === 0) return { kind: 'unmeasurable', why: 'no request was made' };
  const last = requests.slice(-window);
  const value = budget.name === 'error_rate' ? last.filter(isFailed).length / window : (last.map(secondsOf).sort((a, b) => b - a)[1] ?? 0);
  const counted = { ...source, from: `${last.length} requests from here` };
  if (last.length === window) return { kind: 'measured', value, source: counted };
  return { kind: 'collecting', value, source: counted, why: `${last.length} requests were made from here, and it takes ${window} to tell` };
}
