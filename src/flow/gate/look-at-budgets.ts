import { readFacts } from '../../diagnosis/facts.js';
import { planChecks } from '../../diagnosis/plan.js';
import { type ProbeRequest, readTally } from '../../diagnosis/probe-tally.js';
import type { Budget, BudgetName, BudgetReading } from '../../model/budget.js';
import type { CheckFacts, Gap } from '../../model/fact.js';
import { reachOf } from '../reach-of.js';
import { redactRun } from '../redact.js';
import type { BoundTarget, VisitTools } from '../visit.js';

/** The numbers of the service, wherever it runs, and the field that holds them. */
const FROM_PROMETHEUS: Readonly<Record<BudgetName, { readonly check: string; readonly field: string }>> = {
  p99: { check: 'prom_p99', field: 'p99_s' },
  error_rate: { check: 'prom_error_rate', field: 'error_rate' },
  cpu: { check: 'prom_cpu', field: 'busy_last' },
};
const ON_HOST = { check: 'cpu', field: 'busy' };
const BURST = 'http_burst';

/** Seconds over which the bot's requests are spread, and between the two looks at a host's CPU. */
const ROUND_SECONDS = 2;

/** The requests that the bot itself made so far; each look adds to it what it had to ask. */
export interface Tally {
  readonly requests: ProbeRequest[];
}

export interface LookAt {
  readonly targets: readonly [BoundTarget, ...BoundTarget[]];
  readonly budgets: readonly Budget[];
  readonly tally: Tally;
  readonly signal?: AbortSignal;
}

/** What one target taught of some checks. */
interface Learnt {
  readonly host: string;
  readonly titleOf: (check: string) => string;
  readonly facts: ReadonlyMap<string, CheckFacts>;
  readonly gaps: readonly Gap[];
}

/**
 * One look at some budgets: Prometheus is asked first, since it has seen every request. What it cannot tell is looked at from here: twenty
 * requests to the URL that is declared, and the CPUs of the hosts themselves.
 */
export async function lookAtBudgets(wanted: LookAt, tools: VisitTools): Promise<ReadonlyMap<BudgetName, BudgetReading>> {
  const { targets, budgets, tally } = wanted;
  const [first, ...others] = targets;
  const names = budgets.map(({ name }) => name);
  const told = await Promise.all([
    learn(
      first,
      names.map(name => FROM_PROMETHEUS[name].check),
      wanted,
      tools,
    ),
    ...others.map(target => learn(target, names.includes('cpu') ? [FROM_PROMETHEUS.cpu.check] : [], wanted, tools)),
  ]);
  const fromPrometheus = budgets.map(budget => {
    const { check, field } = FROM_PROMETHEUS[budget.name];
    const asked = budget.name === 'cpu' ? told : told.slice(0, 1);
    return { budget, readings: asked.map(learnt => numberOf(learnt, check, field)) };
  });

  const lackCpu = fromPrometheus.some(({ budget, readings }) => budget.name === 'cpu' && readings.some(isUnmeasurable));
  const lackRequests = fromPrometheus.some(({ budget, readings }) => budget.name !== 'cpu' && readings.some(isUnmeasurable));
  const seen = await Promise.all(
    targets.map((target, index) => {
      const burst = index === 0 && lackRequests && target.target.url !== undefined;
      return learn(target, [...(lackCpu ? [ON_HOST.check] : []), ...(burst ? [BURST] : [])], wanted, tools);
    }),
  );
  const requests = seen[0]?.facts.get(BURST)?.values.requests;
  if (Array.isArray(requests)) tally.requests.push(...(requests as readonly ProbeRequest[]));

  return new Map(
    fromPrometheus.map(({ budget, readings }) => {
      if (!readings.some(isUnmeasurable)) return [budget.name, worst(readings)];
      const here = budget.name === 'cpu' ? cpuOf(readings, seen) : requestsOf(budget, first, seen[0], tally);
      return [budget.name, isUnmeasurable(here) ? { ...here, why: both(readings, here.why) } : here];
    }),
  );
}

async function learn(
  { target, host }: BoundTarget,
  ids: readonly string[],
  { signal }: Pick<LookAt, 'signal'>,
  tools: VisitTools,
): Promise<Learnt> {
  const plan = planChecks(tools.playbooks, ids, target, reachOf(host));
  const { onHost, fromBot, fromPrometheus } = plan;
  const visit = { target, host, onHost, fromBot, fromPrometheus, windowSeconds: ROUND_SECONDS };
  const runs = (await tools.makeVisit(visit, signal ? { signal } : {})).map(redactRun);
  const { facts, gaps } = readFacts(tools.playbooks, plan, target.host, runs, tools);
  return { host: target.host, titleOf: check => tools.playbooks.checks.get(check)?.title ?? check, facts, gaps };
}

function numberOf({ host, titleOf, facts, gaps }: Learnt, check: string, field: string): BudgetReading {
  const found = facts.get(check);
  const value = found?.values[field];
  if (found && typeof value === 'number')
    return { kind: 'measured', value, source: { from: `${titleOf(check)}; ${host}`, command: found.source.command } };
  const gap = gaps.find(one => one.check === check);
  if (gap) return { kind: 'unmeasurable', why: gap.hint === '' ? gap.detail : `${gap.detail} (${gap.hint})` };
  return {
    kind: 'unmeasurable',
    why: found ? `${found.source.command}: there is no number, as if nothing was asked of it` : `no check ${check}`,
  };
}

function cpuOf(readings: readonly BudgetReading[], seen: readonly Learnt[]): BudgetReading {
  const each = readings.map((reading, index) => {
    const learnt = seen[index];
    return isUnmeasurable(reading) && learnt ? numberOf(learnt, ON_HOST.check, ON_HOST.field) : reading;
  });
  return worst(each);
}

function requestsOf(budget: Budget, { target }: BoundTarget, learnt: Learnt | undefined, tally: Tally): BudgetReading {
  if (target.url === undefined)
    return { kind: 'unmeasurable', why: 'no URL is declared for the service (services.NAME.url) that could be asked from here' };
  const source = { from: '', command: learnt?.facts.get(BURST)?.source.command ?? `GET ${target.url}` };
  if (learnt?.facts.has(BURST)) return readTally(tally.requests, budget, source);
  const gap = learnt?.gaps.find(({ check }) => check === BURST);
  return { kind: 'unmeasurable', why: gap?.detail ?? `no check ${BURST}` };
}

function isUnmeasurable(reading: BudgetReading): reading is Extract<BudgetReading, { kind: 'unmeasurable' }> {
  return reading.kind === 'unmeasurable';
}

/** Of several hosts the highest number counts, and one that was not measured keeps the others from being enough, unless one is over. */
function worst(readings: readonly BudgetReading[]): BudgetReading {
  const numbers = readings.flatMap(reading => (reading.kind === 'unmeasurable' ? [] : [reading]));
  const [first, ...more] = numbers;
  const most = first && more.reduce((high, one) => (one.value > high.value ? one : high), first);
  const unknown = readings.find(isUnmeasurable);
  if (!most) return unknown ?? { kind: 'unmeasurable', why: 'nothing was looked at' };
  return unknown ? { ...most, kind: 'collecting', why: unknown.why } : most;
}

function both(readings: readonly BudgetReading[], here: string): string {
  const there = readings.find(isUnmeasurable)?.why;
  return there === undefined ? here : `Prometheus: ${there}. From here: ${here}`;
}
