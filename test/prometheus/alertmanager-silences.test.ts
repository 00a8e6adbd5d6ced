import { readFileSync } from 'node:fs';
import { createSilencer } from '../../src/prometheus/alertmanager-silences.js';
import { openWebApi } from '../../src/prometheus/web-api.js';
import { closedPort } from '../http/servers.js';
import { type Answering, answering, reply } from './answering.js';

/** What Alertmanager 0.25 (Debian) answered, byte for byte. */
const recorded = (name: string): string => readFileSync(new URL(`../fixtures/alertmanager/${name}.json`, import.meta.url), 'utf8');

const wanted = {
  matchers: [
    { label: 'alertname', value: 'High"CPU\\' },
    { label: 'instance', value: '.*' },
  ],
  from: 1795781696,
  until: 1795785296.5,
  author: 'Ann',
  reason: 'deploy',
};
const ID = 'fee9418d-3198-40b8-a16a-2d5d1b5f04f5';

let server: Answering | undefined;
afterEach(() => server?.close());

async function silencer(status: number, body: string, type?: string) {
  server = await answering(reply(status, body, type), { prefix: '/am', login: { kind: 'basic', user: 'bot', password: 'pw' } });
  return {
    ...createSilencer({ api: server.api }),
    asked: server.asked,
  };
}

test('a silence has exactly the matchers, always equal, never patterns', async () => {
  const { silence, asked } = await silencer(200, recorded('made'));
  expect(await silence(wanted)).toEqual({ kind: 'silenced', id: ID });
  expect(asked).toMatchObject([
    { method: 'POST', path: '/am/api/v2/silences', headers: { authorization: 'Basic Ym90OnB3', 'content-type': 'application/json' } },
  ]);
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    matchers: [
      { name: 'alertname', value: 'High"CPU\\', isRegex: false, isEqual: true },
      { name: 'instance', value: '.*', isRegex: false, isEqual: true },
    ],
    startsAt: '2026-11-27T12:14:56.000Z',
    endsAt: '2026-11-27T13:14:56.500Z',
    createdBy: 'Ann',
    comment: 'deploy',
  });
});

test.each([
  ['no matchers', 422, 'no-matchers', 'Alertmanager refused it (HTTP 422): matchers in body should have at least 1 items.'],
  [
    'ends before it begins',
    400,
    'past',
    'Alertmanager refused it (HTTP 400): Failed to create silence: start time must be before end time.',
  ],
  ['matches everything', 400, 'empty-value', 'Alertmanager refused it (HTTP 400): silence invalid: at least one matcher must not match'],
])('%s: refused in its own words', async (_, status, name, says) => {
  const { silence } = await silencer(status, recorded(name));
  expect(await silence(wanted)).toEqual({ kind: 'refused', says: expect.stringContaining(says) });
});

test.each([
  [401, 'Unauthorized', 'text/plain', 'check alertmanager.bearer_token or alertmanager.basic_auth'],
  [404, '404 page not found\n', 'text/plain', 'is no Alertmanager (HTTP 404): check the address and its path'],
  [200, '<html></html>', 'text/html', 'is no Alertmanager (HTTP 200)'],
  [502, '<html></html>', 'text/html', 'is no Alertmanager (HTTP 502)'],
])('HTTP %d %s', async (status, body, type, says) => {
  const { silence, end, stateOf } = await silencer(status, body, type);
  for (const answer of [await silence(wanted), await stateOf(ID)])
    expect(answer).toEqual({ kind: 'refused', says: expect.stringContaining(says) });
  expect(await end(ID)).toMatchObject({ kind: 'refused' });
});

test('ending it; what is not known any more has ended', async () => {
  const done = await silencer(200, '');
  expect(await done.end(ID)).toEqual({ kind: 'ended' });
  expect(done.asked).toMatchObject([{ method: 'DELETE', path: `/am/api/v2/silence/${ID}` }]);
  await server?.close();
  const unknown = await silencer(500, recorded('del-unknown'));
  expect(await unknown.end(ID)).toEqual({ kind: 'ended' });
});

test.each([
  [200, 'get', 'active'],
  [200, 'get-expired', 'expired'],
] as const)('HTTP %d %s is %s', async (status, name, state) => {
  const { stateOf } = await silencer(status, recorded(name));
  expect(await stateOf(ID)).toEqual({ kind: 'known', state });
});

test('an id that it does not know, and one that is none and stays within its place in the path', async () => {
  const { stateOf, asked } = await silencer(404, '');
  expect(await stateOf('../silences?x')).toEqual({ kind: 'known', state: 'unknown' });
  expect(asked[0]?.path).toBe('/am/api/v2/silence/..%2Fsilences%3Fx');
});

test('nobody listens', async () => {
  const api = openWebApi({ url: `http://127.0.0.1:${await closedPort()}`, login: { kind: 'none' }, timeoutSeconds: 5, concurrency: 2 });
  expect(await createSilencer({ api }).silence(wanted)).toEqual({
    kind: 'refused',
    says: expect.stringContaining('could not be reached: the connection was refused; `faultline doctor` looks at it.'),
  });
  await api.close();
});
