import { type GateRequest, type GateTools, runGate } from '../../../src/flow/gate/run-gate.js';
import type { CommandEnd, OperatorCommand } from '../../../src/flow/ports/operator-command.js';
import type { Visit } from '../../../src/flow/ports.js';
import type { Budget, BudgetName } from '../../../src/model/budget.js';
import type { CheckRun, HostRun } from '../../../src/model/capture.js';
import type { InventoryHost } from '../../../src/model/host.js';
import { parsers } from '../../../src/parsers/registry.js';
import { matchesLine } from '../../../src/playbooks/line-pattern.js';
import { playbooks } from '../desk-kit.js';
import { manualTime } from '../manual-time.js';

const BUDGETS: readonly Budget[] = [
  { name: 'p99', limit: 0.05, critical: 0.5 },
  { name: 'error_rate', limit: 0.01 },
  { name: 'cpu', limit: 0.85 },
];
const only = (...names: readonly BudgetName[]): readonly Budget[] => BUDGETS.filter(({ name }) => names.includes(name));

const NOW = 1_790_000_000;
const sampleOf = (value: string) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [{ metric: {}, value: [NOW, value] }] } });
const rangeOf = (value: string) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[NOW, value]] }] } });
const EMPTY = JSON.stringify({ status: 'success', data: { resultType: 'vector', result: [] } });
const requests = (count: number, attempt: object = {}): string =>
  Array.from({ length: count }, () => `${JSON.stringify({ at: NOW, outcome: 'answered', code: 200, total_s: 0.01, ...attempt })}\n`).join(
    '',
  );
const BUSY = '/proc/stat:cpu  0 0 0 0 0 0 0 0 0 0\n';

/** What each check prints, per visit; a check that is not told of cannot be made. */
type Prints = Readonly<Record<string, string | (() => string)>>;

function fleet(prints: Readonly<Record<string, Prints>>) {
  const visits: string[][] = [];
  const makeVisit = (visit: Visit): Promise<readonly HostRun[]> => {
    const checks = [...visit.onHost, ...visit.fromBot, ...visit.fromPrometheus];
    visits.push(checks.map(({ key }) => `${key}@${visit.target.host}`));
    const runs = checks.map(({ key }): CheckRun => {
      const said = prints[visit.target.host]?.[key];
      if (said === undefined) return { kind: 'not-run', key, reason: 'missing', detail: `${key} is not there`, hint: '' };
      const attempt = { variant: 0, command: key, stdout: typeof said === 'string' ? said : said(), stderr: '', exit: 0 };
      return { kind: 'ran', key, looks: [{ attempts: [{ ...attempt, end: 'exited', truncated: false, from: 1, to: 1 }] }] };
    });
    return Promise.resolve([{ host: visit.target.host, hostClock: NOW, uid: 0, runs }]);
  };
  return { visits, makeVisit };
}

function gateOf(prints: Readonly<Record<string, Prints>>, { url = 'http://10.0.0.1/' }: { readonly url?: string | undefined } = {}) {
  const time = manualTime(NOW);
  const { visits, makeVisit } = fleet(prints);
  const tools: GateTools = { playbooks, parsers, matchesLine, makeVisit, clock: time.clock, later: time.later };
  const [first, ...more] = Object.keys(prints).map((name, index) => {
    const address = `10.0.0.${index + 1}`;
    const way = { kind: 'ssh', address, port: 22, user: '', identityFiles: [], knownHosts: [], jump: [] } as const;
    const host: InventoryHost = { name, addresses: [], labels: {}, way };
    return { host, target: { host: name, address, service: 'checkout', params: {}, ...(url === '' ? {} : { url }) } };
  });
  if (!first) throw new Error('a fleet has a host');
  const request = (budgets: readonly Budget[], span: GateRequest['span']): GateRequest => ({ targets: [first, ...more], budgets, span });
  return { time, tools, visits, request };
}

