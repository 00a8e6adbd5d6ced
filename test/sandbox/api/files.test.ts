import { createHash } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import type { Workspace } from '../../../src/sandbox/workspace.js';
import { call, endAll, startSandbox, text } from '../start-sandbox.js';

afterEach(endAll);

/** The smallest PNG there is. */
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

async function upload(workspace: Workspace, name: string, bytes: Buffer): Promise<string> {
  const got = await call(workspace, 'files.getUploadURLExternal', { filename: name, length: bytes.length });
  const response = await fetch(text(got, 'upload_url'), { method: 'POST', body: new Uint8Array(bytes) });
  expect(response.status).toBe(200);
  return text(got, 'file_id');
}

test('Slack’s own client uploads a text into a thread; it is shared a while after the call', async () => {
  const workspace = await startSandbox({ fileProcessingMs: 60_000 });
  const channel = workspace.channelId('incidents');
  const client = new WebClient(workspace.botToken, { slackApiUrl: workspace.apiUrl });
  const root = text(await call(workspace, 'chat.postMessage', { channel, text: 'root' }), 'ts');
  const done = await client.files.uploadV2({
    channel_id: channel,
    thread_ts: root,
    filename: 'evidence.txt',
    content: 'line 1\nline 2 <b>',
    initial_comment: 'Everything',
  });
  const file = text(done, 'files', '0', 'files', '0', 'id');
  expect(await call(workspace, 'files.info', { file })).toMatchObject({ file: { mimetype: '', shares: {} } });
  const user = workspace.userId('ana');
  expect(workspace.people.messages(user, channel, root)).toHaveLength(1);

  workspace.clock.advance(60_000);
  const shared = workspace.people.messages(user, channel, root)[1];
  expect(shared).toMatchObject({
    text: 'Everything',
    files: [{ id: file, name: 'evidence.txt', isImage: false, ready: true, preview: 'line 1\nline 2 <b>' }],
  });
  expect(await call(workspace, 'files.info', { file })).toMatchObject({
    file: { mimetype: 'text/plain', shares: { public: { [channel]: [{ ts: shared?.ts, thread_ts: root }] } } },
  });
  const bytes = await fetch(text(await call(workspace, 'files.info', { file }), 'file', 'url_private'), {
    headers: { authorization: `Bearer ${workspace.botToken}` },
  });
  expect(await bytes.text()).toBe('line 1\nline 2 <b>');
});

test('a picture can stand in a block once it is ready, and nothing else can', async () => {
  const workspace = await startSandbox({ fileProcessingMs: 5000 });
  const channel = workspace.channelId('incidents');
  const show = (id: string) =>
    call(workspace, 'chat.postMessage', { channel, text: 'graph', blocks: [{ type: 'image', alt_text: 'graph', slack_file: { id } }] });
  const [picture, words] = [await upload(workspace, 'graph.png', PNG), await upload(workspace, 'fake.png', Buffer.from('<script>'))];
  await call(workspace, 'files.completeUploadExternal', { files: [{ id: picture, title: 'Graph' }, { id: words }] });
  expect(await show(picture)).toMatchObject({
    error: 'invalid_blocks',
    errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'],
  });
  workspace.clock.advance(5000);
  expect(await show(picture)).toMatchObject({ ok: true });
  expect(await show(words)).toMatchObject({ error: 'invalid_blocks' });
  expect(await show('F0123456789')).toMatchObject({ error: 'invalid_blocks' });
});

test('a picture that a message shows is seen by those who see the message, and by nobody else', async () => {
  const workspace = await startSandbox({ fileProcessingMs: 1, channels: [{ name: 'war-room', kind: 'private', members: ['ana'] }] });
  const id = await upload(workspace, 'graph.png', PNG);
  await call(workspace, 'files.completeUploadExternal', { files: [{ id }] });
  const get = async (user: string) => (await fetch(`${workspace.pageUrl}sandbox/file?id=${id}&user=${workspace.userId(user)}`)).status;
  expect([await get('ana'), await get('ben')]).toEqual([404, 404]);
  const shown = { text: 'graph', blocks: [{ type: 'image', alt_text: 'graph', slack_file: { id } }] };
  let posted = await call(workspace, 'chat.postMessage', { channel: workspace.channelId('war-room'), ...shown });
  while (posted.ok !== true) posted = await call(workspace, 'chat.postMessage', { channel: workspace.channelId('war-room'), ...shown });
  expect([await get('ana'), await get('ben')]).toEqual([200, 404]);
});

test('the page gets a shared file’s bytes, never as something that runs', async () => {
  const workspace = await startSandbox({ fileProcessingMs: 1, channels: [{ name: 'war-room', kind: 'private', members: ['ana'] }] });
  const [html, picture] = [
    await upload(workspace, 'page.html', Buffer.from('<script>alert(1)</script>')),
    await upload(workspace, 'g.png', PNG),
  ];
  const channel_id = workspace.channelId('war-room');
  await call(workspace, 'files.completeUploadExternal', { files: [{ id: html }, { id: picture }], channel_id });
  await workspace.journal.waitForMessage(({ message }) => message.files.length === 2);
  const get = (id: string, user: string) => fetch(`${workspace.pageUrl}sandbox/file?id=${id}&user=${workspace.userId(user)}`);
  const page = await get(html, 'ana');
  expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain('sandbox');
  const image = await get(picture, 'ana');
  expect(image.headers.get('content-type')).toBe('image/png');
  expect(
    createHash('sha256')
      .update(Buffer.from(await image.arrayBuffer()))
      .digest('hex'),
  ).toBe(createHash('sha256').update(PNG).digest('hex'));
  expect((await get(html, 'ben')).status).toBe(404);
});

test('what cannot be completed', async () => {
  const workspace = await startSandbox();
  const got = await call(workspace, 'files.getUploadURLExternal', { filename: 'a.txt', length: 3 });
  const id = text(got, 'file_id');
  expect(await call(workspace, 'files.completeUploadExternal', { files: [{ id }] })).toEqual({ ok: false, error: 'file_not_found' });
  expect((await fetch(text(got, 'upload_url'), { method: 'POST', body: 'too long' })).status).toBe(400);
  expect((await fetch(text(got, 'upload_url'), { method: 'POST', body: 'abc' })).status).toBe(200);
  expect((await fetch(text(got, 'upload_url'), { method: 'POST', body: 'abc' })).status).toBe(404);
  const complete = (channel_id: string) => call(workspace, 'files.completeUploadExternal', { files: [{ id }], channel_id });
  expect(await complete(workspace.channelId('random'))).toEqual({ ok: false, error: 'not_in_channel' });
  expect(await call(workspace, 'files.getUploadURLExternal', { filename: 'a', length: 1, alt_txt: 'x'.repeat(1001) })).toEqual({
    ok: false,
    error: 'alt_txt_too_large',
  });
  workspace.faults.removeScope('files:write');
  expect(await complete(workspace.channelId('incidents'))).toMatchObject({ error: 'missing_scope', needed: 'files:write' });
});
