import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runApp } from '../../src/app.js';
import type { MessageState } from '../../src/sandbox/journal.js';
import type { Workspace } from '../../src/sandbox/workspace.js';
import { app } from '../run-app.js';
import { endAll, startSandbox } from '../sandbox/start-sandbox.js';
import { readAloud } from '../slack/read-aloud.js';

let cwd: string;
let ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-serve-alerts-'));
});
afterEach(async () => {
  await Promise.all(ends.map(end => end()));
  ends = [];
  await endAll();
  rmSync(cwd, { recursive: true, force: true });
});

const TOKEN = 'hook-token-for-this-test';
const spoken = ({ message }: MessageState): string => readAloud([...message.blocks, ...message.attachments]);

interface Serving {
  readonly url: string;
  readonly log: readonly string[];
  readonly end: () => Promise<number>;
}

/** `faultline serve` in this process, with its HTTP server on a free port. */
async function serve(workspace: Workspace, more = ''): Promise<Serving> {
  const file = join(cwd, 'faultline.yml');
  writeFileSync(
    file,
    `http: {listen: "127.0.0.1:0"}
slack: {mode: ${workspace.mode}, bot_token: env:BOT, app_token: env:APP, signing_secret: env:SIGNING, channel: "#incidents", api_url: "${workspace.apiUrl}"}
alertmanager: {webhook_token: env:HOOK}
${more}`,
  );
  const signal = new AbortController();
  const log: string[] = [];
  const exit = runApp(['serve', '--config', file], {
    env: { HOME: cwd, BOT: workspace.botToken, APP: workspace.appToken, SIGNING: workspace.signingSecret, HOOK: TOKEN },
    cwd,
    stdout: { write: line => log.push(line) },
    stderr: { write: text => log.push(text) },
    signal: signal.signal,
  });
  const end = (): Promise<number> => {
    signal.abort();
    return exit;
  };
  ends.push(end);
  const port = await said(log, /"port":(\d+)/u);
  return { url: `http://127.0.0.1:${port}`, log, end };
}

async function said(log: readonly string[], what: RegExp): Promise<string> {
  const until = Date.now() + 25_000;
  for (;;) {
    const found = what.exec(log.join(''))?.[1];
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`the log never had ${what}:\n${log.join('')}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

const group = (status: 'firing' | 'resolved', labels: Readonly<Record<string, string>>) => ({
  version: '4',
  groupKey: '{}:{alertname="QueueTooLong"}',
  receiver: 'faultline',
  status,
  groupLabels: { alertname: 'QueueTooLong' },
  commonLabels: labels,
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example',
  alerts: [
    {
      status,
      labels,
      annotations: { summary: 'connection refused' },
      startsAt: '2026-11-27T10:00:00Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-27T10:09:00Z',
      fingerprint: 'aaaaaaaaaaaaaaaa',
    },
  ],
});

const send = ({ url }: Serving, body: object) =>
  fetch(`${url}/webhooks/alertmanager`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify(body),
  });

const LABELS = { alertname: 'QueueTooLong', severity: 'critical', instance: 'nowhere-1:9100' };
const manifest = parse(readFileSync('manifest.yml', 'utf8'));

test.each(['socket', 'http'] as const)(
  'an alert opens one thread, its end resolves the card, and the bot shows its numbers: %s mode',
  async mode => {
    const workspace = await startSandbox({ manifest, mode });
    const bot = await serve(workspace);
    if (mode === 'http') await said(bot.log, /(the bot listens to Slack)/u);
    if (mode === 'http') expect(await workspace.setRequestUrl(`${bot.url}/slack/events`)).toEqual({ ok: true });
    const ofBot = ({ message }: MessageState): boolean => message.user === workspace.bot.id;
    const isCard = (state: MessageState): boolean => ofBot(state) && state.message.thread === undefined;

    expect((await send(bot, group('firing', LABELS))).status).toBe(200);
    expect((await send(bot, group('firing', LABELS))).status).toBe(200);
    const card = await workspace.journal.waitForMessage(state => isCard(state) && /queue ?too ?long/iu.test(spoken(state)), 30_000);
    // Nothing here is called nowhere-1: it is said what to do, and nobody is guessed at.
    await workspace.journal.waitForMessage(state => ofBot(state) && state.message.thread === card.message.ts, 30_000);
    expect((await send(bot, group('resolved', LABELS))).status).toBe(200);
    await workspace.journal.waitForMessage(state => isCard(state) && /resolved/iu.test(spoken(state)), 30_000);
    expect(workspace.people.messages(workspace.userId('ana'), workspace.channelId('incidents'))).toHaveLength(1);

    const metrics = await (await fetch(`${bot.url}/metrics`)).text();
    expect(metrics).toMatch(/^faultline_signals_waiting 0$/mu);
    expect(metrics).toMatch(/source="alertmanager",answer="accepted"\} 2$/mu);
    expect(await (await fetch(`${bot.url}/healthz`)).text()).toContain('alive');
    const ready = await fetch(`${bot.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { ready: true, standby: false, parts: { store: { ok: true } } }]);
    expect(await bot.end()).toBe(0);
    expect(bot.log.join('')).not.toContain(TOKEN);
  },
  90_000,
);

test('with Slack out of reach alerts are kept all the same, and it says that it is not ready', async () => {
  const workspace = await startSandbox({ manifest });
  await workspace.close();
  const bot = await serve(workspace);
  expect((await send(bot, group('firing', LABELS))).status).toBe(200);
  const ready = await fetch(`${bot.url}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { ready: false, parts: { store: { ok: true }, slack: { ok: false } } }]);
  expect((await fetch(`${bot.url}/readyz?for=webhooks`)).status).toBe(200);
  expect(await bot.end()).toBe(0);
}, 90_000);

test('a port that somebody else has, and a rule for a symptom that nobody knows: refused with a sentence', async () => {
  const workspace = await startSandbox({ manifest });
  const bot = await serve(workspace);
  const { port } = new URL(bot.url);
  const env = { HOME: cwd, BOT: 'xoxb-1-x', APP: 'xapp-1-x', HOOK: TOKEN };
  const other = (http: string, rules: string): void =>
    writeFileSync(
      join(cwd, 'other.yml'),
      `http: {listen: "${http}"}
store: {url: "sqlite:${join(cwd, 'other.db')}"}
slack: {bot_token: env:BOT, app_token: env:APP, channel: "#incidents", api_url: "${workspace.apiUrl}"}
alertmanager: {webhook_token: env:HOOK, rules: [${rules}]}
`,
    );
  other(`127.0.0.1:${port}`, '');
  const taken = await app(['serve', '--config', 'other.yml'], { cwd, env });
  expect([taken.exit, taken.err]).toEqual([1, expect.stringContaining(`Another program listens on 127.0.0.1:${port} already`)]);
  other('127.0.0.1:0', '{match: {alertname: X}, symptom: conection-refused}');
  const unknown = await app(['serve', '--config', 'other.yml'], { cwd, env });
  expect([unknown.exit, unknown.err]).toEqual([1, expect.stringContaining('other.yml:4:')]);
  expect(unknown.err).toContain('Did you mean "connection-refused"?');
}, 90_000);
