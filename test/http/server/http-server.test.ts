import { once } from 'node:events';
import { answerText } from '../../../src/http/server/answer.js';
import { type HttpServerOptions, openHttpServer } from '../../../src/http/server/http-server.js';
import type { Route } from '../../../src/http/server/route.js';
import { memoryLogger } from '../../slack/memory-logger.js';
import { closedPort } from '../servers.js';
import { rawClient } from './raw-client.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const hello: Route = {
  path: '/hello',
  methods: { GET: (_, response) => answerText(response, 200, 'hello') },
};

async function serving(options: Partial<HttpServerOptions> = {}) {
  const logger = memoryLogger();
  const server = openHttpServer({ host: '127.0.0.1', port: 0, routes: [hello], logger, ...options });
  const listening = await server.listen();
  if (listening.kind === 'refused') throw new Error(listening.says);
  stops.push(() => server.stop(0));
  return { server, logger, port: listening.port, url: `http://127.0.0.1:${listening.port}` };
}

/** A route that answers when it is told to. */
function held(path = '/held') {
  let release = (): void => undefined;
  let reached = (): void => undefined;
  const arrived = new Promise<void>(resolve => {
    reached = resolve;
  });
  const free = new Promise<void>(resolve => {
    release = resolve;
  });
  const route: Route = {
    path,
    methods: {
      POST: async (_, response) => {
        reached();
        await free;
        answerText(response, 200, 'done');
      },
    },
  };
  return { route, arrived, release: () => release() };
}

test.each([
  ['GET', '/hello', 200, 'hello\n', null],
  ['GET', '/hello?x=1', 200, 'hello\n', null],
  ['HEAD', '/hello', 200, '', null],
  ['POST', '/hello', 405, 'Only GET, HEAD here.\n', 'GET, HEAD'],
  ['DELETE', '/hello', 405, 'Only GET, HEAD here.\n', 'GET, HEAD'],
  ['GET', '/hello/', 404, 'There is nothing at this path.\n', null],
  ['GET', '/', 404, 'There is nothing at this path.\n', null],
  ['GET', '/constructor', 404, 'There is nothing at this path.\n', null],
])('%s %s gives %i', async (method, path, status, body, allow) => {
  const { url } = await serving();
  const response = await fetch(url + path, { method });
  expect([response.status, await response.text(), response.headers.get('allow')]).toEqual([status, body, allow]);
});

test('requests follow one another on one connection', async () => {
  const { port } = await serving();
  const client = rawClient(port, 'GET /hello HTTP/1.1\r\nHost: x\r\n\r\nGET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect((await client.ended).match(/HTTP\/1\.1 200 OK/gu)).toHaveLength(2);
});

test.each([
  ['no HTTP', 'hello\r\n\r\n', '400'],
  ['headers above 16 KiB', `GET /hello HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
  ['two lengths', 'POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400'],
  ['a length and chunks', 'POST /hello HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
  ['no host', 'GET /hello HTTP/1.1\r\n\r\n', '400'],
])('%s is refused by its status, and the connection ends', async (_, send, status) => {
  const { port } = await serving();
  expect(await rawClient(port, send).ended).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'));
});

test('a client that is slow with its headers is cut off; others are served meanwhile', async () => {
  const { port, url } = await serving({ headersMs: 200 });
  const slow = rawClient(port, 'GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow');
  expect((await fetch(`${url}/hello`)).status).toBe(200);
  expect(await slow.ended).toMatch(/^HTTP\/1\.1 408 /u);
});

test.each([
  [
    'throws',
    () => {
      throw new Error('broken');
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('a handler that %s: 500 without its reason, which is in the log', async (_, GET) => {
  const { url, logger } = await serving({ routes: [{ path: '/bad', methods: { GET } }, hello] });
  const response = await fetch(`${url}/bad`);
  expect([response.status, await response.text()]).toEqual([500, 'Faultline could not answer this; its log says why.\n']);
  expect(logger.lines).toMatchObject([{ level: 'error', about: { path: '/bad', error: { message: 'broken' } } }]);
  expect((await fetch(`${url}/hello`)).status).toBe(200);
});

describe('the port', () => {
  test('taken: one clear sentence', async () => {
    const { port } = await serving();
    const server = openHttpServer({ host: '127.0.0.1', port, routes: [], logger: memoryLogger() });
    expect(await server.listen()).toEqual({
      kind: 'refused',
      says: `Another program listens on 127.0.0.1:${port} already: end it, or give http.listen another port.`,
    });
    await server.stop(10);
  });
  test('of an address that this machine has not', async () => {
    const server = openHttpServer({ host: '192.0.2.1', port: await closedPort(), routes: [], logger: memoryLogger() });
    expect(await server.listen()).toMatchObject({
      kind: 'refused',
      says: expect.stringContaining('This machine has no address 192.0.2.1'),
    });
  });
});

describe('stopping', () => {
  test('what is under way ends, newcomers are told 503 on old and new connections, then the port is free', async () => {
    const { route, arrived, release } = held();
    const { server, port, url } = await serving({ routes: [route, hello] });
    const old = rawClient(port, 'GET /hello HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(old.socket, 'data');
    const underWay = fetch(`${url}/held`, { method: 'POST' });
    await arrived;
    const stopped = server.stop(20_000);
    old.socket.write('GET /hello HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await old.ended).toMatch(/HTTP\/1\.1 503 .*Connection: close/su);
    const newcomer = await fetch(`${url}/hello`);
    expect([newcomer.status, newcomer.headers.get('connection')]).toEqual([503, 'close']);
    release();
    expect(await (await underWay).text()).toBe('done\n');
    await stopped;
    await expect(fetch(`${url}/hello`)).rejects.toThrow();
  });

  test('nothing waits for a request that does not end', async () => {
    const { route, arrived } = held();
    const { server, url } = await serving({ routes: [route] });
    const lost = fetch(`${url}/held`, { method: 'POST' }).then(
      () => 'answered',
      () => 'cut off',
    );
    await arrived;
    await server.stop(50);
    expect(await lost).toBe('cut off');
  });

  test('an idle connection holds nothing up, and a second stop is none', async () => {
    const { server, port } = await serving();
    const idle = rawClient(port, 'GET /hello HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(idle.socket, 'data');
    await server.stop(20_000);
    expect(await idle.ended).toContain('hello');
    await server.stop(20_000);
  });
});
