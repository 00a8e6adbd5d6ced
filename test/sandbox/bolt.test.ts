import { App, HTTPReceiver, type Logger, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import type { Workspace, WorkspaceOptions } from '../../src/sandbox/workspace.js';
import { endAll, endLater, startSandbox } from './start-sandbox.js';

afterEach(endAll);

const nothing = () => {};
/** Bolt tells of every fault that the tests inject. */
const QUIET: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

const MODAL: ModalView = {
  type: 'modal',
  callback_id: 'ask',
  title: { type: 'plain_text', text: 'Which host?' },
  submit: { type: 'plain_text', text: 'Diagnose' },
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'host',
      label: { type: 'plain_text', text: 'Host' },
      element: { type: 'plain_text_input', action_id: 'host' },
    },
  ],
};

interface Heard {
  readonly what: string;
  readonly detail: unknown;
}

/** An ordinary Bolt app that writes down what it hears and answers in each of Bolt's ways. */
function teach(app: App, heard: Heard[]): void {
  const hear = (what: string, detail: unknown) => {
    heard.push({ what, detail });
  };
  app.command('/diagnose', async ({ ack, command, client, respond }) => {
    await ack();
    hear('command', command);
    if (command.text === 'modal') await client.views.open({ trigger_id: command.trigger_id, view: MODAL });
    else if (command.text === 'respond') await respond({ text: 'privately', response_type: 'ephemeral' });
    else
      await client.chat.postMessage({
        channel: command.channel_id,
        text: `looking at ${command.text}`,
        blocks: [
          { type: 'section', text: { type: 'plain_text', text: command.text } },
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'again', value: 'inc-1', text: { type: 'plain_text', text: 'Again' } }],
          },
        ],
      });
  });
  app.action('again', async ({ ack, body, action, respond }) => {
    await ack();
    hear('action', { body, action });
    await respond({ replace_original: true, text: 'again!' });
  });
  app.view('ask', async ({ ack, view }) => {
    const host = view.state.values.host?.host?.value ?? '';
    hear('view', view);
    if (host === 'nowhere') await ack({ response_action: 'errors', errors: { host: 'I do not know that host.' } });
    else if (host === 'more') await ack({ response_action: 'push', view: { ...MODAL, callback_id: 'second', notify_on_close: false } });
    else await ack();
  });
  app.view({ callback_id: 'ask', type: 'view_closed' }, async ({ ack, view }) => {
    await ack();
    hear('closed', view.callback_id);
  });
  app.shortcut('diagnose_this', async ({ ack, shortcut, client }) => {
    await ack();
    hear('shortcut', shortcut);
    if (shortcut.type === 'message_action')
      await client.chat.postMessage({ channel: shortcut.channel.id, thread_ts: shortcut.message_ts, text: 'on it' });
  });
  app.shortcut('new_diagnosis', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: MODAL });
  });
  app.event('app_mention', async ({ event, say }) => {
    hear('mention', event);
    await say({ text: `you said ${event.text}`, thread_ts: event.ts });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    hear('home', event);
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'welcome' } }] },
    });
  });
  app.event('reaction_added', async ({ event }) => hear('reaction', event));
  app.event('member_joined_channel', async ({ event }) => hear('joined', event));
  app.message(async ({ message }) => hear('message', message));
}

type Mode = 'socket' | 'http';

