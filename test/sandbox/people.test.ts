import { connectSocket } from './raw-socket.js';
import { SAMPLE_MANIFEST } from './sample-manifest.js';
import { call, endAll, startSandbox, text } from './start-sandbox.js';

afterEach(endAll);

test('commands: not in threads, not unknown ones', async () => {
  const workspace = await startSandbox();
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const thread = text(await call(workspace, 'chat.postMessage', { channel, text: 'root' }), 'ts');
  expect(await workspace.people.say({ user, channel, thread, text: '/diagnose x' })).toEqual({
    ok: false,
    says: '/diagnose is not supported in threads. Sorry!',
  });
  expect(await workspace.people.say({ user, channel, text: '/nope' })).toMatchObject({
    says: expect.stringContaining('not a valid command'),
  });
  expect(workspace.journal.deliveries().filter(({ type }) => type === 'slash_commands')).toEqual([]);
});

test('a mention where the bot is not: nobody hears it, and Slackbot says so', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('general')];
  await workspace.people.say({ user, channel, text: '@Samplebot help' });
  expect(workspace.people.messages(user, channel)).toMatchObject([{ ephemeral: false }, { fromSlackbot: true, ephemeral: true }]);
  expect(workspace.journal.deliveries()).toEqual([]);
  await workspace.people.say({ user, channel, text: '/invite @Samplebot' });
  expect(await socket.next()).toMatchObject({
    payload: { event: { type: 'member_joined_channel', user: workspace.bot.id, inviter: user } },
  });
});

test('the bot hears only what it subscribed to and has the scope for', async () => {
  const { settings, ...rest } = SAMPLE_MANIFEST;
  const workspace = await startSandbox({
    manifest: { ...rest, settings: { ...settings, event_subscriptions: { bot_events: ['app_mention', 'message.im'] } } },
  });
  await connectSocket(workspace);
  const user = workspace.userId('ana');
  await workspace.people.say({ user, channel: workspace.channelId('incidents'), text: 'hello' });
  expect(workspace.journal.deliveries()).toEqual([]);
  workspace.faults.removeScope('im:history');
  await workspace.people.say({ user, channel: workspace.people.directMessage(user), text: 'hello' });
  expect(workspace.journal.deliveries()).toEqual([]);
  workspace.faults.addScope('im:history');
  await workspace.people.say({ user, channel: workspace.people.directMessage(user), text: 'hello' });
  expect(workspace.journal.deliveries()).toMatchObject([{ payload: { event: { type: 'message', channel_type: 'im', text: 'hello' } } }]);
});

test('without interactivity in the manifest buttons are dead; without the messages tab nobody can write to the bot', async () => {
  const { settings, features, ...rest } = SAMPLE_MANIFEST;
  const workspace = await startSandbox({
    manifest: {
      ...rest,
      features: { ...features, app_home: { home_tab_enabled: false, messages_tab_enabled: false } },
      settings: { ...settings, interactivity: { is_enabled: false } },
    },
  });
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const blocks = [{ type: 'actions', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] }];
  const ts = text(await call(workspace, 'chat.postMessage', { channel, text: 'card', blocks }), 'ts');
  expect(await workspace.people.press({ user, channel, ts, actionId: 'go' })).toMatchObject({
    says: expect.stringContaining('not configured'),
  });
  expect(await workspace.people.say({ user, channel: workspace.people.directMessage(user), text: 'hi' })).toMatchObject({ ok: false });
  expect(await call(workspace, 'views.publish', { user_id: user, view: { type: 'home', blocks: [] } })).toEqual({
    ok: false,
    error: 'not_enabled',
  });
});

test('buttons that are gone, messages that are gone, messages of other apps', async () => {
  const workspace = await startSandbox();
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const blocks = [
    { type: 'actions', block_id: 'a', elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } }] },
  ];
  const other = workspace.people.postAsApp({ channel, name: 'Alertmanager', text: 'down', blocks });
  expect(workspace.people.messages(user, channel)[0]).toMatchObject({ user: 'Alertmanager', text: 'down' });
  expect(await workspace.people.press({ user, channel, ts: other, actionId: 'go' })).toMatchObject({
    says: expect.stringContaining('another app'),
  });
  const ts = text(await call(workspace, 'chat.postMessage', { channel, text: 'card', blocks }), 'ts');
  const act = { user, container: { kind: 'message', channel, ts } as const, blockId: 'a', actionId: 'go', action: {}, state: {} };
  await call(workspace, 'chat.update', { channel, ts, text: 'no buttons' });
  expect(await workspace.people.act(act)).toEqual({ ok: false, says: 'This button is not there any more.' });
  await workspace.people.deleteMessage(user, channel, ts);
  expect(await workspace.people.act(act)).toEqual({ ok: false, says: 'This message was deleted.' });
});

test('a click that nobody answers is said to the one who clicked', async () => {
  const workspace = await startSandbox();
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', action_id: 'go', value: 'v', text: { type: 'plain_text', text: 'Go' } }] },
  ];
  const ts = text(await call(workspace, 'chat.postMessage', { channel, text: 'card', attachments: [{ color: '#f00', blocks }] }), 'ts');
  expect(await workspace.people.press({ user, channel, ts, actionId: 'go' })).toMatchObject({
    says: expect.stringContaining('dispatch_failed'),
  });
  await connectSocket(workspace);
  const acted = workspace.people.press({ user, channel, ts, actionId: 'go' });
  await workspace.journal.waitFor(() =>
    workspace.journal.deliveries().some(({ type, state }) => type === 'interactive' && state === 'waiting'),
  );
  workspace.clock.advance(3000);
  expect(await acted).toMatchObject({ says: expect.stringContaining('operation_timeout') });
});
