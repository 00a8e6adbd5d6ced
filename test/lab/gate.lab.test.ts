import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './lab.js';
import { type PrometheusServer, startPrometheus } from './prometheus.js';

/** Upper bounds of the histogram's buckets, in seconds. */
const BUCKETS = ['0.01', '0.025', '0.05', '0.1', '1', '+Inf'];

/** A service that answers and counts as client libraries do. */
function countingService() {
  const counts: Record<string, number> = { 200: 0, 500: 0 };
  let isFailing = false;
  const metrics = (): string => {
    const all = (counts[200] ?? 0) + (counts[500] ?? 0);
    return [
      ...Object.entries(counts).map(([code, count]) => `http_requests_total{code="${code}"} ${count}`),
      // All of them took less than 10 ms.
      ...BUCKETS.map(le => `http_request_duration_seconds_bucket{le="${le}"} ${all}`),
      `http_request_duration_seconds_count ${all}`,
      `http_request_duration_seconds_sum ${all * 0.005}`,
      '',
    ].join('\n');
  };
  const server: Server = createServer((request, response) => {
    if (request.url === '/metrics') {
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      response.end(metrics());
      return;
    }
    response.statusCode = isFailing ? 500 : 200;
    counts[response.statusCode] = (counts[response.statusCode] ?? 0) + 1;
    response.end();
  });
  return {
    server,
    fail: () => {
      isFailing = true;
    },
  };
}

interface Gate {
  readonly exit: number;
  readonly answer: {
    readonly state: string;
    readonly budgets: readonly {
      readonly budget: string;
      readonly state: string;
      readonly value: number | null;
      readonly source: unknown;
    }[];
    readonly command: unknown;
    readonly diagnosis: { readonly symptom: string } | null;
  };
  readonly said: string;
}

describe('the gate with a real Prometheus', () => {
  const { server, fail } = countingService();
  let url: string;
  let prometheus: PrometheusServer;
  let config: string;
  let load: NodeJS.Timeout;

  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    url = `http://${address}/`;
    prometheus = await startPrometheus({ scrape: { shop: { targets: [address] }, other: { targets: ['127.0.0.1:1'] } } });
    load = setInterval(() => void fetch(url).catch(() => undefined), 50);
    config = join(mkdtempSync(join(tmpdir(), 'faultline-gate-lab-')), 'faultline.yml');
    const shop = { hosts: ['local'], url };
    writeFileSync(config, JSON.stringify({ prometheus: { url: prometheus.url }, services: { shop, other: { hosts: ['local'] } } }));
  });
  afterAll(async () => {
    clearInterval(load);
    server.close();
    server.closeAllConnections();
    await prometheus?.stop();
  });

  const gate = (service: string, args: readonly string[], seen: (said: string) => void = () => undefined): Promise<Gate> =>
    new Promise(resolve => {
      const argv = [main, 'gate', '--service', service, '--config', config, '--json', ...args];
      const child = execFile(process.execPath, argv, (error, stdout, stderr) => {
        const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
        resolve({ exit, answer: JSON.parse(stdout), said: stderr });
      });
      child.stderr?.on('data', seen);
    });

  test('it has seen every request, and what it never saw is not passed', async () => {
    const { budgets } = (await gate('shop', ['--only', 'p99', '--only', 'error-rate', '--for', '15s', '--every', '2s'])).answer;
    const fromPrometheus = { source: { command: expect.stringContaining(`promtool query instant ${prometheus.url}`) } };
    expect(budgets).toMatchObject([
      { budget: 'p99', state: 'within', value: expect.any(Number), ...fromPrometheus },
      { budget: 'error_rate', state: 'within', value: 0, ...fromPrometheus },
    ]);
    const unseen = await gate('other', ['--only', 'error-rate']);
    expect([unseen.exit, unseen.answer.state]).toEqual([6, 'unmeasurable']);
  });

  test('a load test is ended when more than 1 % fail', async () => {
    const script = 'echo "load of pid $$"; exec sleep 300';
    const { exit, answer, said } = await gate('shop', ['--only', 'error-rate', '--every', '1s', '--', 'sh', '-c', script], fail);
    expect(answer).toMatchObject({
      state: 'breached',
      command: { kind: 'killed', signal: 'SIGTERM', endedByGate: true },
      diagnosis: { symptom: 'budget-breached' },
    });
    expect(answer.budgets[0]?.value).toBeGreaterThan(0.01);
    expect(exit).toBe(5);
    const pid = Number(/load of pid (\d+)/u.exec(said)?.[1]);
    expect(pid).toBeGreaterThan(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});
