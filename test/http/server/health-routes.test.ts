import { type HealthParts, healthRoutes } from '../../../src/http/server/health-routes.js';
import { openHttpServer } from '../../../src/http/server/http-server.js';
import { metricsRoute } from '../../../src/http/server/metrics-route.js';
import { memoryLogger } from '../../slack/memory-logger.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function asking(health: Partial<HealthParts>) {
  const routes = [
    ...healthRoutes({ parts: [], isStandby: () => false, ...health }),
    metricsRoute(async () => ({ type: 'text/plain; version=0.0.4', text: 'up 1\n' })),
  ];
  const server = openHttpServer({ host: '127.0.0.1', port: 0, routes, logger: memoryLogger() });
  const listening = await server.listen();
  if (listening.kind === 'refused') throw new Error(listening.says);
  stops.push(() => server.stop(0));
  return async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${listening.port}${path}`);
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };
}

const well = (name: string) => ({ name, canWait: false, look: () => ({ ok: true }) });
const slackDown = { name: 'slack', canWait: true, look: () => ({ ok: false, says: 'Slack cannot be reached.' }) };

test('/healthz answers whatever is wrong elsewhere', async () => {
  const ask = await asking({ parts: [slackDown] });
  expect(await ask('/healthz')).toMatchObject({ status: 200, text: 'alive\n' });
});

test('/metrics has the content type of its format', async () => {
  const ask = await asking({});
  expect(await ask('/metrics')).toEqual({ status: 200, type: 'text/plain; version=0.0.4', text: 'up 1\n' });
});

describe('/readyz', () => {
  test('all is well', async () => {
    const ask = await asking({ parts: [well('store'), well('slack')] });
    const { status, type, text } = await ask('/readyz');
    expect([status, type, JSON.parse(text)]).toEqual([
      200,
      'application/json',
      { ready: true, standby: false, parts: { store: { ok: true }, slack: { ok: true } } },
    ]);
  });

  test('a replica that stands by is ready, and says so', async () => {
    const ask = await asking({ parts: [well('store')], isStandby: () => true });
    const { status, text } = await ask('/readyz');
    expect([status, JSON.parse(text)]).toMatchObject([200, { ready: true, standby: true }]);
  });

  test('Slack is down: not ready, but for alerts', async () => {
    const ask = await asking({ parts: [well('store'), slackDown] });
    const { status, text } = await ask('/readyz');
    expect([status, JSON.parse(text)]).toMatchObject([503, { ready: false, parts: { slack: { says: 'Slack cannot be reached.' } } }]);
    expect(await ask('/readyz?for=webhooks')).toMatchObject({ status: 200, text: expect.stringContaining('Slack cannot be reached.') });
  });

  test.each([
    ['refuses', () => Promise.reject(new Error('The store is closed.')), 'The store is closed.'],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
      'broken',
    ],
    ['does not answer', () => new Promise<never>(() => {}), 'It did not answer within 0.05 s.'],
  ])('a store that %s: not ready for anything', async (_, look, says) => {
    const ask = await asking({ parts: [{ name: 'store', canWait: false, look }], lookSeconds: 0.05 });
    for (const path of ['/readyz', '/readyz?for=webhooks']) {
      const { status, text } = await ask(path);
      expect([status, JSON.parse(text)]).toEqual([503, { ready: false, standby: false, parts: { store: { ok: false, says } } }]);
    }
  });
});
