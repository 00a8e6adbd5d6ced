import type { ServerResponse } from 'node:http';
import type { CheckRun } from '../../src/model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../../src/model/plan.js';
import { createQueryRunner } from '../../src/prometheus/query-runner.js';
import { openWebApi } from '../../src/prometheus/web-api.js';
import { closedPort } from '../http/servers.js';
import { type Answering, type AnsweringOptions, answering, reply } from './answering.js';
import { recorded } from './recorded.js';

const NOW = 1795781700.9;
const clock = { now: () => NOW };
const up: PlannedVariant = { kind: 'promql', query: 'up{a="b\'c"}' };

const check = (variants: readonly PlannedVariant[] = [up], more: Partial<PlannedCheck> = {}): PlannedCheck => ({
  key: 'prom_up',
  check: 'prom_up',
  title: '',
  sample: 'once',
  cost: 'cheap',
  timeoutSeconds: 30,
  capBytes: 64_000,
  variants,
  ...more,
});

const open: Answering[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

async function run(answer: (response: ServerResponse) => void, checks = [check()], options: AnsweringOptions = {}) {
  const server = await answering(answer, options);
  open.push(server);
  const counted: string[] = [];
  const measures = { query: (outcome: string) => void counted.push(outcome) };
  const ran = await createQueryRunner({ api: server.api, clock, measures }).run('api-1', checks, {});
  return { ...server, ran, counted, first: ran.runs[0] as CheckRun };
}

const lastOf = (run: CheckRun) => (run.kind === 'ran' ? run.looks[0].attempts.at(-1) : undefined);

test('an instant query: a form by POST, and the exact bytes of the answer', async () => {
  const { asked, ran, first, url, counted } = await run(reply(200, recorded('instant-up')));
  expect(asked).toMatchObject([
    { method: 'POST', path: '/api/v1/query', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ]);
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({ query: 'up{a="b\'c"}', time: '1795781700' });
  expect(ran).toMatchObject({ host: 'api-1', hostClock: NOW, uid: -1 });
  expect(lastOf(first)).toMatchObject({
    variant: 0,
    command: `promtool query instant ${url} 'up{a="b'\\''c"}'`,
    stdout: recorded('instant-up'),
    stderr: '',
    exit: 0,
    end: 'exited',
    truncated: false,
  });
  expect(counted).toEqual(['ok']);
});

test('a range query, below a path, with a login that no capture shows', async () => {
  const range = check([{ kind: 'promql', query: 'up', range: { seconds: 1800, step: 30 } }]);
  const login = { kind: 'bearer', token: 's3cret-token' } as const;
  const { asked, ran, first, url } = await run(reply(200, recorded('range-up')), [range], { prefix: '/prom/', login });
  expect(asked[0]).toMatchObject({ path: '/prom/api/v1/query_range', headers: { authorization: 'Bearer s3cret-token' } });
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
    query: 'up',
    start: '1795779900',
    end: '1795781700',
    step: '30',
  });
  expect(lastOf(first)?.command).toBe(`promtool query range --start=1795779900 --end=1795781700 --step=30s ${url.replace(/\/$/, '')} 'up'`);
  expect(JSON.stringify(ran)).not.toContain('s3cret');
});

test.each([
  ['a bad query', 400, recorded('instant-bad'), undefined, { exit: 1, end: 'exited', stderr: expect.stringContaining('bad_data: ') }],
  [
    'a query that cannot be carried out',
    422,
    recorded('instant-duplicate'),
    undefined,
    { stderr: expect.stringMatching(/^execution: found dup/) },
  ],
  [
    'no right',
    403,
    'no',
    'text/plain',
    { exit: 1, stderr: expect.stringContaining('HTTP 403: permission denied; check prometheus.bearer') },
  ],
  ['a login page', 200, '<html>Sign in</html>', 'text/html; charset=utf-8', { exit: 1, stderr: expect.stringContaining('a web page') }],
  ['a proxy without a server', 502, '<html>Bad</html>', 'text/html', { exit: 1, stderr: 'HTTP 502 instead of an answer' }],
  ['another place', 302, '', 'text/html', { exit: 1, stderr: expect.stringContaining('it sends us elsewhere') }],
  ['no such path', 404, '404 page not found\n', 'text/plain', { exit: 1, stderr: expect.stringContaining('is a path missing?') }],
  [
    "Prometheus' own time limit",
    503,
    '{"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"}',
    undefined,
    { exit: -1, end: 'timed-out', stderr: expect.stringContaining('Prometheus gave it up (timeout: query timed out') },
  ],
])('%s', async (_, status, body, type, expected) => {
  const { first, counted } = await run(reply(status, body, type));
  expect(lastOf(first)).toMatchObject({ stdout: body, ...expected });
  expect(counted).toEqual(['failed']);
});

