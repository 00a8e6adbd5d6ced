import type { SlackJson } from '../../../src/sandbox/page-api.js';
import { call, endAll, startSandbox, text } from '../start-sandbox.js';

afterEach(endAll);

async function begin() {
  const workspace = await startSandbox({
    channels: [
      { name: 'incidents' },
      { name: 'elsewhere', botIsMember: false },
      { name: 'secret', kind: 'private', botIsMember: false, members: ['ana'] },
      { name: 'war-room', kind: 'private', members: ['ana'] },
      { name: 'old', archived: true },
    ],
  });
  const channel = workspace.channelId('incidents');
  const post = (args: SlackJson) => call(workspace, 'chat.postMessage', { channel, ...args });
  return { workspace, channel, post };
}

test('where the bot may write', async () => {
  const { workspace, post } = await begin();
  const to = async (channel: string) => (await post({ channel, text: 'x' })).error;
  expect(await to(workspace.channelId('elsewhere'))).toBe('not_in_channel');
  expect(await to(workspace.channelId('secret'))).toBe('channel_not_found');
  expect(await to(workspace.channelId('war-room'))).toBeUndefined();
  expect(await to(workspace.channelId('old'))).toBe('is_archived');
  expect(await to('C123')).toBe('channel_not_found');
  expect(await to('#incidents')).toBeUndefined();
  workspace.faults.addScope('chat:write.public');
  expect(await to(workspace.channelId('elsewhere'))).toBeUndefined();
});

test('a message to a person opens the direct message with them', async () => {
  const { workspace, post } = await begin();
  const ana = workspace.userId('ana');
  const sent = await post({ channel: ana, text: 'psst' });
  expect(sent).toMatchObject({ ok: true, channel: workspace.people.directMessage(ana) });
  expect(await call(workspace, 'conversations.open', { users: ana })).toMatchObject({ channel: { id: sent.channel } });
  expect(workspace.people.messages(workspace.userId('ben'), String(sent.channel))).toEqual([]);
});

test('threads: a reply, a broadcast, a thread that is not there', async () => {
  const { workspace, channel, post } = await begin();
  const ts = text(await post({ text: 'root' }), 'ts');
  await post({ thread_ts: ts, text: 'inside' });
  await post({ thread_ts: ts, text: 'for all', reply_broadcast: true });
  expect(await post({ thread_ts: '1.000001', text: 'lost' })).toEqual({ ok: false, error: 'thread_not_found' });
  const ana = workspace.userId('ana');
  expect(workspace.people.messages(ana, channel).map(message => message.text)).toEqual(['root', 'for all']);
  expect(workspace.people.messages(ana, channel, ts).map(message => message.text)).toEqual(['root', 'inside', 'for all']);
  expect(workspace.people.messages(ana, channel)[0]).toMatchObject({ replies: 2, lastReply: expect.any(String) });
});

test('metadata is kept, and given back only when it is asked for', async () => {
  const { workspace, channel, post } = await begin();
  const metadata = { event_type: 'faultline', event_payload: { idem: 'slot-1' } };
  const ts = text(await post({ text: 'root', metadata }), 'ts');
  const history = (more: SlackJson) => call(workspace, 'conversations.history', { channel, ...more });
  expect(await history({ include_all_metadata: true })).toMatchObject({ messages: [{ ts, metadata }] });
  expect(await history({})).toMatchObject({ messages: [expect.not.objectContaining({ metadata })] });
  expect(await post({ text: 'x', metadata: { event_type: 'y' } })).toEqual({ ok: false, error: 'invalid_metadata_format' });
  expect(workspace.journal.messages()[0]?.metadata).toEqual(metadata);
});

test('an update: text alone drops the blocks; others’ messages, deleted ones and ephemeral ones cannot be changed', async () => {
  const { workspace, channel, post } = await begin();
  const ana = workspace.userId('ana');
  const ts = text(await post({ text: 'card', blocks: [{ type: 'divider' }] }), 'ts');
  const update = (args: SlackJson) => call(workspace, 'chat.update', { channel, ts, ...args });
  expect(await update({ text: 'new', blocks: [{ type: 'header', text: { type: 'plain_text', text: 'h' } }] })).toMatchObject({
    ok: true,
    text: 'new',
  });
  expect(workspace.people.messages(ana, channel)[0]).toMatchObject({ text: 'new', edited: false, blocks: [{ type: 'header' }] });
  await update({ text: 'bare' });
  expect(workspace.people.messages(ana, channel)[0]).toMatchObject({ text: 'bare', edited: true, blocks: [] });
  expect(await update({ text: 'x'.repeat(4001) })).toEqual({ ok: false, error: 'msg_too_long' });

  await workspace.people.say({ user: ana, channel, text: 'mine' });
  const mine = workspace.people.messages(ana, channel).at(-1)?.ts;
  expect(await update({ ts: mine, text: 'x' })).toEqual({ ok: false, error: 'cant_update_message' });
  expect(await call(workspace, 'chat.delete', { channel, ts: mine })).toEqual({ ok: false, error: 'cant_delete_message' });
  const ephemeral = await call(workspace, 'chat.postEphemeral', { channel, user: ana, text: 'you alone' });
  expect(await update({ ts: ephemeral.message_ts, text: 'x' })).toEqual({ ok: false, error: 'message_not_found' });
  await workspace.people.deleteMessage(ana, channel, ts);
  expect(await update({ text: 'x' })).toEqual({ ok: false, error: 'message_not_found' });
});

