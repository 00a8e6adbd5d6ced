import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PagePanel, SlackJson } from '../../src/sandbox/page-api.js';
import type { Panel, Workspace, WorkspaceOptions } from '../../src/sandbox/workspace.js';
import { connectSocket } from './raw-socket.js';
import { call, endAll, endLater, json, startSandbox, text } from './start-sandbox.js';

afterEach(endAll);

async function begin(options: Partial<WorkspaceOptions> = {}) {
  const workspace = await startSandbox(options);
  const user = workspace.userId('ana');
  const channel = workspace.channelId('incidents');
  const get = async (path: string) => json(await fetch(`${workspace.pageUrl}sandbox/${path}`));
  const post = async (path: string, body: SlackJson) =>
    json(
      await fetch(`${workspace.pageUrl}sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  return { workspace, user, channel, get, post };
}

/** The page's event stream as an async list. */
async function listen(workspace: Workspace, user: string) {
  const ended = new AbortController();
  endLater(async () => ended.abort());
  const response = await fetch(`${workspace.pageUrl}sandbox/events?user=${user}`, { signal: ended.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const next = async (): Promise<SlackJson> => {
    for (;;) {
      const end = rest.indexOf('\n\n');
      if (end >= 0) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (line.startsWith('data: ')) return JSON.parse(line.slice(6));
      } else {
        const part = await reader?.read();
        if (!part || part.done) throw new Error('the stream ended');
        rest += part.value;
      }
    }
  };
  return { type: response.headers.get('content-type'), next };
}

test('state: who is there, what can be typed, and the first person for a page that knows nobody', async () => {
  const { get, user, channel, workspace } = await begin();
  const state = await get(`state?user=${user}`);
  expect(state).toMatchObject({
    team: 'Sandbox',
    me: { id: user, name: 'ana', realName: 'Ana Sousa', isBot: false },
    bot: { id: workspace.bot.id, realName: 'Samplebot', isBot: true },
    botOnline: false,
    commands: [{ command: '/diagnose', description: 'Finds the cause', usageHint: 'WORDS [on HOST]' }, { command: '/escape' }],
    shortcuts: [
      { callbackId: 'diagnose_this', kind: 'message' },
      { callbackId: 'new_diagnosis', kind: 'global' },
    ],
  });
  expect(state.channels).toContainEqual({
    id: channel,
    name: 'incidents',
    kind: 'channel',
    archived: false,
    botIsMember: true,
    topic: 'What is on fire',
  });
  expect(state.channels).toContainEqual(expect.objectContaining({ kind: 'direct', name: 'Samplebot' }));
  expect(await get('state')).toMatchObject({ me: { id: user } });
  expect(await get('state?user=U1')).toMatchObject({ me: { id: user } });
  expect(await get('messages?user=U1&channel=C1')).toMatchObject({ ok: false });
});

test('say, messages, delete; the event stream tells of each', async () => {
  const { get, post, user, channel, workspace } = await begin();
  const stream = await listen(workspace, workspace.userId('ben'));
  expect(stream.type).toContain('text/event-stream');
  expect(await stream.next()).toEqual({ kind: 'hello' });
  expect(await post('say', { user, channel, text: 'hello <b>' })).toEqual({ ok: true });
  const told = await stream.next();
  expect(told).toMatchObject({ kind: 'message', message: { user, text: 'hello &lt;b&gt;', replies: 0, blocks: [{ type: 'rich_text' }] } });
  const ts = text(told, 'message', 'ts');
  await post('say', { user, channel, thread: ts, text: 'inside' });
  expect(await stream.next()).toMatchObject({ kind: 'message', message: { thread: ts } });
  expect(await stream.next()).toMatchObject({ kind: 'message-changed', message: { ts, replies: 1 } });
  const inside = await get(`messages?user=${user}&channel=${channel}&thread=${ts}`);
  expect(inside).toMatchObject({ messages: [{ ts }, { text: 'inside' }] });
  const reply = text(inside, 'messages', '1', 'ts');
  expect(await post('delete', { user, channel, ts: reply })).toEqual({ ok: true });
  expect(await stream.next()).toEqual({ kind: 'message-deleted', channel, ts: reply });
  expect(await stream.next()).toMatchObject({ kind: 'message-changed', message: { ts, replies: 0 } });
  expect(await get(`messages?user=${user}&channel=${channel}`)).toMatchObject({ messages: [{ ts }] });
});

test('a modal: opened, acted in, submitted with an error, closed; status and home are told too', async () => {
  const { post, user, channel, workspace } = await begin();
  const socket = await connectSocket(workspace);
  const stream = await listen(workspace, user);
  await stream.next();
  const shortcut = post('shortcut', { user, shortcut: 'new_diagnosis' });
  const envelope = await socket.next();
  expect(envelope).toMatchObject({ payload: { type: 'shortcut', callback_id: 'new_diagnosis' } });
  socket.ack(envelope);
  expect(await shortcut).toEqual({ ok: true });
  const plain = (words: string) => ({ type: 'plain_text', text: words });
  const view = {
    type: 'modal',
    callback_id: 'ask',
    title: plain('Which host?'),
    submit: plain('Go'),
    blocks: [
      { type: 'input', block_id: 'h', label: plain('Host'), element: { type: 'plain_text_input', action_id: 'host' } },
      { type: 'actions', block_id: 'b', elements: [{ type: 'button', action_id: 'guess', text: plain('Guess') }] },
    ],
  };
  await call(workspace, 'views.open', { trigger_id: text(envelope, 'payload', 'trigger_id'), view });
  const opened = await stream.next();
  expect(opened).toMatchObject({
    kind: 'modal',
    modal: { title: 'Which host?', submit: 'Go', close: 'Cancel', callbackId: 'ask', depth: 0 },
  });
  const id = text(opened, 'modal', 'id');
  const state = { h: { host: { type: 'plain_text_input', value: 'api-9' } } };

  const acted = post('act', {
    user,
    container: { kind: 'view', view: id },
    blockId: 'b',
    actionId: 'guess',
    action: { type: 'button' },
    state,
  });
  const action = await socket.next();
  expect(action).toMatchObject({ payload: { view: { id, state: { values: state } }, actions: [{ action_id: 'guess', type: 'button' }] } });
  socket.ack(action);
  expect(await acted).toEqual({ ok: true });

  const submitted = post('submit', { user, view: id, state });
  socket.ack(await socket.next(), { response_action: 'errors', errors: { h: 'I do not know api-9.' } });
  expect(await submitted).toEqual({ ok: false, errors: { h: 'I do not know api-9.' } });
  expect(await post('close', { user, view: id })).toEqual({ ok: true });
  expect(await stream.next()).toEqual({ kind: 'modal' });

  const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'root' });
  await call(workspace, 'assistant.threads.setStatus', { channel_id: channel, thread_ts: ts, status: 'is looking' });
  await stream.next();
  expect(await stream.next()).toEqual({ kind: 'status', channel, thread: ts, text: 'is looking' });
  await call(workspace, 'views.publish', { user_id: user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
  expect(await stream.next()).toMatchObject({ kind: 'home', home: { blocks: [{ type: 'divider' }] } });
  expect(await post('home', { user })).toEqual({ ok: true });
  workspace.faults.archive(channel);
  expect(await stream.next()).toMatchObject({
    kind: 'state',
    state: { channels: expect.arrayContaining([expect.objectContaining({ archived: true })]) },
  });
});

test('the panel is shown, pressed, and told of when it changes', async () => {
  const item = { id: 'queue', title: 'Full queue', says: 'Stops accepting', state: 'healthy' as const, button: 'Break it' };
  let shown: PagePanel = { title: 'Break something', says: 'Real faults', groups: [{ title: 'api-1', items: [item] }] };
  let changed = () => {};
  const panel: Panel = {
    read: () => shown,
    press: async id => {
      if (id !== 'queue') return { ok: false, says: 'There is nothing like that.' };
      shown = { ...shown, says: 'Broken' };
      changed();
      return { ok: true };
    },
    onChange: listener => {
      changed = listener;
    },
  };
  const { get, post, workspace, user } = await begin({ panel });
  expect(await get(`state?user=${user}`)).toMatchObject({ panel: { groups: [{ items: [{ id: 'queue' }] }] } });
  const stream = await listen(workspace, user);
  await stream.next();
  expect(await post('panel', { press: 'queue' })).toEqual({ ok: true });
  expect(await stream.next()).toMatchObject({ kind: 'panel', panel: { says: 'Broken' } });
  expect(await post('panel', { press: 'other' })).toMatchObject({ ok: false });
});

test('requests that make no sense are refused in a sentence', async () => {
  const { post, get, user } = await begin();
  expect(await post('say', { user })).toMatchObject({ ok: false, says: expect.any(String) });
  expect(await post('act', { user, container: {} })).toMatchObject({ ok: false });
  expect(await post('nonsense', {})).toMatchObject({ ok: false });
  expect(await get(`nonsense?user=${user}`)).toMatchObject({ ok: false });
});

describe('who may ask', () => {
  /** Node's fetch does not let a test set these headers. */
  const ask = (workspace: Workspace, headers: Record<string, string>, path = '/sandbox/panel', method = 'POST') =>
    new Promise<number>((resolve, reject) => {
      const sent = request({
        host: '127.0.0.1',
        port: workspace.port,
        path,
        method,
        headers: { 'content-type': 'application/json', ...headers },
      });
      sent.on('response', response => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{"press":"queue"}' : undefined);
    });

  test('no other name that points here, no page of another site, no form', async () => {
    const { workspace } = await begin();
    const host = `127.0.0.1:${workspace.port}`;
    expect(await ask(workspace, { host })).toBe(200);
    expect(await ask(workspace, { host: `localhost:${workspace.port}` })).toBe(200);
    expect(await ask(workspace, { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await ask(workspace, { host: 'evil.example' })).toBe(403);
    expect(await ask(workspace, { host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await ask(workspace, { host, origin: 'https://evil.example' })).toBe(403);
    expect(await ask(workspace, { host, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await ask(workspace, { host, origin: 'null' })).toBe(403);
    expect(await ask(workspace, { host, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await ask(workspace, { host, 'content-type': 'text/plain' })).toBe(415);
    expect(await ask(workspace, { host: 'evil.example' }, '/api/auth.test')).toBe(403);
    expect(await ask(workspace, { host, origin: 'https://evil.example' }, '/sandbox/state', 'GET')).toBe(403);
    expect(await ask(workspace, { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }, '/sandbox/state', 'GET')).toBe(200);
  });
});

test('the page’s files: with a strict policy, from its folder alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  endLater(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'page.js'), 'export {};');
  await writeFile(join(folder, 'secret.key'), 'no');
  await writeFile(`${folder}-outside.js`, 'no');
  endLater(() => rm(`${folder}-outside.js`));
  const { workspace } = await begin({ pageFolder: folder });
  const get = (path: string) => fetch(`${workspace.pageUrl}${path}`, { redirect: 'manual' });
  const index = await get('');
  expect(index.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = index.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect((await get('page.js')).headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const outside = folder.split('/').at(-1);
  for (const path of ['secret.key', 'none.js', `..%2f${outside}-outside.js`, '%2e%2e/%2e%2e/etc/passwd', '%00.js', '%'])
    expect((await get(path)).status).toBe(404);
  const link = await get('archives/C1/p1?thread_ts=1.2&cid=C1');
  expect([link.status, link.headers.get('location')]).toEqual([302, '/#/archives/C1/p1?thread_ts=1.2&cid=C1']);
});