const once = { kind: 'once' } as const;

/** Lets promises that are settled run on. */
const settle = () => new Promise<void>(resolve => setImmediate(resolve));

describe('once', () => {
  test('Prometheus tells everything: one look, and no request from here', async () => {
    const { tools, visits, request } = gateOf({
      app1: { prom_p99: sampleOf('0.03'), prom_error_rate: sampleOf('0'), prom_cpu: rangeOf('0.4') },
    });
    const { state, verdicts } = await runGate(request(BUDGETS, once), tools);
    expect(state).toBe('within');
    expect(verdicts.map(({ value }) => value)).toEqual([0.03, 0, 0.4]);
    expect(visits.flat().sort()).toEqual(['prom_cpu@app1', 'prom_error_rate@app1', 'prom_p99@app1']);
  });

  test.each([
    ['no series', EMPTY],
    ['NaN: nobody asked it anything', sampleOf('NaN')],
  ])('an empty answer is never zero: %s', async (_, printed) => {
    const { tools, request } = gateOf({ app1: { prom_error_rate: printed } }, { url: '' });
    const { state, verdicts } = await runGate(request(only('error_rate'), once), tools);
    expect(state).toBe('unmeasurable');
    expect(verdicts[0]).toMatchObject({
      state: 'unmeasurable',
      why: expect.stringMatching(/Prometheus: .*From here: no URL is declared/su),
    });
  });

  test('without Prometheus a hundred requests tell', async () => {
    const { tools, visits, request } = gateOf({ app1: { http_burst: requests(20) } });
    const { state } = await runGate(request(only('p99', 'error_rate'), once), tools);
    expect(state).toBe('within');
    expect(visits.flat().filter(key => key === 'http_burst@app1')).toHaveLength(5);
  });

  test('two failures of twenty are enough, and it stops there', async () => {
    const { tools, visits, request } = gateOf({ app1: { http_burst: `${requests(18)}${requests(2, { code: 503 })}` } });
    const { state, verdicts } = await runGate(request(only('error_rate'), once), tools);
    expect([state, verdicts[0]?.state]).toEqual(['breached', 'breached']);
    expect(visits.flat().filter(key => key === 'http_burst@app1')).toHaveLength(1);
  });

  test('requests that cannot be made measure nothing', async () => {
    const { tools, request } = gateOf({ app1: {} });
    expect((await runGate(request(only('p99'), once), tools)).state).toBe('unmeasurable');
  });

  test('of several hosts the busiest counts; one that cannot be seen keeps the others from being enough', async () => {
    const well = { prom_cpu: rangeOf('0.4') };
    const busy = gateOf({ app1: well, app2: { prom_cpu: rangeOf('0.99') } });
    expect(await runGate(busy.request(only('cpu'), once), busy.tools)).toMatchObject({ state: 'breached', verdicts: [{ value: 0.99 }] });
    const unseen = gateOf({ app1: well, app2: {} });
    expect(await runGate(unseen.request(only('cpu'), once), unseen.tools)).toMatchObject({ state: 'unmeasurable' });
    const unseenAndBusy = gateOf({ app1: { prom_cpu: rangeOf('0.99') }, app2: {} });
    expect((await runGate(unseenAndBusy.request(only('cpu'), once), unseenAndBusy.tools)).state).toBe('breached');
  });

  test('a host whose CPU cannot be read from one look is not measured', async () => {
    const { tools, request } = gateOf({ app1: { cpu: BUSY } });
    expect((await runGate(request(only('cpu'), once), tools)).state).toBe('unmeasurable');
  });

  test('stopped by a person, nothing is decided', async () => {
    const stop = new AbortController();
    stop.abort();
    const { tools, request } = gateOf({ app1: { prom_error_rate: sampleOf('0') } });
    expect((await runGate(request(only('error_rate'), once), tools, { signal: stop.signal })).state).toBe('stopped');
  });
});

