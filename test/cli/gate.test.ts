import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { httpServer, type Running } from '../http/servers.js';
import { answering } from '../prometheus/answering.js';
import { app } from '../run-app.js';

let cwd: string;
let service: Running;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-gate-'));
  answer = (_, response) => response.end('well');
  service = await httpServer((request, response) => answer(request, response));
  configure({});
});
afterEach(() => {
  service.close();
  rmSync(cwd, { recursive: true, force: true });
});

function configure(more: object, ofService: object = {}): void {
  const shop = { hosts: ['local'], port: service.port, url: `http://127.0.0.1:${service.port}/`, ...ofService };
  // JSON is YAML.
  writeFileSync(join(cwd, 'faultline.yml'), JSON.stringify({ services: { shop }, ...more }));
}

const run = (...argv: readonly string[]) => app(['gate', '--service', 'shop', ...argv], { cwd });

test('a service that answers keeps its error rate, measured from here without any Prometheus', async () => {
  const { exit, out } = await run('--only', 'error-rate');
  expect(out).toContain('shop: WITHIN ITS BUDGETS');
  expect(out).toContain('error rate 0 %, within its budget of 1 % (100 requests from here)');
  expect(exit).toBe(0);
}, 60_000);

test('one that fails ends with 5, the budget and the diagnosis, as one JSON object', async () => {
  answer = (_, response) => {
    response.statusCode = 503;
    response.end();
  };
  const { exit, out } = await run('--only', 'error_rate', '--json');
  const printed = JSON.parse(out);
  expect(printed).toMatchObject({
    schema: 'faultline.gate/1',
    service: 'shop',
    state: 'breached',
    budgets: [{ budget: 'error_rate', limit: 0.01, state: 'breached' }],
    command: null,
    diagnosis: { schema: 'faultline.diagnosis/1', symptom: 'budget-breached' },
  });
  expect(printed.budgets[0].value).toBeGreaterThan(0.01);
  expect(exit).toBe(5);
}, 60_000);

test('what cannot be measured ends with 6, and says why', async () => {
  configure({}, { url: undefined });
  const { exit, out } = await run('--only', 'p99');
  expect(out).toContain('NOT MEASURED, SO NOT PASSED');
  const words = out.replace(/\s+/gu, ' ');
  expect(words).toContain('no Prometheus is configured');
  expect(words).toContain('no URL is declared');
  expect(exit).toBe(6);
}, 60_000);

test('Prometheus is asked by the names that the service has there, and its numbers count', async () => {
  const now = (): number => Date.now() / 1000;
  const prometheus = await answering((response, { body }) => {
    const query = new URLSearchParams(body).get('query') ?? '';
    const mine = query.includes('job="checkout-prod"') && query.includes('__name__="orders_total"') && query.includes('status=~');
    const result = mine ? [{ metric: {}, value: [now(), '0.04'] }] : [];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
  });
  try {
    configure(
      { prometheus: { url: prometheus.url } },
      { metrics: { job: 'checkout-prod', requests: 'orders_total' }, budgets: { error_rate: '5%' } },
    );
    const kept = await run('--only', 'error-rate');
    expect([kept.exit, kept.out]).toEqual([0, expect.stringContaining('error rate 4 %, within its budget of 5 %')]);
  } finally {
    await prometheus.close();
  }
}, 60_000);

test('a load test is ended at the first breach, and its words go to stderr', async () => {
  answer = (_, response) => {
    response.statusCode = 500;
    response.end();
  };
  const { exit, out, err } = await run('--only', 'error-rate', '--json', '--', 'sh', '-c', 'echo loading; sleep 600');
  expect(JSON.parse(out).command).toEqual({ kind: 'killed', signal: 'SIGTERM', endedByGate: true });
  expect(err).toContain('loading');
  expect(exit).toBe(5);
}, 60_000);

test.each([
  ['fails by itself', ['sh', '-c', 'exit 9'], 'ended by itself with exit code 9'],
  ['cannot be started', ['/no/such/load-test'], 'could not be started'],
])(
  'a load test that %s is no pass',
  async (_, argv, says) => {
    // All CPUs may be in use: a machine that runs many tests at once keeps that.
    configure({}, { budgets: { cpu: '100%' } });
    const { exit, out } = await run('--only', 'cpu', '--every', '1s', '--', ...argv);
    expect(out.replace(/\s+/gu, ' ')).toContain(says);
    expect(exit).toBe(1);
  },
  60_000,
);

test.each([
  ['no service', ['gate'], '--service'],
  ['a service that nobody declared', ['gate', '--service', 'shap'], 'shop'],
  ['a budget that there is not', ['gate', '--service', 'shop', '--only', 'p95'], 'p99'],
  ['a time that is none', ['gate', '--service', 'shop', '--for', 'ever'], '--for'],
  ['an odd interval', ['gate', '--service', 'shop', '--every', '0s'], '--every'],
  ['a time beside a command', ['gate', '--service', 'shop', '--for', '5s', '--', 'true'], 'exclude each other'],
])('%s is refused with exit code 2', async (_, argv, says) => {
  const { exit, err, out } = await app(argv, { cwd });
  expect(err).toContain(says);
  expect([exit, out]).toEqual([2, '']);
});
