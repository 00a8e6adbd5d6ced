// node bench/storm.js [GROUPS] [ALERTS-OF-EACH]: 10,000 alerts within a minute against the whole bot, with Slack's own limits on: what was lost, how
// much memory it took, what Slack refused, and what the digest says. Its hosts answer from a capture.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import { startWorkspace } from '../dist/sandbox/workspace.js';
import { openStore } from '../dist/store/open-store.js';

const GROUPS = Number(process.argv[2] ?? 2500);
const EACH = Number(process.argv[3] ?? 4);
const SECONDS = 60;
const MOST_DRAIN_SECONDS = 600;
const TOKEN = 'storm-token';
const say = text => process.stdout.write(`${text}\n`);

const free = createServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const { port } = free.address();
await new Promise(resolve => free.close(resolve));

const folder = mkdtempSync(join(tmpdir(), 'faultline-storm-'));
const config = join(folder, 'faultline.yml');
const store = `sqlite:${join(folder, 'storm.db')}`;
const workspace = await startWorkspace({ manifest: parse(readFileSync('manifest.yml', 'utf8')) });
writeFileSync(
  config,
  JSON.stringify({
    hosts: [{ name: 'app1', address: '10.78.2.2', user: 'root', host_key: `ssh-ed25519 ${'A'.repeat(68)}` }],
    services: { orders: { hosts: ['app1'], port: 8080, url: 'http://10.78.2.2:8080/v1/items' } },
    slack: { bot_token: 'env:BOT', app_token: 'env:APP', channel: '#incidents', api_url: workspace.apiUrl },
    alertmanager: { webhook_token: 'env:HOOK' },
    store: { url: store },
    http: { listen: `127.0.0.1:${port}` },
  }),
);
const bot = spawn(process.execPath, ['test/lab/recorded-serve.js', config, 'playbooks/cases/oom-kill.capture.json', '5'], {
  env: { ...process.env, BOT: workspace.botToken, APP: workspace.appToken, HOOK: TOKEN },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let errors = 0;
let firstError = '';
bot.stdout.on('data', chunk => {
  for (const line of String(chunk).split('\n'))
    if (line.includes('"level":"error"')) {
      errors++;
      firstError ||= line;
    }
});
const at = path => `http://127.0.0.1:${port}${path}`;
for (;;) {
  const up = await fetch(at('/readyz')).then(
    answer => answer.status === 200,
    () => false,
  );
  if (up) break;
  await delay(200);
}

const body = number => {
  const alerts = Array.from({ length: EACH }, (_, index) => {
    const labels = {
      alertname: `Down${number}`,
      instance: `web-${number % 400}:${9100 + index}`,
      severity: number % 7 === 0 ? 'critical' : 'warning',
    };
    return {
      status: 'firing',
      labels,
      annotations: { summary: 'connection refused' },
      startsAt: new Date().toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: `${number}-${index}`,
    };
  });
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{alertname="Down${number}"}`,
    receiver: 'faultline',
    status: 'firing',
    groupLabels: { alertname: `Down${number}` },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://127.0.0.1:9093',
    alerts,
  });
};

let peak = 0;
let waiting = Number.NaN;
let loopMax = 0;
let isOver = false;
const watching = (async () => {
  while (!isOver) {
    const text = await fetch(at('/metrics')).then(
      answer => answer.text(),
      () => '',
    );
    const value = name => Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1] ?? Number.NaN);
    peak = Math.max(peak, value('process_resident_memory_bytes') || 0);
    loopMax = Math.max(loopMax, value('nodejs_eventloop_lag_max_seconds') || 0);
    waiting = value('faultline_signals_waiting');
    await delay(500);
  }
})();

const taken = [];
const began = performance.now();
const sending = Array.from({ length: 16 }, async (_, sender) => {
  for (let number = sender; number < GROUPS; number += 16) {
    const due = began + (number / GROUPS) * SECONDS * 1000;
    await delay(Math.max(0, due - performance.now()));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
    for (;;) {
      const sent = performance.now();
      const status = await fetch(at('/webhooks/alertmanager'), { method: 'POST', headers, body: body(number) }).then(
        answer => answer.arrayBuffer().then(() => answer.status),
        () => 0,
      );
      if (status === 200) {
        taken.push(performance.now() - sent);
        break;
      }
      await delay(500);
    }
  }
});
await Promise.all(sending);
const sentIn = (performance.now() - began) / 1000;
const drainFrom = performance.now();
while (waiting !== 0 && performance.now() - drainFrom < MOST_DRAIN_SECONDS * 1000) await delay(500);
const drained = (performance.now() - drainFrom) / 1000;
// The digest and the biggest members go out within Slack's limits.
await delay(40_000);
isOver = true;
await watching;
bot.kill('SIGTERM');
await once(bot, 'exit');

const limited = workspace.journal.calls().filter(({ answer }) => answer?.error === 'ratelimited').length;
const roots = workspace.people.messages(workspace.userId('ana'), workspace.channelId('incidents'));
const opened = await openStore(store, { now: () => Date.now() / 1000 });
if (opened.kind === 'refused') throw new Error(opened.says);
const incidents = await opened.store.incidents.recent(GROUPS + 10);
await opened.store.close();
taken.sort((a, b) => a - b);
const ms = part => taken[Math.min(taken.length - 1, Math.floor(taken.length * part))].toFixed(1);
say(
  `${GROUPS * EACH} alerts in ${GROUPS} groups within ${sentIn.toFixed(0)} s: ${taken.length} taken, ${incidents.length} incidents, ${GROUPS - incidents.length} lost`,
);
say(`answered: median ${ms(0.5)} ms, p99 ${ms(0.99)} ms; settled ${drained.toFixed(1)} s after the last`);
say(`memory at most ${(peak / 1e6).toFixed(0)} MB (limit 500); longest pause of the loop ${(loopMax * 1000).toFixed(0)} ms`);
say(
  `Slack: ${roots.length} messages in the channel, ${limited} calls refused for their rate; ${errors} errors in the log ${firstError.slice(0, 300)}`,
);
const digest = roots.find(message => JSON.stringify(message).toLowerCase().includes('storm'));
say(`digest (${JSON.stringify(digest ?? '').length} characters of JSON):`);
const texts = value =>
  typeof value === 'object' && value !== null
    ? [...(typeof value.text === 'string' ? [value.text] : []), ...Object.values(value).flatMap(texts)]
    : [];
say(texts(digest?.blocks).join(' ').replace(/\s+/gu, ' ').slice(0, 2500));
await workspace.close();
rmSync(folder, { recursive: true, force: true });
