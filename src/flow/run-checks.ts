import type { HostRun } from '../model/capture.js';
import type { PlannedCheck } from '../model/plan.js';
import type { HostRunner, MakeVisit, Prober, QueryRunner, RunOptions, Visit } from './ports.js';

/** What is said of PromQL checks when the operator has named no Prometheus. */
function withoutPrometheus(host: string, checks: readonly PlannedCheck[]): HostRun {
  const detail = 'no Prometheus is configured';
  const hint = 'add `prometheus: {url: …}` to faultline.yml';
  return { host, hostClock: 0, uid: -1, runs: checks.map(({ key }) => ({ kind: 'not-run', key, reason: 'missing', detail, hint })) };
}

/** Runs the checks of one visit side by side: one batch on the host, the bot's own probes in the same window, and Prometheus. */
export function runChecks(hosts: HostRunner, prober: Prober, queries?: QueryRunner): MakeVisit {
  return async (visit: Visit, options: RunOptions): Promise<readonly HostRun[]> => {
    const { host, target, onHost, fromBot, fromPrometheus, windowSeconds } = visit;
    const signal = options.signal ? { signal: options.signal } : {};
    const reported = async (checks: readonly PlannedCheck[], running: () => Promise<HostRun>): Promise<HostRun> => {
      const report = (state: 'started' | 'ended'): void => {
        for (const { key } of checks) options.onProgress?.({ host: target.host, key, state });
      };
      report('started');
      const run = await running();
      report('ended');
      return run;
    };
    return Promise.all([
      ...(onHost.length > 0 ? [hosts.run(host, { host: target.host, windowSeconds, checks: onHost }, options)] : []),
      ...(fromBot.length > 0 ? [reported(fromBot, () => prober.run(target.host, fromBot, windowSeconds, signal))] : []),
      ...(fromPrometheus.length > 0 && !queries ? [withoutPrometheus(target.host, fromPrometheus)] : []),
      ...(fromPrometheus.length > 0 && queries ? [reported(fromPrometheus, () => queries.run(target.host, fromPrometheus, signal))] : []),
    ]);
  };
}
