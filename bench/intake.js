// node bench/intake.js [ROUNDS] [SECONDS]: how many alerts the webhook takes in. The real server with the real SQLite store (`durable`) against the
// same server that keeps nothing (`parsed`), each a process of its own, in alternating rounds, so that a noisy machine disturbs both alike. wrk
// sends over 64 connections; every delivery is a new signal. Build first: it measures dist/.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './measure.js';
import { sendFor } from './send-for.js';

const ROUNDS = Number(process.argv[2] ?? 5);
const SECONDS = Number(process.argv[3] ?? 3);
const CONNECTIONS = 64;
const TOKEN = 'a-token-for-the-bench';
const LEAST_RATIO = 0.6;
const MOST_P99_MS = 20;

const folder = mkdtempSync(join(tmpdir(), 'faultline-intake-'));
const hasWrk = spawnSync('wrk', ['-v']).error === undefined;
let sent = 0;

/** What stands before and after the number that makes a delivery a new one. */
function payload(alerts) {
  const one = index => ({
    status: 'firing',
    labels: {
      alertname: 'HighLatency',
      cluster: 'prod-eu-1',
      instance: `10.0.0.${index}:9100`,
      job: 'checkout',
      namespace: 'shop',
      severity: 'critical',
      team: 'payments',
    },
    annotations: {
      summary: `Latency of checkout on 10.0.0.${index} is high`,
      description: 'The 99th percentile of request latency has been above 1 s for 5 minutes. Look at the dashboard and the runbook.',
      runbook_url: 'https://runbooks.example.org/checkout/high-latency',
    },
    startsAt: '2026-11-27T12:00:00.123Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.org:9090/graph?g0.expr=histogram_quantile%280.99%2C+rate%28x%5B5m%5D%29%29&g0.tab=1',
    fingerprint: index.toString(16).padStart(16, '0'),
  });
  const body = JSON.stringify({
    receiver: 'faultline',
    status: 'firing',
    alerts: Array.from({ length: alerts }, (_, index) => one(index + 1)),
    groupLabels: { alertname: 'HighLatency' },
    commonLabels: { alertname: 'HighLatency', job: 'checkout', severity: 'critical' },
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.org:9093',
    version: '4',
    groupKey: '{}:{alertname="NUMBER"}',
    truncatedAlerts: 0,
  });
  return body.split('NUMBER');
}

async function start(mode, name) {
  const child = spawn(process.execPath, ['bench/intake-server.js', mode, join(folder, `${name}.db`), TOKEN], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [port] = await once(child, 'message');
  const cpu = async () => {
    child.send('cpu');
    const [microseconds] = await once(child, 'message');
    return microseconds;
  };
  return { mode, url: `http://127.0.0.1:${port}/webhooks/alertmanager`, child, cpu };
}

/** One round, with the server's CPU for each delivery in microseconds. */
async function round({ url, cpu }, parts) {
  const before = await cpu();
  const figures = await send(url, parts);
  return { ...figures, cpu: ((await cpu()) - before) / figures.deliveries };
}

/** Deliveries, how many a second, latencies in milliseconds, and how many were not answered with 200. */
async function send(url, [before, after]) {
  const first = sent;
  sent += 10_000_000;
  if (!hasWrk)
    return sendFor({ url, token: TOKEN, connections: CONNECTIONS, seconds: SECONDS, body: count => `${before}${first + count}${after}` });
  const script = join(folder, 'send.lua');
  writeFileSync(
    script,
    `local count = ${first}
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer ${TOKEN}" }
request = function()
  count = count + 1
  return wrk.format("POST", nil, headers, [==[${before}]==] .. count .. [==[${after}]==])
end
done = function(summary, latency)
  local e = summary.errors
  print(string.format("FIGURES %d %d %f %f %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
`,
  );
  const wrk = spawn('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-s', script, url], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  wrk.stdout.on('data', part => {
    said += part;
  });
  await once(wrk, 'close');
  const figures = /FIGURES (\S+) (\S+) (\S+) (\S+) (\S+)/.exec(said)?.slice(1).map(Number);
  if (!figures) throw new Error(`wrk said nothing that can be read: ${said}`);
  const [requests, microseconds, p50, p99, failed] = figures;
  return { deliveries: requests, perSecond: requests / (microseconds / 1e6), p50: p50 / 1000, p99: p99 / 1000, failed };
}

async function compare(alerts) {
  const parts = payload(alerts);
  const servers = [await start('parsed', `parsed-${alerts}`), await start('durable', `durable-${alerts}`)];
  const rounds = { parsed: [], durable: [] };
  try {
    for (const server of servers) await round(server, parts);
    for (let count = 0; count < ROUNDS; count++)
      for (const server of count % 2 === 0 ? servers : servers.toReversed()) rounds[server.mode].push(await round(server, parts));
  } finally {
    for (const { child } of servers) {
      child.kill();
      await once(child, 'exit');
    }
  }
  const of = (mode, figure) => median(rounds[mode].map(each => each[figure]));
  const size = Buffer.byteLength(parts.join('1'));
  process.stdout.write(
    `\n${alerts} alert${alerts === 1 ? '' : 's'} a delivery (${size} bytes), ${CONNECTIONS} connections, median of ${ROUNDS} rounds; load of the machine ${loadavg()[0].toFixed(1)}\n`,
  );
  for (const mode of ['parsed', 'durable']) {
    const failed = rounds[mode].reduce((sum, each) => sum + each.failed, 0);
    process.stdout.write(
      `  ${mode.padEnd(8)} ${of(mode, 'perSecond').toFixed(0).padStart(7)} deliveries/s ${(of(mode, 'perSecond') * alerts).toFixed(0).padStart(8)} alerts/s   p50 ${of(mode, 'p50').toFixed(2).padStart(6)} ms   p99 ${of(mode, 'p99').toFixed(2).padStart(6)} ms   CPU ${of(mode, 'cpu').toFixed(0).padStart(4)} µs   ${failed} not answered with 200\n`,
    );
  }
  const ratio = median(rounds.durable.map((each, index) => each.perSecond / rounds.parsed[index].perSecond));
  const says = (what, value, isWell, bound) =>
    process.stdout.write(`  ${what.padEnd(34)} ${value.padStart(9)}  ${bound.padEnd(8)} ${isWell ? 'ok' : 'NOT REACHED'}\n`);
  says('durable / parsed', ratio.toFixed(2), ratio >= LEAST_RATIO, `>= ${LEAST_RATIO}`);
  says('99th percentile, durable', `${of('durable', 'p99').toFixed(1)} ms`, of('durable', 'p99') < MOST_P99_MS, `< ${MOST_P99_MS} ms`);
}

try {
  if (!hasWrk) process.stdout.write('wrk is not installed: a loop of our own sends, and takes CPU from what it measures.\n');
  for (const alerts of [1, 10]) await compare(alerts);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