async function startBolt(mode: Mode, options: Partial<WorkspaceOptions> = {}): Promise<{ workspace: Workspace; heard: Heard[]; app: App }> {
  const workspace = await startSandbox({ mode, ...options });
  const heard: Heard[] = [];
  const clientOptions = { slackApiUrl: workspace.apiUrl };
  const receiver =
    mode === 'socket'
      ? new SocketModeReceiver({
          appToken: workspace.appToken,
          clientPingTimeout: 1000,
          logger: QUIET,
          installerOptions: { clientOptions: { slackApiUrl: workspace.apiUrl, retryConfig: { forever: true, maxTimeout: 1000 } } },
        })
      : new HTTPReceiver({ signingSecret: workspace.signingSecret, logger: QUIET });
  const app = new App({
    token: workspace.botToken,
    receiver,
    logger: QUIET,
    convoStore: false,
    deferInitialization: true,
    clientOptions,
  });
  teach(app, heard);
  await app.init();
  if (receiver instanceof HTTPReceiver) {
    const server = await receiver.start(0);
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    endLater(async () => {
      await app.stop();
    });
    expect(await workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`)).toEqual({ ok: true });
  } else {
    await app.start();
    endLater(() => receiver.client.disconnect());
  }
  return { workspace, heard, app };
}

describe.each<Mode>(['socket', 'http'])('an unmodified Bolt app over %s', mode => {
  test('answers a slash command with a message, a button with a change of it', async () => {
    const { workspace, heard } = await startBolt(mode);
    const { people, journal } = workspace;
    const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
    expect(people.state(user).botOnline).toBe(true);

    expect(await people.say({ user, channel, text: '/diagnose connection refused on api-1' })).toEqual({ ok: true });
    const posted = await journal.waitForMessage(({ message }) => message.text === 'looking at connection refused on api-1');
    expect(heard[0]).toMatchObject({ what: 'command', detail: { command: '/diagnose', user_name: 'ana', channel_name: 'incidents' } });

    const { ts } = posted.message;
    expect(await people.press({ user, channel, ts, actionId: 'again' })).toEqual({ ok: true });
    const changed = await journal.waitForMessage(state => state.kind === 'changed' && state.message.ts === ts);
    expect(changed.message).toMatchObject({ text: 'again!', blocks: [] });
    expect(heard[1]).toMatchObject({
      what: 'action',
      detail: { action: { value: 'inc-1', type: 'button' }, body: { container: { message_ts: ts }, message: { ts } } },
    });
  });

  test('opens a modal, refuses an input beside it, pushes a second, is told when it is closed', async () => {
    const { workspace, heard } = await startBolt(mode);
    const { people, journal } = workspace;
    const [user, channel] = [workspace.userId('ben'), workspace.channelId('incidents')];
    await people.say({ user, channel, text: '/diagnose modal' });
    await journal.waitForView(({ view }) => view.title === 'Which host?');

    expect(await people.submitModal(user, {})).toEqual({ ok: false, errors: { host: 'Please complete this required field.' } });
    expect(await people.submitModal(user, { host: { value: 'nowhere' } })).toEqual({
      ok: false,
      errors: { host: 'I do not know that host.' },
    });
    expect(await people.submitModal(user, { host: { value: 'more' } })).toEqual({ ok: true });
    expect(people.state(user).modal).toMatchObject({ callbackId: 'second', depth: 1 });
    await people.closeModal(user);
    expect(people.state(user).modal).toMatchObject({ callbackId: 'ask', depth: 0 });
    await people.closeModal(user);
    await journal.waitFor(() => heard.some(({ what }) => what === 'closed'));
    expect(people.state(user).modal).toBeUndefined();
  });

  test('hears messages, mentions, direct messages, reactions, joins and shortcuts', async () => {
    const { workspace, heard } = await startBolt(mode);
    const { people, journal } = workspace;
    const [user, channel] = [workspace.userId('cleo'), workspace.channelId('incidents')];
    await people.say({ user, channel, text: 'look, @Samplebot, at <b> & https://example.org/x.' });
    const reply = await journal.waitForMessage(({ message }) => message.text.startsWith('you said'));
    expect(reply.message.text).toBe(`you said look, <@${workspace.bot.id}>, at &lt;b&gt; &amp; <https://example.org/x>.`);
    const root = reply.message.thread ?? '';

    await people.react(user, channel, root, 'eyes');
    await people.join(user, workspace.channelId('random'));
    await people.inviteBot(user, workspace.channelId('random'));
    await people.say({ user, channel: people.directMessage(user), text: 'hello' });
    await people.shortcut({ user, shortcut: 'diagnose_this', channel, ts: root });
    await journal.waitForMessage(({ message }) => message.text === 'on it' && message.thread === root);
    await people.openHome(user);
    await journal.waitForView(({ kind }) => kind === 'home');
    await people.shortcut({ user, shortcut: 'new_diagnosis' });
    await journal.waitForView(({ kind, view }) => kind === 'opened' && view.callbackId === 'ask');

    const kinds = ['mention', 'message', 'reaction', 'joined', 'shortcut', 'home'];
    await journal.waitFor(() => kinds.every(kind => heard.some(({ what }) => what === kind)));
    expect(heard).toContainEqual({ what: 'message', detail: expect.objectContaining({ channel_type: 'im', text: 'hello' }) });
    expect(heard).toContainEqual({
      what: 'reaction',
      detail: expect.objectContaining({ reaction: 'eyes', item: { type: 'message', channel, ts: root } }),
    });
  });

  test('answers one person alone by the response URL, and is told when that is over', async () => {
    const { workspace } = await startBolt(mode);
    const { people, journal, faults } = workspace;
    const [user, channel] = [workspace.userId('ana'), workspace.channelId('random')];
    await people.say({ user, channel, text: '/diagnose respond' });
    const { onlyFor } = await journal.waitForMessage(({ message }) => message.text === 'privately');
    expect(onlyFor).toBe(user);
    expect(people.messages(workspace.userId('ben'), channel)).toEqual([]);

    faults.next('response_url', { kind: 'status', status: 500 });
    await people.say({ user, channel, text: '/diagnose respond' });
    await journal.waitForCall('response_url', ({ status }) => status === 500);
  });
});

test('a Bolt app over sockets comes back after Slack asked it to, and after Slack was away', async () => {
  const { workspace } = await startBolt('socket');
  const { people, journal, faults } = workspace;
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  faults.requestRefresh();
  await journal.waitFor(() => !people.state(user).botOnline, 5000, 'the socket to close');
  expect(await people.say({ user, channel, text: '/diagnose x' })).toMatchObject({
    ok: false,
    says: expect.stringContaining('dispatch_failed'),
  });
  await journal.waitFor(() => people.state(user).botOnline, 12_000, 'the socket to open again');
  expect(await people.say({ user, channel, text: '/diagnose x' })).toEqual({ ok: true });

  faults.unreachable();
  expect(people.state(user).botOnline).toBe(false);
  expect(await people.say({ user, channel, text: '/diagnose x' })).toMatchObject({ ok: false });
  faults.reachable();
  await journal.waitFor(() => people.state(user).botOnline, 12_000, 'the socket to open again');
  expect(await people.say({ user, channel, text: '/diagnose x' })).toEqual({ ok: true });
});
