import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { parsed } from '../../src/sandbox/json.js';
import type { Workspace } from '../../src/sandbox/workspace.js';
import { endAll, endLater, startSandbox } from './start-sandbox.js';

afterEach(endAll);

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request URL that answers as told: a status and a body, or not at all. */
async function listen(
  answer: (got: Got) => { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> } | 'never',
) {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += String(part);
    });
    request.on('end', () => {
      const one = { headers: request.headers, body };
      got.push(one);
      const challenge = parsed(body);
      const isCheck = typeof challenge === 'object' && challenge !== null && 'challenge' in challenge;
      const reply = isCheck ? { status: 200, body } : answer(one);
      if (reply === 'never') return;
      response.writeHead(reply.status, reply.headers);
      response.end(reply.body);
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  endLater(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const address = server.address();
  return { got, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/slack/events` };
}

const hello = (workspace: Workspace) =>
  workspace.people.say({ user: workspace.userId('ana'), channel: workspace.channelId('incidents'), text: 'hello' });
const command = (workspace: Workspace) =>
  workspace.people.say({ user: workspace.userId('ana'), channel: workspace.channelId('incidents'), text: '/diagnose x' });

test('everything is signed as Slack signs it; commands are forms', async () => {
  const { got, url } = await listen(() => ({ status: 200 }));
  const workspace = await startSandbox({ mode: 'http' });
  expect(workspace.people.state(workspace.userId('ana')).botOnline).toBe(false);
  expect(await workspace.setRequestUrl(url)).toEqual({ ok: true });
  expect(workspace.people.state(workspace.userId('ana')).botOnline).toBe(true);
  expect(await command(workspace)).toEqual({ ok: true });
  const { headers, body } = got[1] ?? { headers: {}, body: '' };
  const stamp = String(headers['x-slack-request-timestamp']);
  const signature = createHmac('sha256', workspace.signingSecret).update(`v0:${stamp}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${signature}`);
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(body))).toMatchObject({ command: '/diagnose', text: 'x', user_name: 'ana' });
});

test('a URL that does not give the challenge back is not taken', async () => {
  const workspace = await startSandbox({ mode: 'http' });
  const server = createServer((_request, response) => response.end('hello'));
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  endLater(
    () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
      }),
  );
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  expect(await workspace.setRequestUrl(`http://127.0.0.1:${port}/`)).toMatchObject({
    ok: false,
    says: expect.stringContaining('challenge'),
  });
  expect(await workspace.setRequestUrl('http://127.0.0.1:1/')).toMatchObject({ ok: false, says: expect.stringContaining('ECONNREFUSED') });
});

test('an event comes again three times with number and reason, unless it is told not to', async () => {
  const { got, url } = await listen(() => ({ status: 500 }));
  const workspace = await startSandbox({ mode: 'http', requestUrl: url });
  await hello(workspace);
  const failed = (count: number) =>
    workspace.journal.waitFor(() => workspace.journal.deliveries().filter(({ state }) => state === 'failed').length === count);
  await failed(1);
  workspace.clock.advance(0);
  await failed(2);
  workspace.clock.advance(60_000);
  await failed(3);
  workspace.clock.advance(300_000);
  await failed(4);
  workspace.clock.advance(3_600_000);
  expect(got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
});

test('x-slack-no-retry is honoured', async () => {
  const { got, url } = await listen(() => ({ status: 503, headers: { 'x-slack-no-retry': '1' } }));
  const workspace = await startSandbox({ mode: 'http', requestUrl: url });
  await hello(workspace);
  await workspace.journal.waitFor(() => workspace.journal.deliveries()[0]?.state === 'failed');
  workspace.clock.advance(3_600_000);
  expect(got).toHaveLength(1);
});

test('a command is sent once: three seconds, or an error, and the person is told', async () => {
  const { got, url } = await listen(() => (got.length === 1 ? 'never' : { status: 404 }));
  const workspace = await startSandbox({ mode: 'http', requestUrl: url });
  const said = command(workspace);
  await workspace.journal.waitFor(() => got.length === 1);
  workspace.clock.advance(3000);
  expect(await said).toMatchObject({ says: expect.stringContaining('operation_timeout') });
  expect(await command(workspace)).toMatchObject({ says: expect.stringContaining('dispatch_failed') });
  workspace.clock.advance(3_600_000);
  expect(got).toHaveLength(2);
});

test('an acknowledgement with a text is shown to the person alone', async () => {
  const { url } = await listen(() => ({ status: 200, body: 'right away' }));
  const workspace = await startSandbox({ mode: 'http', requestUrl: url });
  await command(workspace);
  const channel = workspace.channelId('incidents');
  expect(workspace.people.messages(workspace.userId('ana'), channel)).toMatchObject([{ text: 'right away', ephemeral: true }]);
  expect(workspace.people.messages(workspace.userId('ben'), channel)).toEqual([]);
});
