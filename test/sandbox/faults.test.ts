import type { Workspace } from '../../src/sandbox/workspace.js';
import { connectSocket } from './raw-socket.js';
import { call, endAll, startSandbox } from './start-sandbox.js';

afterEach(endAll);

const post = (workspace: Workspace, text: string) =>
  call(workspace, 'chat.postMessage', { channel: workspace.channelId('incidents'), text });
const texts = (workspace: Workspace) =>
  workspace.people.messages(workspace.userId('ana'), workspace.channelId('incidents')).map(message => message.text);

test('the next calls of a method run into what was ordered, then all is well', async () => {
  const workspace = await startSandbox();
  workspace.faults.next('chat.postMessage', { kind: 'error', error: 'fatal_error' }, 2);
  expect(await call(workspace, 'auth.test')).toMatchObject({ ok: true });
  expect(await post(workspace, 'a')).toEqual({ ok: false, error: 'fatal_error' });
  expect(await post(workspace, 'b')).toEqual({ ok: false, error: 'fatal_error' });
  expect(await post(workspace, 'c')).toMatchObject({ ok: true });
  expect(texts(workspace)).toEqual(['c']);
  expect(workspace.journal.calls('chat.postMessage').map(({ fault }) => fault)).toEqual(['error', 'error', undefined]);
});

test('a status, a 429 with its header, a cut connection: without effect', async () => {
  const workspace = await startSandbox();
  const raw = () =>
    fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.botToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ channel: workspace.channelId('incidents'), text: 'x' }),
    });
  workspace.faults.next('chat.postMessage', { kind: 'status', status: 503 });
  expect((await raw()).status).toBe(503);
  workspace.faults.next('*', { kind: 'rate-limited', retryAfter: 7 });
  const limited = await raw();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
  workspace.faults.next('chat.postMessage', { kind: 'cut' });
  await expect(raw()).rejects.toThrow();
  expect(texts(workspace)).toEqual([]);
});

test('an answer that is lost: the message stands all the same', async () => {
  const workspace = await startSandbox();
  workspace.faults.next('chat.postMessage', { kind: 'answer-lost' });
  await expect(post(workspace, 'once')).rejects.toThrow();
  expect(texts(workspace)).toEqual(['once']);
  expect(workspace.journal.calls('chat.postMessage')[0]).toMatchObject({ fault: 'answer-lost' });
  expect(workspace.journal.calls('chat.postMessage')[0]?.answer).toBeUndefined();
});

test('a call that hangs ends when Slack goes away, and has no effect', async () => {
  const workspace = await startSandbox();
  workspace.faults.next('chat.postMessage', { kind: 'hang' });
  const waiting = post(workspace, 'x').then(
    () => 'answered',
    () => 'cut',
  );
  await workspace.journal.waitFor(() => workspace.journal.calls()[0]?.fault === 'hang');
  workspace.faults.unreachable();
  expect(await waiting).toBe('cut');
  workspace.faults.reachable();
  expect(texts(workspace)).toEqual([]);
});

test('unreachable and back: no call, no socket, no delivery, but the page works', async () => {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  workspace.faults.unreachable();
  await socket.closed;
  await expect(post(workspace, 'x')).rejects.toThrow();
  await expect(connectSocket(workspace)).rejects.toThrow();
  expect((await fetch(`${workspace.pageUrl}sandbox/state?user=${workspace.userId('ana')}`)).status).toBe(200);
  expect(
    await workspace.people.say({ user: workspace.userId('ana'), channel: workspace.channelId('incidents'), text: '/diagnose x' }),
  ).toMatchObject({ says: expect.stringContaining('dispatch_failed') });
  workspace.faults.reachable();
  expect(await post(workspace, 'x')).toMatchObject({ ok: true });
  await connectSocket(workspace);
});

test('channels are archived, the bot is thrown out, messages are deleted', async () => {
  const workspace = await startSandbox();
  const channel = workspace.channelId('incidents');
  const { ts } = await post(workspace, 'x');
  workspace.faults.archive(channel);
  expect(await post(workspace, 'y')).toEqual({ ok: false, error: 'is_archived' });
  expect(await workspace.people.say({ user: workspace.userId('ana'), channel, text: 'hello' })).toMatchObject({
    says: expect.stringContaining('archived'),
  });
  workspace.faults.unarchive(channel);
  workspace.faults.removeBot(channel);
  expect(await post(workspace, 'y')).toEqual({ ok: false, error: 'not_in_channel' });
  workspace.faults.addBot(channel);
  workspace.faults.deleteMessage(channel, String(ts));
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'y' })).toEqual({ ok: false, error: 'message_not_found' });
  expect(workspace.channels[0]).toMatchObject({ name: 'incidents', archived: false, botIsMember: true });
});