describe('watching', () => {
  const span = { kind: 'watch', seconds: 60, everySeconds: 5 } as const;

  test('goes on until the time is over', async () => {
    const { time, tools, visits, request } = gateOf({ app1: { prom_error_rate: sampleOf('0.001') } });
    const running = runGate(request(only('error_rate'), span), { ...tools, makeVisit: tools.makeVisit });
    let isOver = false;
    void running.then(() => (isOver = true));
    for (let passed = 0; !isOver && passed < 200; passed++) {
      await settle();
      time.pass(1);
    }
    const { state, verdicts } = await running;
    // Samples of 1790000000 are old after 150 s; a minute is not that long.
    expect([state, verdicts[0]?.looks]).toEqual(['within', 13]);
    expect(visits.flat().filter(key => key === 'prom_error_rate@app1')).toHaveLength(13);
  });

  test('ends at the first breach', async () => {
    let looks = 0;
    const rate = (): string => sampleOf(++looks < 3 ? '0' : '0.02');
    const { time, tools, request } = gateOf({ app1: { prom_error_rate: rate } });
    const running = runGate(request(only('error_rate'), span), tools);
    for (let passed = 0; looks < 3 && passed < 200; passed++) {
      await settle();
      time.pass(1);
    }
    expect(await running).toMatchObject({ state: 'breached', verdicts: [{ value: 0.02, looks: 3 }] });
  });
});

describe('with a command', () => {
  function commandThat(): OperatorCommand & { readonly finish: (end: CommandEnd) => void; readonly stops: () => number } {
    const { promise: ended, resolve: finish } = Promise.withResolvers<CommandEnd>();
    let stops = 0;
    return {
      ended,
      finish,
      stops: () => stops,
      stop: async () => {
        stops += 1;
        finish({ kind: 'killed', signal: 'SIGTERM' });
        await ended;
      },
    };
  }

  test('it is ended at the first breach', async () => {
    const command = commandThat();
    const { tools, request } = gateOf({ app1: { prom_error_rate: sampleOf('0.02') } });
    const outcome = await runGate(request(only('error_rate'), { kind: 'command', command, everySeconds: 5 }), tools);
    expect(outcome).toMatchObject({ state: 'breached', command: { byGate: true, end: { kind: 'killed' } } });
    expect(command.stops()).toBe(1);
  });

  test('when it ends, one more look is made, and what that sees counts', async () => {
    const command = commandThat();
    let looks = 0;
    const rate = (): string => {
      looks += 1;
      return sampleOf(looks === 1 ? '0' : '0.5');
    };
    const { tools, request } = gateOf({ app1: { prom_error_rate: rate } });
    const running = runGate(request(only('error_rate'), { kind: 'command', command, everySeconds: 5 }), tools);
    await settle();
    command.finish({ kind: 'exited', code: 0 });
    expect(await running).toMatchObject({ state: 'breached', command: { byGate: false, end: { kind: 'exited', code: 0 } } });
    expect(looks).toBe(2);
  });

  test('it never outlives a gate that was stopped, or that fails', async () => {
    const stop = new AbortController();
    const first = commandThat();
    const { tools, request } = gateOf({ app1: { prom_error_rate: sampleOf('0') } });
    const running = runGate(request(only('error_rate'), { kind: 'command', command: first, everySeconds: 5 }), tools, {
      signal: stop.signal,
    });
    await settle();
    stop.abort();
    expect(await running).toMatchObject({ state: 'stopped', command: { byGate: true } });
    const second = commandThat();
    const broken = { ...tools, makeVisit: () => Promise.reject(new Error('broken')) };
    await expect(runGate(request(only('error_rate'), { kind: 'command', command: second, everySeconds: 5 }), broken)).rejects.toThrow(
      'broken',
    );
    expect([first.stops(), second.stops()]).toEqual([1, 1]);
  });
});
