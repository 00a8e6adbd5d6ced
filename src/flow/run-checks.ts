import type { HostRun } from '../model/capture.js';
import type { HostRunner, MakeVisit, Prober, RunOptions, Visit } from './ports.js';

/** Runs the checks of one visit side by side: one batch on the host, and the bot's own probes in the same window. */
export function runChecks(hosts: HostRunner, prober: Prober): MakeVisit {
  return async (visit: Visit, options: RunOptions): Promise<readonly HostRun[]> => {
    const { host, target, onHost, fromBot, windowSeconds } = visit;
    const report = (keys: readonly string[], state: 'started' | 'ended'): void => {
      for (const key of keys) options.onProgress?.({ host: target.host, key, state });
    };
    const probeKeys = fromBot.map(check => check.key);
    const probe = async (): Promise<HostRun> => {
      report(probeKeys, 'started');
      const run = await prober.run(target.host, fromBot, windowSeconds, options.signal ? { signal: options.signal } : {});
      report(probeKeys, 'ended');
      return run;
    };
    return Promise.all([
      ...(onHost.length > 0 ? [hosts.run(host, { host: target.host, windowSeconds, checks: onHost }, options)] : []),
      ...(fromBot.length > 0 ? [probe()] : []),
    ]);
  };
}
