import type { CheckProgress, HostRunner, Prober, QueryRunner, Visit } from '../../src/flow/ports.js';
import { runChecks } from '../../src/flow/run-checks.js';
import { hostRun } from '../diagnosis/visits.js';
import { inventory, plannedCheck } from './small-fleet.js';

function visitWith(onHost: readonly string[], fromBot: readonly string[], fromPrometheus: readonly string[] = []): Visit {
  const [host] = inventory;
  if (!host) throw new Error('the inventory is empty');
  const target = { host: 'gw', address: '10.0.0.1', params: {} };
  const planned = (names: readonly string[]) => names.map(plannedCheck);
  return {
    host,
    target,
    onHost: planned(onHost),
    fromBot: planned(fromBot),
    fromPrometheus: planned(fromPrometheus),
    windowSeconds: 7,
  };
}

/** A host and a bot that answer when the gate is opened, and note what they were asked. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const asked: unknown[] = [];
  const hosts: HostRunner = {
    run: async (host, plan, options) => {
      asked.push({ host: host.name, plan, options });
      await gate.promise;
      return hostRun('gw', { load: {} });
    },
  };
  const prober: Prober = {
    run: async (host, checks, windowSeconds, options) => {
      asked.push({ bot: host, checks, windowSeconds, options });
      await gate.promise;
      return hostRun('gw', { connect: {} });
    },
  };
  return { asked, open: gate.resolve, makeVisit: runChecks(hosts, prober) };
}

describe('runChecks', () => {
  test('the bot probes while the host is looked at, in the same window', async () => {
    const { asked, open, makeVisit } = gated();
    const signal = new AbortController().signal;
    const running = makeVisit(visitWith(['load'], ['connect']), { signal });
    expect(asked).toEqual([
      { host: 'gw', plan: { host: 'gw', windowSeconds: 7, checks: [plannedCheck('load')] }, options: { signal } },
      { bot: 'gw', checks: [plannedCheck('connect')], windowSeconds: 7, options: { signal } },
    ]);
    open();
    expect(await running).toEqual([hostRun('gw', { load: {} }), hostRun('gw', { connect: {} })]);
  });

  test.each([
    ['host', ['load'], [], ['load']],
    ['bot', [], ['connect'], ['connect']],
    ['nobody', [], [], []],
  ])('%s alone is asked when the others have nothing to look at', async (_, onHost, fromBot, keys) => {
    const { asked, open, makeVisit } = gated();
    open();
    const runs = await makeVisit(visitWith(onHost, fromBot), {});
    expect(runs.flatMap(run => run.runs.map(({ key }) => key))).toEqual(keys);
    expect(asked).toHaveLength(keys.length);
  });

  test('tells when the probes start and end; the host tells of its own', async () => {
    const { asked, open, makeVisit } = gated();
    const told: CheckProgress[] = [];
    const onProgress = (progress: CheckProgress): void => void told.push(progress);
    const running = makeVisit(visitWith(['load'], ['connect', 'http']), { onProgress });
    const started = ['connect', 'http'].map(key => ({ host: 'gw', key, state: 'started' }));
    expect(told).toEqual(started);
    open();
    await running;
    expect(told).toEqual([...started, ...started.map(progress => ({ ...progress, state: 'ended' }))]);
    expect(asked[0]).toMatchObject({ options: { onProgress } });
  });

  test('Prometheus is asked beside them, and tells the list', async () => {
    const { open, makeVisit } = gated();
    const asked: unknown[] = [];
    const queries: QueryRunner = {
      run: async (host, checks) => {
        asked.push({ host, checks });
        return hostRun('gw', { cpu: {} });
      },
    };
    const progress: CheckProgress[] = [];
    open();
    const visit = runChecks({ run: () => Promise.reject(new Error('no')) }, { run: () => Promise.reject(new Error('no')) }, queries);
    expect(await visit(visitWith([], [], ['cpu']), { onProgress: at => progress.push(at) })).toEqual([hostRun('gw', { cpu: {} })]);
    expect(asked).toEqual([{ host: 'gw', checks: [plannedCheck('cpu')] }]);
    expect(progress.map(({ state }) => state)).toEqual(['started', 'ended']);
    expect(await makeVisit(visitWith([], [], []), {})).toEqual([]);
  });

  test('without a Prometheus its checks are missing, with what to write', async () => {
    const { open, makeVisit } = gated();
    open();
    expect(await makeVisit(visitWith([], [], ['cpu']), {})).toMatchObject([
      { runs: [{ kind: 'not-run', key: 'cpu', reason: 'missing', hint: expect.stringContaining('prometheus: {url') }] },
    ]);
  });
});
