import { WebSocket } from 'ws';
import { connectSocket } from './raw-socket.js';
import { call, endAll, startSandbox, text } from './start-sandbox.js';

afterEach(endAll);

test('each delivery goes to one of the sockets, in turn', async () => {
  const workspace = await startSandbox();
  const sockets = [await connectSocket(workspace), await connectSocket(workspace)] as const;
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const said = Array.from({ length: 4 }, (_, at) => workspace.people.say({ user, channel, text: `/diagnose ${at}` }));
  const words: string[] = [];
  for (const socket of sockets)
    for (let at = 0; at < 2; at += 1) {
      const envelope = await socket.next();
      words.push(text(envelope, 'payload', 'text'));
      socket.ack(envelope);
    }
  expect(await Promise.all(said)).toEqual(Array(4).fill({ ok: true }));
  expect(words.sort()).toEqual(['0', '1', '2', '3']);
  expect(workspace.journal.deliveries().every(({ state, ackMs }) => state === 'acknowledged' && ackMs !== undefined)).toBe(true);
});

test('the envelope of a command has Slack’s shape, and its acknowledgement may carry a message', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const said = workspace.people.say({ user, channel, text: '/escape  ask @ben <now>' });
  const envelope = await socket.next();
  expect(envelope).toEqual({
    envelope_id: expect.any(String),
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: {
      token: expect.any(String),
      team_id: workspace.team.id,
      team_domain: 'sandbox',
      channel_id: channel,
      channel_name: 'incidents',
      user_id: user,
      user_name: 'ana',
      command: '/escape',
      text: `ask <@${workspace.userId('ben')}> &lt;now&gt;`,
      api_app_id: workspace.bot.appId,
      is_enterprise_install: 'false',
      response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/response\/[0-9a-f]{32}$/u),
      trigger_id: expect.any(String),
    },
  });
  socket.ack(envelope, { text: 'on it', response_type: 'in_channel' });
  expect(await said).toEqual({ ok: true });
  expect(workspace.people.messages(workspace.userId('ben'), channel)).toMatchObject([{ text: 'on it', ephemeral: false }]);
});

test('an event that is not acknowledged comes again: at once, after a minute, after five, then no more', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  await workspace.people.say({ user: workspace.userId('ana'), channel: workspace.channelId('incidents'), text: 'hello' });
  const first = await socket.next();
  expect(first).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 });
  const attempts = () => workspace.journal.deliveries().length;
  const events: unknown[] = [text(first, 'payload', 'event_id')];
  for (const [tries, wait] of [
    [1, 0],
    [2, 60_000],
    [3, 300_000],
  ] as const) {
    workspace.clock.advance(3000);
    await workspace.journal.waitFor(() => workspace.journal.deliveries()[tries - 1]?.state === 'timed-out');
    workspace.clock.advance(wait);
    const again = await socket.next();
    expect(again).toMatchObject({ retry_attempt: tries, retry_reason: 'timeout' });
    events.push(text(again, 'payload', 'event_id'));
  }
  expect(new Set(events).size).toBe(1);
  workspace.clock.advance(3000);
  await workspace.journal.waitFor(() => workspace.journal.deliveries()[3]?.state === 'timed-out');
  workspace.clock.advance(3_600_000);
  expect(attempts()).toBe(4);
});

test('a command that nobody acknowledges is never sent again, and the person is told', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const said = workspace.people.say({ user, channel, text: '/diagnose x' });
  await socket.next();
  workspace.clock.advance(3000);
  expect(await said).toEqual({ ok: false, says: '/diagnose failed because the app did not respond. (operation_timeout)' });
  expect(workspace.people.messages(user, channel)).toMatchObject([
    { fromSlackbot: true, ephemeral: true, text: expect.stringContaining('operation_timeout') },
  ]);
  workspace.clock.advance(3_600_000);
  expect(socket.waiting()).toBe(0);
});

test('without a socket a command fails at once and an event is lost', async () => {
  const workspace = await startSandbox();
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  expect(workspace.people.state(user).botOnline).toBe(false);
  expect(await workspace.people.say({ user, channel, text: '/diagnose x' })).toEqual({
    ok: false,
    says: '/diagnose failed with the error "dispatch_failed"',
  });
  await workspace.people.say({ user, channel, text: 'hello' });
  await workspace.journal.waitFor(() => workspace.journal.deliveries().every(({ state }) => state === 'dropped'));
  workspace.clock.advance(3_600_000);
  expect(workspace.journal.deliveries()).toHaveLength(2);
});

test('a ticket opens one socket, and only for a while', async () => {
  const workspace = await startSandbox();
  const ticket = async () => text(await call(workspace, 'apps.connections.open', {}, workspace.appToken), 'url');
  const opens = (url: string) =>
    new Promise<boolean>(resolve => {
      const socket = new WebSocket(url);
      socket.on('open', () => {
        resolve(true);
        socket.terminate();
      });
      socket.on('error', () => resolve(false));
    });
  const url = await ticket();
  expect(await opens(url)).toBe(true);
  expect(await opens(url)).toBe(false);
  expect(await opens(url.replace(/ticket=\w+/u, 'ticket=guessed'))).toBe(false);
  const late = await ticket();
  workspace.clock.advance(31_000);
  expect(await opens(late)).toBe(false);
});

test('an eleventh socket is sent away', async () => {
  const workspace = await startSandbox();
  for (let at = 0; at < 10; at += 1) await connectSocket(workspace);
  await expect(connectSocket(workspace)).rejects.toThrow('too_many_websockets');
});

test('Slack says goodbye before it closes a socket', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  workspace.faults.requestRefresh('warning');
  expect(await socket.next()).toMatchObject({ type: 'disconnect', reason: 'warning' });
  workspace.faults.requestRefresh();
  expect(await socket.next()).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  workspace.clock.advance(3000);
  await socket.closed;
  const again = await connectSocket(workspace);
  expect(workspace.faults.dropSockets()).toBe(1);
  await again.closed;
});

test('the same envelope can come twice', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  workspace.faults.duplicateNext();
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const said = workspace.people.say({ user, channel, text: '/diagnose x' });
  const first = await socket.next();
  expect(await socket.next()).toEqual(first);
  socket.ack(first);
  socket.ack(first);
  expect(await said).toEqual({ ok: true });
});
