import type { SlackJson } from '../../src/sandbox/page-api.js';
import { connectSocket } from './raw-socket.js';
import { call, endAll, json, startSandbox, text } from './start-sandbox.js';

afterEach(endAll);

async function begin() {
  const workspace = await startSandbox();
  const socket = await connectSocket(workspace);
  const [user, channel] = [workspace.userId('ana'), workspace.channelId('incidents')];
  const fromCommand = async () => {
    const said = workspace.people.say({ user, channel, text: '/diagnose x' });
    const envelope = await socket.next();
    socket.ack(envelope);
    await said;
    return text(envelope, 'payload', 'response_url');
  };
  const respond = async (url: string, body: SlackJson) => {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: response.status, ...(await json(response)) };
  };
  return { workspace, socket, user, channel, fromCommand, respond };
}

test('five posts, then no more', async () => {
  const { fromCommand, respond, workspace, user, channel } = await begin();
  const url = await fromCommand();
  for (let at = 0; at < 5; at += 1) expect(await respond(url, { text: `${at}` })).toEqual({ status: 200, ok: true });
  expect(await respond(url, { text: '5' })).toEqual({ status: 404, ok: false, error: 'used_url' });
  expect(workspace.people.messages(user, channel)).toHaveLength(5);
});

test('thirty minutes, then no more; or when the test says so', async () => {
  const { fromCommand, respond, workspace } = await begin();
  const url = await fromCommand();
  workspace.clock.advance(30 * 60_000 - 1000);
  expect(await respond(url, { text: 'still' })).toMatchObject({ ok: true });
  workspace.clock.advance(1000);
  expect(await respond(url, { text: 'late' })).toEqual({ status: 404, ok: false, error: 'expired_url' });
  const other = await fromCommand();
  workspace.faults.expireResponseUrls();
  expect(await respond(other, { text: 'late' })).toMatchObject({ error: 'expired_url' });
  expect(await respond(`${workspace.pageUrl}response/guessed`, { text: 'x' })).toMatchObject({ status: 404 });
});

test('private by default, for all when asked; replaced and deleted', async () => {
  const { fromCommand, respond, workspace, user, channel } = await begin();
  const ben = workspace.userId('ben');
  const url = await fromCommand();
  await respond(url, { text: 'one' });
  await respond(url, { text: 'two', replace_original: true });
  expect(workspace.people.messages(user, channel)).toMatchObject([{ text: 'two', ephemeral: true }]);
  await respond(url, { text: 'for all', response_type: 'in_channel' });
  expect(workspace.people.messages(ben, channel)).toMatchObject([{ text: 'for all' }]);
  await respond(url, { delete_original: true });
  expect(workspace.people.messages(user, channel).map(message => message.text)).toEqual(['for all']);
});

test('a clicked message is replaced by the URL of the click; it needs no membership', async () => {
  const { respond, workspace, socket, user, channel } = await begin();
  const button = { type: 'button', action_id: 'go', value: 'inc-1', text: { type: 'plain_text', text: 'Go' } };
  const sent = await call(workspace, 'chat.postMessage', { channel, text: 'card', blocks: [{ type: 'actions', elements: [button] }] });
  const ts = text(sent, 'ts');
  const acted = workspace.people.press({ user, channel, ts, actionId: 'go' });
  let envelope = await socket.next();
  // Before the click the bot heard of its own message.
  if (envelope.type === 'events_api') {
    socket.ack(envelope);
    envelope = await socket.next();
  }
  socket.ack(envelope);
  await acted;
  workspace.faults.removeBot(channel);
  expect(await respond(text(envelope, 'payload', 'response_url'), { text: 'done', replace_original: true })).toMatchObject({ ok: true });
  expect(workspace.people.messages(user, channel)).toMatchObject([{ ts, text: 'done', blocks: [] }]);
});

test('content is checked; a refusal comes with status 200', async () => {
  const { fromCommand, respond } = await begin();
  const url = await fromCommand();
  expect(await respond(url, { blocks: [{ type: 'gadget' }] })).toMatchObject({ status: 200, ok: false, error: 'invalid_blocks' });
  expect(await respond(url, {})).toMatchObject({ status: 200, ok: false, error: 'no_text' });
});
