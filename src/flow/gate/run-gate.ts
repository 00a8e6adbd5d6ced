import { breachIn, budgetVerdict } from '../../diagnosis/budget-verdict.js';
import type { Budget, BudgetName, BudgetReading, BudgetVerdict } from '../../model/budget.js';
import type { CommandEnd, OperatorCommand } from '../ports/operator-command.js';
import type { Clock, Later } from '../ports.js';
import type { BoundTarget, VisitTools } from '../visit.js';
import { lookAtBudgets, type Tally } from './look-at-budgets.js';

/** How long the gate looks. */
export type GateSpan =
  /** Until every budget is measured, or cannot be. */
  | { readonly kind: 'once' }
  | { readonly kind: 'watch'; readonly seconds: number; readonly everySeconds: number }
  /** As long as a command runs, which is ended at the first breach. */
  | { readonly kind: 'command'; readonly command: OperatorCommand; readonly everySeconds: number };

export interface GateRequest {
  readonly targets: readonly [BoundTarget, ...BoundTarget[]];
  readonly budgets: readonly Budget[];
  readonly span: GateSpan;
}

export interface GateTools extends VisitTools {
  readonly clock: Clock;
  readonly later: Later;
}

/** What came of it. `stopped`: the person stopped it before it was decided. */
export interface GateOutcome {
  readonly state: 'within' | 'breached' | 'unmeasurable' | 'stopped';
  readonly verdicts: readonly BudgetVerdict[];
  /** How the command ended, if there was one, and whether the gate ended it. */
  readonly command?: { readonly end: CommandEnd; readonly byGate: boolean };
}

/** Rounds of twenty requests that are made for one answer: as many as the smallest budget takes that can be told from requests. */
const MOST_ROUNDS = 50;

/** Looks at the budgets of a service until one is breached, all are known, or the time is over. A command is never left running. */
export async function runGate(
  { targets, budgets, span }: GateRequest,
  tools: GateTools,
  { signal, onLook }: { readonly signal?: AbortSignal; readonly onLook?: (readings: ReadonlyMap<BudgetName, BudgetReading>) => void } = {},
): Promise<GateOutcome> {
  const tally: Tally = { requests: [] };
  const readings = new Map<BudgetName, BudgetReading[]>(budgets.map(({ name }) => [name, []]));
  const look = async (wanted: readonly Budget[]): Promise<boolean> => {
    const found = await lookAtBudgets({ targets, budgets: wanted, tally, ...(signal ? { signal } : {}) }, tools);
    // What was cut short says nothing of the service.
    if (signal?.aborted) return false;
    for (const [name, reading] of found) readings.get(name)?.push(reading);
    onLook?.(found);
    return wanted.some(budget => {
      const reading = found.get(budget.name);
      return reading !== undefined && breachIn(reading, budget) !== undefined;
    });
  };
  const lookTools = { look, readings, budgets, tools, ...(signal ? { signal } : {}) };
  switch (span.kind) {
    case 'once':
      await lookUntilKnown(lookTools);
      return outcome(budgets, readings, signal);
    case 'watch':
      await lookAgainAndAgain(lookTools, span.everySeconds, tools.clock.now() + span.seconds);
      return outcome(budgets, readings, signal);
    case 'command': {
      const { command } = span;
      const ended = new AbortController();
      void command.ended.then(() => ended.abort());
      let byGate = false;
      try {
        await lookAgainAndAgain(lookTools, span.everySeconds, Number.POSITIVE_INFINITY, ended.signal);
      } finally {
        byGate = !ended.signal.aborted;
        await command.stop();
      }
      return { ...outcome(budgets, readings, signal), command: { end: await command.ended, byGate } };
    }
  }
}

interface LookTools {
  readonly look: (wanted: readonly Budget[]) => Promise<boolean>;
  readonly readings: ReadonlyMap<BudgetName, readonly BudgetReading[]>;
  readonly budgets: readonly Budget[];
  readonly tools: Pick<GateTools, 'clock' | 'later'>;
  readonly signal?: AbortSignal;
}

/** Again only for what more requests can tell: a host that could not be looked at is not looked at fifty times. */
async function lookUntilKnown({ look, readings, budgets, signal }: LookTools): Promise<void> {
  let wanted = budgets;
  for (let round = 0; round < MOST_ROUNDS && wanted.length > 0 && !signal?.aborted; round++) {
    if (await look(wanted)) return;
    wanted = budgets.filter(({ name }) => name !== 'cpu' && readings.get(name)?.at(-1)?.kind === 'collecting');
  }
}

/** The last look is made when the time is over, or the command has ended: what it did at its end counts too. */
async function lookAgainAndAgain(
  { look, budgets, tools, signal }: LookTools,
  everySeconds: number,
  until: number,
  ended?: AbortSignal,
): Promise<void> {
  for (;;) {
    const isLast = ended?.aborted === true || tools.clock.now() >= until;
    if ((await look(budgets)) || isLast || signal?.aborted) return;
    await pause(Math.min(everySeconds, until - tools.clock.now()), tools.later, [signal, ended]);
  }
}

function pause(seconds: number, later: Later, signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise(resolve => {
    const given = signals.flatMap(signal => (signal ? [signal] : []));
    const end = (): void => {
      callOff();
      for (const signal of given) signal.removeEventListener('abort', end);
      resolve();
    };
    const callOff = later(Math.max(0, seconds), end);
    for (const signal of given) {
      if (signal.aborted) return end();
      signal.addEventListener('abort', end);
    }
  });
}

function outcome(
  budgets: readonly Budget[],
  readings: ReadonlyMap<BudgetName, readonly BudgetReading[]>,
  signal: AbortSignal | undefined,
): GateOutcome {
  const verdicts = budgets.map(budget => budgetVerdict(budget, readings.get(budget.name) ?? []));
  const has = (...states: readonly BudgetVerdict['state'][]): boolean => verdicts.some(({ state }) => states.includes(state));
  if (has('breached', 'critical')) return { state: 'breached', verdicts };
  if (signal?.aborted) return { state: 'stopped', verdicts };
  return { state: has('unmeasurable') ? 'unmeasurable' : 'within', verdicts };
}
