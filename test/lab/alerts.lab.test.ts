import { join } from 'node:path';
import type { MessageState } from '../../src/sandbox/journal.js';
import type { SlackJson } from '../../src/sandbox/page-api.js';
import { ACTION, FIELD } from '../../src/slack/action-ids.js';
import { readAloud } from '../slack/read-aloud.js';
import { type AlertmanagerServer, startAlertmanager } from './alertmanager.js';
import { freePort } from './free-port.js';
import { folder, lab, overSsh, withCondition } from './lab.js';
import { startPrometheus } from './prometheus.js';
import { openServing, type Serving } from './serve-process.js';

// The whole way: a host breaks, its real node exporter shows it to a real Prometheus, a real Alertmanager tells the bot, and the thread has
// the root.
const TOKEN = 'lab-webhook-token';
const HOSTS = join(folder, 'faultline.services.yml');
const APP1 = '10.78.2.2';
const MOST_MS = 150_000;

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
beforeAll(async () => {
  await lab(['up']);
  const { exit, stderr } = await overSsh('root', 'app1', 'systemctl start prometheus-node-exporter');
  if (exit !== 0) throw new Error(`the node exporter of app1 did not start: ${stderr}`);
});
afterAll(() => overSsh('root', 'app1', 'systemctl stop prometheus-node-exporter'));

/** Everything that watches app1, with one rule. */
async function watch(rule: object): Promise<{ readonly serving: Serving; readonly alertmanager: AlertmanagerServer }> {
  const port = await freePort();
  const alertmanager = await startAlertmanager({
    webhook: { url: `http://127.0.0.1:${port}/webhooks/alertmanager`, token: TOKEN },
    groupBy: ['alertname', 'service'],
  });
  ends.push(alertmanager.stop);
  const prometheus = await startPrometheus({
    scrape: { node: { targets: [`${APP1}:9100`], labels: { service: 'orders' } } },
    ruleGroups: [{ name: 'orders', interval: '1s', rules: [rule] }],
    alertmanager: alertmanager.address,
  });
  ends.push(prometheus.stop);
  const serving = await openServing('socket', HOSTS, {
    sections: () => ({
      http: { listen: `127.0.0.1:${port}` },
      alertmanager: { webhook_token: 'env:HOOK', url: alertmanager.url },
      prometheus: { url: prometheus.url },
    }),
    env: { HOOK: TOKEN },
  });
  ends.push(serving.close);
  await serving.start();
  return { serving, alertmanager };
}

interface AlertmanagerSilence {
  readonly status: { readonly state: string };
  readonly matchers: readonly object[];
  readonly comment: string;
}

async function silencesOf({ url }: AlertmanagerServer): Promise<readonly AlertmanagerSilence[]> {
  const all = (await (await fetch(`${url}/api/v2/silences`)).json()) as readonly AlertmanagerSilence[];
  return all;
}

async function eventually(holds: () => Promise<boolean>, what: string): Promise<void> {
  const until = Date.now() + MOST_MS;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`waited ${MOST_MS} ms, and it is not so: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

const spoken = ({ message }: MessageState): string => readAloud([...message.blocks, ...message.attachments]);

test('accept queue full: a thread with the root and a graph; silenced in Alertmanager; resolved when it is mended', async () => {
  const { serving, alertmanager } = await watch({
    alert: 'ListenOverflows',
    expr: 'rate(node_netstat_TcpExt_ListenOverflows[10s]) > 0.5',
    labels: { severity: 'critical' },
    annotations: { summary: 'Connection timed out: new connections to {{ $labels.service }} are dropped' },
  });
  const { journal, people, channelId, userId, bot } = serving.workspace;
  const [ana, incidents] = [userId('ana'), channelId('incidents')];
  const inThread = ({ message }: MessageState): boolean => message.user === bot.id && message.thread !== undefined;
  const isCard = ({ message }: MessageState): boolean => message.user === bot.id && message.thread === undefined;
  const press = async (ts: string, actionId: string): Promise<void> => {
    expect(await people.press({ user: ana, channel: incidents, ts, actionId })).toEqual({ ok: true });
  };

  await withCondition('accept-queue-overflow', async () => {
    const answer = await journal.waitForMessage(state => inThread(state) && spoken(state).includes('accept-queue-overflow@app1'), MOST_MS);
    const card = await journal.waitForMessage(state => isCard(state) && /listen overflows|ListenOverflows/iu.test(spoken(state)), MOST_MS);
    expect(answer.message.thread).toBe(card.message.ts);
    expect(spoken(card)).toMatch(/critical/iu);
    await journal.waitForMessage(state => inThread(state) && JSON.stringify(state.message).includes('slack_file'), MOST_MS);

    await press(card.message.ts, ACTION.silence);
    await journal.waitForView(({ kind }) => kind === 'opened');
    const filled: Readonly<Record<string, SlackJson>> = {
      [FIELD.duration]: { type: 'static_select', selected_option: { value: '7200' } },
      [FIELD.reason]: { type: 'plain_text_input', value: 'the lab is mending it' },
    };
    expect(await people.submitModal(ana, filled)).toEqual({ ok: true });
    await eventually(async () => (await silencesOf(alertmanager)).length > 0, 'Alertmanager has a silence');
    const [silence, ...others] = await silencesOf(alertmanager);
    expect(others).toEqual([]);
    expect(silence).toMatchObject({ status: { state: 'active' }, comment: expect.stringContaining('the lab is mending it') });
    const exactly = (name: string, value: string): object => ({ name, value, isRegex: false, isEqual: true });
    expect(silence?.matchers).toHaveLength(2);
    expect(silence?.matchers).toEqual(expect.arrayContaining([exactly('alertname', 'ListenOverflows'), exactly('service', 'orders')]));

    await journal.waitForMessage(state => isCard(state) && JSON.stringify(state.message).includes(ACTION.endSilence), MOST_MS);
    await press(card.message.ts, ACTION.endSilence);
    await eventually(async () => (await silencesOf(alertmanager))[0]?.status.state === 'expired', 'the silence has ended');
  });

  await journal.waitForMessage(state => isCard(state) && /resolved/iu.test(spoken(state)), MOST_MS);
  // One thread for the group, however often Alertmanager told it.
  expect(people.messages(ana, incidents)).toHaveLength(1);
  expect(await serving.stop()).toBe(0);
}, 600_000);