test('an answer without series: the next variant is asked, and the last word counts', async () => {
  const answers = [recorded('instant-empty'), recorded('instant-up')];
  const { first, counted } = await run(
    response => reply(200, answers.shift() ?? '')(response),
    [check([up, { kind: 'promql', query: 'other' }, { kind: 'promql', query: 'never' }])],
  );
  expect(first.kind === 'ran' && first.looks[0].attempts.map(({ variant }) => variant)).toEqual([0, 1]);
  expect(lastOf(first)?.stdout).toBe(recorded('instant-up'));
  expect(counted).toEqual(['empty', 'ok']);
});

test('a server that hangs: our own limit is named', async () => {
  const { first } = await run(() => undefined, [check([up], { timeoutSeconds: 0.2 })]);
  expect(lastOf(first)).toMatchObject({ exit: -1, end: 'timed-out', stderr: 'no answer within our limit of 0.2 s' });
});

test('a body that never ends in time', async () => {
  const { first } = await run(
    response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"status":');
    },
    [check([up], { timeoutSeconds: 0.3 })],
  );
  expect(lastOf(first)).toMatchObject({ end: 'timed-out' });
});

test('a million series are read as far as the check keeps, and no further', async () => {
  let sent = 0;
  const { first } = await run(
    response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"status":"success","data":{"resultType":"vector","result":[');
      const series = `${'{"metric":{"i":"1"},"value":[1,"1"]},'.repeat(1000)}`;
      const write = (): void => {
        while (sent < 1000 && !response.destroyed) {
          sent += 1;
          if (!response.write(series)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
    },
    [check()],
  );
  const last = lastOf(first);
  expect(last?.truncated).toBe(true);
  expect(last?.stdout.length).toBe(64_000);
  expect(sent).toBeLessThan(1000);
});

test('nobody listens: unreachable, with what to do', async () => {
  const api = openWebApi({ url: `http://127.0.0.1:${await closedPort()}`, login: { kind: 'none' }, timeoutSeconds: 5, concurrency: 4 });
  const { runs } = await createQueryRunner({ api, clock }).run('api-1', [check()], {});
  await api.close();
  expect(runs).toEqual([
    {
      kind: 'not-run',
      key: 'prom_up',
      reason: 'unreachable',
      detail: 'Prometheus could not be reached: the connection was refused',
      hint: expect.stringContaining('doctor'),
    },
  ]);
});

test('a connection that breaks off', async () => {
  const { first } = await run(response => response.destroy());
  expect(first).toMatchObject({ kind: 'not-run', reason: 'unreachable', detail: expect.stringContaining('closed without an answer') });
});

test('stopped before the answer', async () => {
  const controller = new AbortController();
  const server = await answering(() => controller.abort());
  open.push(server);
  const { runs } = await createQueryRunner({ api: server.api, clock }).run('api-1', [check()], { signal: controller.signal });
  expect(runs).toMatchObject([{ kind: 'not-run', reason: 'skipped' }]);
});

test('so many at a time, and no more', async () => {
  let now = 0;
  let most = 0;
  const waiting: ServerResponse[] = [];
  const checks = Array.from({ length: 9 }, (_, i) => check([up], { key: `c${i}` }));
  const { ran } = await run(
    response => {
      now += 1;
      most = Math.max(most, now);
      waiting.push(response);
      // Answered when as many are waiting as can be, or as are left.
      if (waiting.length === 3) {
        now = 0;
        for (const one of waiting.splice(0)) reply(200, recorded('instant-up'))(one);
      }
    },
    checks,
    { concurrency: 3 },
  );
  expect(ran.runs.every(({ kind }) => kind === 'ran')).toBe(true);
  expect(most).toBe(3);
});
