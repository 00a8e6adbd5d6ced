import { performance } from 'node:perf_hooks';
import type { Measures } from '../flow/ports/measures.js';
import type { Clock, QueryRunner } from '../flow/ports.js';
import type { Attempt, CheckRun } from '../model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../model/plan.js';
import { type QueryOutcome, queryOutcome } from './query-outcome.js';
import type { WebApi } from './web-api.js';

export interface QueryRunnerOptions {
  readonly api: WebApi;
  /** Wall clock of the bot: the moment that is asked about. */
  readonly clock: Clock;
  readonly measures?: Pick<Measures, 'query'>;
  /** Monotonic seconds; the process's own when absent. */
  readonly monotonic?: () => number;
}

type PromqlVariant = Extract<PlannedVariant, { kind: 'promql' }>;

/** An answer without any series: the next variant may know better. */
const NOTHING = /"result"\s*:\s*\[\s*\]/u;

/** Asks Prometheus all checks side by side (the API's own limit applies), each with its variants in order until one gives a series. */
export function createQueryRunner({ api, clock, measures, monotonic = () => performance.now() / 1000 }: QueryRunnerOptions): QueryRunner {
  const ask = async (
    { query, range }: PromqlVariant,
    check: PlannedCheck,
    at: number,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly outcome: QueryOutcome; readonly command: string; readonly from: number; readonly to: number }> => {
    const from = monotonic();
    const time = String(Math.floor(at));
    const span = range && { start: String(Math.floor(at - range.seconds)), end: time, step: String(range.step) };
    const answer = await api.ask({
      method: 'POST',
      path: span ? '/api/v1/query_range' : '/api/v1/query',
      body: { form: { query, ...(span ?? { time }) } },
      mostBytes: check.capBytes,
      timeoutSeconds: check.timeoutSeconds,
      ...(signal ? { signal } : {}),
    });
    const outcome = queryOutcome(answer);
    const to = monotonic();
    if (outcome.kind !== 'stopped') {
      const counted = outcome.kind === 'answered' ? (NOTHING.test(outcome.text) ? 'empty' : 'ok') : 'failed';
      measures?.query(counted, to - from);
    }
    const options = span ? ` --start=${span.start} --end=${span.end} --step=${span.step}s` : '';
    return { outcome, command: `promtool query ${span ? 'range' : 'instant'}${options} ${api.url} ${quoted(query)}`, from, to };
  };

  const runCheck = async (check: PlannedCheck, at: number, signal: AbortSignal | undefined): Promise<CheckRun> => {
    const { key } = check;
    const notRun = (reason: 'missing' | 'skipped' | 'unreachable', detail: string, hint = ''): CheckRun => ({
      kind: 'not-run',
      key,
      reason,
      detail,
      hint,
    });
    const attempts: Attempt[] = [];
    for (const [index, variant] of check.variants.entries()) {
      if (variant.kind !== 'promql') continue;
      const { outcome, command, from, to } = await ask(variant, check, at, signal);
      if (outcome.kind === 'stopped') return notRun('skipped', 'stopped before Prometheus answered');
      if (outcome.kind === 'unreachable')
        return notRun('unreachable', outcome.says, 'run `faultline doctor`; prometheus.url in faultline.yml says where it is');
      attempts.push({ variant: index, command, from, to, ...printed(outcome) });
      if (outcome.kind !== 'answered' || !NOTHING.test(outcome.text)) break;
    }
    if (attempts.length === 0) return notRun('missing', 'the check has nothing to ask Prometheus');
    return { kind: 'ran', key, looks: [{ attempts }] };
  };

  return {
    run: async (host, checks, { signal }) => {
      const hostClock = clock.now();
      const runs = await Promise.all(checks.map(check => runCheck(check, hostClock, signal)));
      // Nobody logged in anywhere, so there is no user to name.
      return { host, hostClock, uid: -1, runs };
    },
  };
}

type Printed = Pick<Attempt, 'stdout' | 'stderr' | 'exit' | 'end' | 'truncated'>;

/** An outcome as if a command had printed it: 0 for an answer, 1 for a refusal, -1 when none came in time. */
function printed(outcome: Exclude<QueryOutcome, { kind: 'stopped' }>): Printed {
  if (outcome.kind === 'answered') return { stdout: outcome.text, stderr: '', exit: 0, end: 'exited', truncated: outcome.cut };
  const said = { stdout: outcome.text, stderr: outcome.says, truncated: false };
  return outcome.kind === 'timeout' ? { ...said, exit: -1, end: 'timed-out' } : { ...said, exit: 1, end: 'exited' };
}

/** For a shell, as a person would type it. */
function quoted(query: string): string {
  return `'${query.replaceAll("'", String.raw`'\''`)}'`;
}
