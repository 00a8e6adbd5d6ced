import { once } from 'node:events';
import { SocketModeReceiver } from '@slack/bolt';
import { WebSocketServer } from 'ws';
import { loggerForSlack } from '../../src/slack/slack-logger.js';
import { SocketLine } from '../../src/slack/socket-line.js';
import { realWait } from '../../src/slack/timing.js';
import { fakeTiming } from './fake-timing.js';
import { memoryLogger } from './memory-logger.js';

/** A line whose `apps.connections.open` answers as the test says; it never gets as far as a socket. */
function bench(...answers: readonly (object | 'fail')[]) {
  const timing = fakeTiming();
  const logger = memoryLogger();
  const left = [...answers];
  const opened: number[] = [];
  const { client } = new SocketModeReceiver({
    appToken: 'xapp-test',
    autoReconnectEnabled: false,
    logger: loggerForSlack(logger, 'test'),
    installerOptions: {
      clientOptions: {
        rejectRateLimitedCalls: true,
        retryConfig: { retries: 0 },
        fetch: async () => {
          opened.push(timing.now());
          const answer = left.length > 1 ? left.shift() : left[0];
          if (answer === 'fail' || !answer)
            throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) });
          if ('status' in answer) return new Response('{"ok":false}', { status: 429, headers: { 'retry-after': '7' } });
          return new Response(JSON.stringify(answer), { status: 200 });
        },
      },
    },
  });
  const start = timing.now();
  return { line: new SocketLine(client, timing, logger), timing, opened: () => opened.map(at => (at - start) / 1000), logger };
}

test('Slack out of reach: it tries for ever, ever less often, and a stop ends it', async () => {
  const { line, timing, opened } = bench('fail');
  const started = line.start();
  await timing.advance(120_000);
  expect(opened()).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
  expect(line.up).toBe(false);
  expect(line.trouble).toContain('ECONNREFUSED');
  const stopped = line.stop(1_000);
  await timing.advance(1_000);
  await stopped;
  await started;
  await timing.advance(120_000);
  expect(opened()).toHaveLength(8);
});

test('a token that Slack refuses is tried once a minute, and the trouble says what to do', async () => {
  const { line, timing, opened } = bench({ ok: false, error: 'invalid_auth' });
  void line.start();
  await timing.advance(125_000);
  expect(opened()).toEqual([0, 60, 120]);
  expect(line.trouble).toContain('slack.app_token');
  const stopped = line.stop(0);
  await timing.advance(0);
  await stopped;
});

test('a pause that Slack asks for is kept', async () => {
  const { line, timing, opened } = bench({ status: 429 }, 'fail');
  void line.start();
  await timing.advance(7_500);
  expect(opened()).toEqual([0, 7]);
  const stopped = line.stop(0);
  await timing.advance(0);
  await stopped;
});

describe('a connection that is still being made when the line is stopped', () => {
  const clock = { now: () => Date.now() / 1000 };

  /** A Slack whose hello comes when the test says so, and the line to it. */
  async function slow() {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { client } = new SocketModeReceiver({
      appToken: 'xapp-test',
      autoReconnectEnabled: false,
      logger: loggerForSlack(memoryLogger(), 'test'),
      installerOptions: {
        clientOptions: {
          retryConfig: { retries: 0 },
          fetch: async () => new Response(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}` }), { status: 200 }),
        },
      },
    });
    return { server, line: new SocketLine(client, { clock, wait: realWait }, memoryLogger()) };
  }

  test('is ended after its hello, and none is made in its place', async () => {
    const { server, line } = await slow();
    const connected = once(server, 'connection');
    const started = line.start();
    const [socket] = await connected;
    const stopped = line.stop(5_000);
    const closed = once(socket, 'close');
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, debug_info: {}, connection_info: { app_id: 'A' } }));
    await Promise.all([closed, stopped, started]);
    expect(server.clients.size).toBe(0);
    expect(line.up).toBe(false);
    await new Promise(resolve => server.close(resolve));
  });
});
