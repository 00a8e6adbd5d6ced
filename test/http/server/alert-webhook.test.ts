import { gzipSync } from 'node:zlib';
import { type AlertWebhookParts, alertWebhook } from '../../../src/http/server/alert-webhook.js';
import { openHttpServer } from '../../../src/http/server/http-server.js';
import { memoryLogger } from '../../slack/memory-logger.js';
import { alertmanagerPayload, grafanaPayload, manyAlerts } from '../alerts/payloads.js';
import { memorySignals } from './memory-signals.js';
import { rawClient } from './raw-client.js';

const TOKEN = 'a-token-of-the-webhook';
const NOON = 1_790_000_000;
const MEBIBYTE = 1024 * 1024;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function webhook(
  options: Partial<Omit<AlertWebhookParts, 'token'>> & { readonly token?: string | 'none'; readonly requestMs?: number } = {},
) {
  const store = memorySignals();
  const logger = memoryLogger();
  const counted: (readonly [string, string])[] = [];
  let alerts = 0;
  const { token = TOKEN, requestMs, ...parts } = options;
  const route = alertWebhook({
    ...(token === 'none' ? {} : { token }),
    store,
    logger,
    clock: { now: () => NOON },
    measures: {
      webhook: (source, answer, seconds) => {
        expect(seconds).toBeGreaterThanOrEqual(0);
        counted.push([source, answer]);
      },
      alertsIn: count => {
        alerts += count;
      },
    },
    ...parts,
  });
  const server = openHttpServer({
    host: '127.0.0.1',
    port: 0,
    routes: [route],
    logger,
    ...(requestMs ? { requestMs, headersMs: requestMs } : {}),
  });
  const listening = await server.listen();
  if (listening.kind === 'refused') throw new Error(listening.says);
  stops.push(() => server.stop(0));
  const { port } = listening;
  const url = `http://127.0.0.1:${port}/webhooks/alertmanager`;
  const send = async (body: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${TOKEN}`, ...headers },
      body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  return { store, logger, counted, alerts: () => alerts, port, url, send };
}

const head = (extra: string): string =>
  `POST /webhooks/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${TOKEN}\r\n${extra}\r\n\r\n`;

test('alerts are kept before they are answered', async () => {
  let isKept = false;
  const store = memorySignals(async () => {
    await new Promise(resolve => setTimeout(resolve, 50));
    isKept = true;
  });
  const { send, counted, alerts } = await webhook({ store });
  const { status, text } = await send(alertmanagerPayload());
  expect(isKept).toBe(true);
  const [signal] = [...store.signals.values()];
  expect(signal).toMatchObject({ receivedAt: NOON, group: { source: 'alertmanager', alerts: [{ fingerprint: 'c9d8f7e6a5b4c3d2' }] } });
  expect([status, JSON.parse(text)]).toEqual([200, { signal: signal?.id, state: 'kept' }]);
  expect([counted, alerts()]).toEqual([[['alertmanager', 'accepted']], 1]);
});

test('the same delivery twice is one signal; a new state is another', async () => {
  const { send, store, counted, alerts } = await webhook();
  const first = await send(alertmanagerPayload());
  const again = await send(alertmanagerPayload());
  expect(JSON.parse(again.text)).toEqual({ ...JSON.parse(first.text), state: 'known' });
  await send(alertmanagerPayload({}, { status: 'resolved', endsAt: '2026-11-27T12:05:00Z' }));
  expect(store.signals.size).toBe(2);
  expect(counted.map(([, answer]) => answer)).toEqual(['accepted', 'known', 'accepted']);
  expect(alerts()).toBe(2);
});

test("Grafana's payload", async () => {
  const { send, store, counted } = await webhook();
  expect((await send(grafanaPayload(), { 'Content-Type': 'application/json; charset=utf-8' })).status).toBe(200);
  expect([...store.signals.values()]).toMatchObject([{ group: { source: 'grafana' } }]);
  expect(counted).toEqual([['grafana', 'accepted']]);
});

test('1,000 alerts in one group', async () => {
  const { send, store } = await webhook();
  expect((await send(alertmanagerPayload({ alerts: manyAlerts(1000) }))).status).toBe(200);
  expect([...store.signals.values()][0]?.group.alerts).toHaveLength(1000);
});

test('what was cut is in the log', async () => {
  const { send, logger } = await webhook();
  await send(alertmanagerPayload({}, { annotations: { d: 'x'.repeat(9000) } }));
  expect(logger.lines).toMatchObject([{ level: 'warn', says: '1 labels and annotations were shortened.' }]);
});

test.each<[string, unknown, Record<string, string>, number, string]>([
  ['no token', alertmanagerPayload(), { Authorization: '' }, 401, 'missing or wrong'],
  ['a wrong token', alertmanagerPayload(), { Authorization: 'Bearer guess' }, 401, 'missing or wrong'],
  ['the beginning of the token', alertmanagerPayload(), { Authorization: `Bearer ${TOKEN.slice(0, -1)}` }, 401, 'missing or wrong'],
  ['the token in another scheme', alertmanagerPayload(), { Authorization: `Basic ${TOKEN}` }, 401, 'missing or wrong'],
  ['an empty token', alertmanagerPayload(), { Authorization: 'Bearer ' }, 401, 'missing or wrong'],
  ['another content type', 'a=b', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415, 'not application/json'],
  ['a compressed body', gzipSync(JSON.stringify(alertmanagerPayload())), { 'Content-Encoding': 'gzip' }, 415, 'compressed'],
  ['truncated JSON', JSON.stringify(alertmanagerPayload()).slice(0, -40), {}, 400, 'breaks off'],
  ['another version', alertmanagerPayload({ version: '2' }), {}, 400, 'version of the payload is 2'],
  ['deep nesting', '['.repeat(500_000), {}, 400, 'no JSON'],
  ['labels that are no texts', alertmanagerPayload({}, { labels: { a: 1 } }), {}, 400, 'alerts[0].labels.a must be a text'],
])('%s: refused with a sentence, and nothing is kept', async (_, body, headers, status, sentence) => {
  const { send, store, counted, logger } = await webhook();
  const answer = await send(body, headers);
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(sentence)]);
  expect(store.signals.size).toBe(0);
  expect(counted).toEqual([['unknown', status === 401 ? 'unauthorised' : 'refused']]);
  expect(logger.lines).toMatchObject([{ level: 'warn', about: { from: '127.0.0.1' } }]);
  expect(JSON.stringify(logger.lines)).not.toMatch(/guess|a-token-of/u);
  if (status === 401) expect(answer.headers.get('www-authenticate')).toBe('Bearer');
});

test('the same trouble again and again fills no log', async () => {
  let now = 0;
  const { send, logger } = await webhook({ monotonic: () => now });
  for (let count = 0; count < 5; count++) await send('{');
  expect(logger.lines).toHaveLength(1);
  now = 11;
  await send('{');
  expect(logger.lines).toMatchObject([{}, { about: { leftOutSince: 4 } }]);
});

test('without a token in the configuration nothing is taken, and the sender is told to come again', async () => {
  const { send, store, counted } = await webhook({ token: 'none' });
  const { status, text, headers } = await send(alertmanagerPayload());
  expect([status, text, headers.get('retry-after')]).toEqual([503, expect.stringContaining('alertmanager.webhook_token is not set'), '60']);
  expect([store.signals.size, counted]).toEqual([0, [['unknown', 'failed']]]);
});

describe('a store', () => {
  test('that fails: 503, so that the sender repeats, and the repetition is taken', async () => {
    let isBroken = true;
    const store = memorySignals(async () => {
      if (isBroken) throw new Error('disk full');
    });
    const { send, counted, logger } = await webhook({ store });
    const failed = await send(alertmanagerPayload());
    expect([failed.status, failed.headers.get('retry-after'), failed.text]).toEqual([
      503,
      '5',
      'The alerts could not be kept: send them again.\n',
    ]);
    expect(logger.lines).toMatchObject([{ about: { error: { message: 'disk full' } } }]);
    isBroken = false;
    expect((await send(alertmanagerPayload())).status).toBe(200);
    expect(counted.map(([, answer]) => answer)).toEqual(['failed', 'accepted']);
  });
  test('that does not answer: 503 as well', async () => {
    const { send } = await webhook({ store: { keep: () => new Promise(() => {}) }, keepSeconds: 0.05 });
    expect((await send(alertmanagerPayload())).status).toBe(503);
  });
});

describe('a body that is too large', () => {
  test('by its length: 413 at once, and 10 MB are not read', async () => {
    const { port, store } = await webhook();
    const client = rawClient(port, head(`Content-Length: ${10 * MEBIBYTE}`));
    expect(await client.ended).toMatch(/^HTTP\/1\.1 413 .*Connection: close.*set max_alerts/su);
    expect(store.signals.size).toBe(0);
  });
  test('by what comes: 413 while the sender is still sending', async () => {
    const { port, counted } = await webhook();
    const client = rawClient(port, head('Transfer-Encoding: chunked'));
    const part = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    let sent = 0;
    const more = (): void => {
      while (sent < 10 * MEBIBYTE && client.received() === '' && !client.socket.destroyed) {
        sent += 65_536;
        if (!client.socket.write(part)) return void client.socket.once('drain', more);
      }
    };
    more();
    expect(await client.ended).toMatch(/^HTTP\/1\.1 413 /u);
    expect(counted).toEqual([['unknown', 'refused']]);
  });
  test('an ordinary client sees the answer although it has not sent everything', async () => {
    const { send } = await webhook();
    expect(await send('x'.repeat(10 * MEBIBYTE))).toMatchObject({
      status: 413,
      text: expect.stringContaining('larger than 1048576 bytes'),
    });
  });
  test('one byte less than too large is read', async () => {
    const { send } = await webhook();
    const body = JSON.stringify(alertmanagerPayload());
    expect((await send(body + ' '.repeat(MEBIBYTE - body.length))).status).toBe(200);
    expect((await send(body + ' '.repeat(MEBIBYTE - body.length + 1))).status).toBe(413);
  });
});

describe('a sender', () => {
  test('that is slow is cut off with 408, and others are served meanwhile', async () => {
    const { port, send, store } = await webhook({ requestMs: 300 });
    const slow = rawClient(port, `${head('Content-Length: 100')}{"version":`);
    expect((await send(alertmanagerPayload())).status).toBe(200);
    expect(await slow.ended).toMatch(/^HTTP\/1\.1 408 /u);
    expect(store.signals.size).toBe(1);
  });
  test('that goes away in the middle leaves nothing behind', async () => {
    const { port, send, counted } = await webhook();
    const client = rawClient(port, `${head('Content-Length: 100')}{"version":`);
    await new Promise(resolve => client.socket.once('connect', resolve));
    client.socket.end();
    client.socket.destroy();
    await client.ended;
    expect((await send(alertmanagerPayload())).status).toBe(200);
    while (counted.length < 2) await new Promise(resolve => setTimeout(resolve, 5));
    expect(counted).toContainEqual(['unknown', 'refused']);
  });
});