test('rich text cannot become something else', async () => {
  const { workspace, channel, post } = await begin();
  const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }] };
  const ts = text(await post({ text: 'a', blocks: [rich] }), 'ts');
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'b', blocks: [{ type: 'divider' }] })).toEqual({
    ok: false,
    error: 'block_mismatch',
  });
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'b', blocks: [{ type: 'divider' }, rich] })).toMatchObject({ ok: true });
});

test('a deleted message with replies leaves a stone, and its thread goes on', async () => {
  const { workspace, channel, post } = await begin();
  const ts = text(await post({ text: 'root' }), 'ts');
  await post({ thread_ts: ts, text: 'inside' });
  expect(await call(workspace, 'chat.delete', { channel, ts })).toMatchObject({ ok: true });
  expect(workspace.people.messages(workspace.userId('ana'), channel)[0]).toMatchObject({ text: 'This message was deleted.', blocks: [] });
  expect(await post({ thread_ts: ts, text: 'still' })).toMatchObject({ ok: true });
  expect(await call(workspace, 'chat.update', { channel, ts, text: 'x' })).toEqual({ ok: false, error: 'message_not_found' });
});

test('ephemeral messages are for one person who is in the channel', async () => {
  const { workspace, channel } = await begin();
  const [ana, ben] = [workspace.userId('ana'), workspace.userId('ben')];
  await call(workspace, 'chat.postEphemeral', { channel, user: ana, text: 'you alone' });
  expect(workspace.people.messages(ana, channel)).toMatchObject([{ text: 'you alone', ephemeral: true }]);
  expect(workspace.people.messages(ben, channel)).toEqual([]);
  expect(await call(workspace, 'chat.postEphemeral', { channel: workspace.channelId('war-room'), user: ben, text: 'x' })).toEqual({
    ok: false,
    error: 'user_not_in_channel',
  });
  expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({ messages: [] });
});

test('permalinks, reactions, pins', async () => {
  const { workspace, channel, post } = await begin();
  const ts = text(await post({ text: 'root' }), 'ts');
  expect(await call(workspace, 'chat.getPermalink', { channel, message_ts: ts })).toMatchObject({
    permalink: `${workspace.pageUrl}archives/${channel}/p${ts.replace('.', '')}`,
  });
  const react = (method: string, name = 'eyes') => call(workspace, method, { channel, timestamp: ts, name });
  expect(await react('reactions.add')).toEqual({ ok: true });
  expect(await react('reactions.add')).toEqual({ ok: false, error: 'already_reacted' });
  expect(workspace.people.messages(workspace.userId('ana'), channel)[0]?.reactions).toEqual([{ name: 'eyes', users: [workspace.bot.id] }]);
  expect(await react('reactions.remove')).toEqual({ ok: true });
  expect(await react('reactions.remove')).toEqual({ ok: false, error: 'no_reaction' });
  expect(await react('reactions.add', 'No Such')).toEqual({ ok: false, error: 'invalid_name' });
  expect(await call(workspace, 'pins.add', { channel, timestamp: ts })).toEqual({ ok: true });
  expect(await call(workspace, 'pins.add', { channel, timestamp: ts })).toEqual({ ok: false, error: 'already_pinned' });
});

test('history and replies by page and by time; membership and scope are asked for', async () => {
  const { workspace, channel, post } = await begin();
  const times: string[] = [];
  for (const name of ['a', 'b', 'c']) times.push(text(await post({ text: name }), 'ts'));
  const history = await call(workspace, 'conversations.history', { channel, limit: '2' });
  expect(history).toMatchObject({ has_more: true, messages: [{ text: 'c' }, { text: 'b' }] });
  const cursor = text(history, 'response_metadata', 'next_cursor');
  expect(await call(workspace, 'conversations.history', { channel, limit: '2', cursor })).toMatchObject({
    has_more: false,
    messages: [{ text: 'a' }],
  });
  const [a = '', b = ''] = times;
  expect(await call(workspace, 'conversations.history', { channel, oldest: a, latest: b, inclusive: true })).toMatchObject({
    messages: [{ text: 'b' }, { text: 'a' }],
  });
  expect(await call(workspace, 'conversations.replies', { channel, ts: '1.0' })).toEqual({ ok: false, error: 'thread_not_found' });
  expect(await call(workspace, 'conversations.history', { channel: workspace.channelId('elsewhere') })).toEqual({
    ok: false,
    error: 'not_in_channel',
  });
  workspace.faults.removeScope('channels:history');
  expect(await call(workspace, 'conversations.history', { channel })).toMatchObject({ error: 'missing_scope', needed: 'channels:history' });
});

test('conversations: list, info, members, join', async () => {
  const { workspace, channel } = await begin();
  expect(await call(workspace, 'conversations.list', { exclude_archived: true })).toMatchObject({
    channels: [{ name: 'incidents' }, { name: 'elsewhere' }],
  });
  expect(await call(workspace, 'conversations.list', { types: 'private_channel' })).toMatchObject({
    channels: [{ name: 'war-room', is_private: true }],
  });
  expect(await call(workspace, 'conversations.info', { channel })).toMatchObject({
    channel: { name: 'incidents', is_member: true, is_archived: false },
  });
  expect(await call(workspace, 'conversations.info', { channel: workspace.channelId('secret') })).toEqual({
    ok: false,
    error: 'channel_not_found',
  });
  expect(await call(workspace, 'conversations.members', { channel })).toMatchObject({
    members: expect.arrayContaining([workspace.bot.id]),
  });
  expect(await call(workspace, 'conversations.join', { channel: workspace.channelId('elsewhere') })).toMatchObject({
    channel: { is_member: true },
  });
  expect(await call(workspace, 'conversations.join', { channel: workspace.channelId('old') })).toEqual({ ok: false, error: 'is_archived' });
});
