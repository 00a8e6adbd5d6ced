import { LeaseLost } from '../../src/flow/ports/lease.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { FROZEN } from '../store/contract/opened-store.js';
import { alertIncident, alertSignal, alertStory, OPENED } from '../store/sample-alerts.js';
import { ANNA, incident } from '../store/sample-incident.js';
import { storeContract } from '../store/store-contract.js';
import { typescriptChild } from '../typescript-child.js';
import { type PostgresServer, startPostgres } from './postgres.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

async function open(url: string): Promise<Store> {
  const opened = await openStore(url, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  return opened.store;
}
async function refusal(url: string): Promise<string> {
  const opened = await openStore(url, FROZEN);
  if (opened.kind === 'refused') return opened.says;
  await opened.store.close();
  return 'opened';
}

storeContract('PostgreSQL', async () => {
  const url = await server.createDatabase();
  return { open: () => open(url), remove: async () => void (await server.query(`drop database ${new URL(url).pathname.slice(1)}`)) };
});

describe('what cannot be opened, and what to do', () => {
  test.each([
    ['a wrong password', { password: 'falsch' }, 'refused the login'],
    ['an unknown user', { username: 'nobody' }, 'refused the login'],
    ['a database that is not there', { pathname: '/other' }, 'does not exist on that server: create it (createdb)'],
    ['nobody on that port', { port: '1' }, 'cannot be reached (ECONNREFUSED)'],
    ['a host that nobody knows', { hostname: 'db.invalid' }, 'that host name is not known here'],
    ['TLS where there is none', { search: '?sslmode=verify-full' }, 'does not offer TLS'],
  ])('%s', async (_, change, says) => {
    const said = await refusal(Object.assign(new URL(await server.createDatabase()), change).href);
    expect(said).toContain(says);
    expect(said).not.toMatch(/geheim|falsch/u);
  });

  test('texts that could not hold every letter', async () => {
    expect(await refusal(await server.createDatabase("encoding 'SQL_ASCII' template template0"))).toContain(
      'create it anew with the encoding UTF8',
    );
  });

  test('a read-only database, tables of another program, a user who may not create any', async () => {
    const readOnly = await server.createDatabase();
    await server.query(`alter database ${new URL(readOnly).pathname.slice(1)} set default_transaction_read_only = on`);
    expect(await refusal(readOnly)).toContain('is read-only');
    const foreign = await server.createDatabase();
    await server.query('create table incident (id integer)', foreign);
    expect(await refusal(foreign)).toContain('tables of another program');
    const plain = new URL(await server.createDatabase());
    await server.query("create role plain login password 'x'");
    plain.username = 'plain';
    plain.password = 'x';
    expect(await refusal(plain.href)).toContain('make the user the owner of the database');
  });

  test('no connection left', async () => {
    const url = new URL(await server.createDatabase());
    await server.query("create role few login password 'x' connection limit 2");
    await server.query(`alter database ${url.pathname.slice(1)} owner to few`);
    url.username = 'few';
    url.password = 'x';
    const first = await open(url.href);
    expect(await refusal(url.href)).toContain('has no connection left');
    await first.close();
  });

  test('a newer schema', async () => {
    const url = await server.createDatabase();
    await (await open(url)).close();
    await server.query('update schema_version set version = 99', url);
    expect(await refusal(url)).toContain('was written by a newer Faultline');
  });
});

test('replicas that start at once over a fresh database all start', async () => {
  const url = await server.createDatabase();
  const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
  await Promise.all(stores.map((store, index) => store.signals.keep(alertSignal(`s-${index}`))));
  expect(await stores[0]?.signals.backlog()).toBe(4);
  await Promise.all(stores.map(store => store.close()));
});

test('replicas that keep the same signals in another order at the same moment keep each once', async () => {
  const url = await server.createDatabase();
  const stores = await Promise.all([open(url), open(url)]);
  const ids = Array.from({ length: 400 }, (_, index) => `s-${index}`);
  const orders = [ids, ids.toReversed()];
  for (let round = 0; round < 5; round++) {
    const kept = await Promise.all(
      stores.flatMap((store, index) => (orders[index] ?? []).map(id => store.signals.keep(alertSignal(`${round} ${id}`)))),
    );
    expect(kept.filter(answer => answer === 'kept')).toHaveLength(ids.length);
  }
  expect(await stores[0]?.signals.backlog()).toBe(5 * ids.length);
  await Promise.all(stores.map(store => store.close()));
});

describe.each(['fast', 'crash'] as const)('the database is gone (%s) and comes back', way => {
  test('what was answered is there, what was not is refused with a sentence, and it goes on by itself', async () => {
    const store = await open(await server.createDatabase());
    expect(await store.lease.hold(60)).toBe('held');
    await store.incidents.open('t', incident('inc-1'));
    // In the midst of transactions and between them.
    const answered: string[] = [];
    const refused: string[] = [];
    const keeping = Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        await new Promise(resolve => setTimeout(resolve, index * 2));
        try {
          await store.signals.keep(alertSignal(`s-${index}`));
          answered.push(`s-${index}`);
          await store.outbox.want({ slot: `slot-${index}`, incident: 'inc-1', content: 'x' });
        } catch (error) {
          refused.push(error instanceof Error ? error.message : String(error));
        }
      }),
    );
    await new Promise(resolve => setTimeout(resolve, 200));
    await server.end(way);
    await keeping;
    await expect(store.ping()).rejects.toThrow(/cannot be reached|connection/u);
    expect(refused.length).toBeGreaterThan(0);
    for (const says of refused)
      expect(says).toMatch(/cannot be reached|was lost or could not be made|is starting, stopping or recovering/u);
    await server.begin();
    await store.ping();
    const kept = new Set((await store.signals.waiting(1000)).map(({ id }) => id));
    expect(answered.filter(id => !kept.has(id))).toEqual([]);
    expect(answered.length).toBeGreaterThan(0);
    expect(await store.lease.hold(60)).toBe('held');
    expect((await store.incidents.beginRun('inc-1', ANNA, 5)).kind).toBe('already-looking');
    await store.close();
  });
});

describe('two replicas', () => {
  let first: Store;
  let second: Store;
  let url: string;
  beforeEach(async () => {
    url = await server.createDatabase();
    [first, second] = await Promise.all([open(url), open(url)]);
  });
  afterEach(() => Promise.all([first.close(), second.close()]));

  /** Everything that only the one that acts may write. */
  const writes = (store: Store): readonly (() => Promise<unknown>)[] => [
    () => store.incidents.open('t-2', incident('inc-2')),
    () => store.incidents.beginRun('inc-1', ANNA, 5),
    () => store.incidents.endRun('inc-1', 1, { kind: 'failed', at: 5, says: [] }),
    () => store.incidents.addFeedback({ incident: 'inc-1', run: 1, by: ANNA, cause: 'right', at: 5 }),
    () => store.stories.settle(['s-1'], { kind: 'open', incident: alertIncident('inc-3'), entries: [OPENED] }),
    () => store.stories.change('inc-1', alertStory({ revision: 2 }), []),
    () => store.stories.note('inc-1', [OPENED]),
    () => store.stories.markAnnounced('inc-1', 1),
    () => store.stories.beginStorm({ id: 'storm-1', revision: 1, beganAt: 1, members: 0, firing: 0, alerts: 0 }),
    () => store.stories.endStorm('storm-1', 5),
    () => store.outbox.want({ slot: 'card', incident: 'inc-1', content: 'x' }),
    () => store.outbox.markPosting('card'),
    () => store.outbox.markUnposted('card'),
    () => store.outbox.markDelivered('card', 1, { channel: 'C1', ts: '1' }),
    () => store.outbox.abandon('card', 'x'),
    () => store.prune(5),
  ];

  test('one holds the lease; given back, the other takes it, and the old one may write no more', async () => {
    expect(await first.lease.hold(60)).toBe('held');
    expect(await second.lease.hold(60)).toBe('held-by-another');
    await first.incidents.open('t', incident('inc-1'));
    await first.lease.release();
    await first.lease.release();
    expect(await second.lease.hold(60)).toBe('held');
    for (const write of writes(first)) await expect(write()).rejects.toBeInstanceOf(LeaseLost);
    expect(await second.incidents.recent(9)).toHaveLength(1);
    // Signals are taken in by all of them.
    expect(await first.signals.keep(alertSignal('s-1'))).toBe('kept');
    for (const write of writes(second)) await write();
    expect((await second.incidents.recent(9)).map(({ id }) => id).toSorted()).toEqual(['inc-1', 'inc-2', 'inc-3']);
  });

  test('a holder that was paused past its time, and believes that it holds it still, is refused', async () => {
    await first.lease.hold(0.2);
    await first.incidents.open('t', incident('inc-1'));
    while ((await second.lease.hold(60)) !== 'held') await new Promise(resolve => setTimeout(resolve, 50));
    for (const write of writes(first)) await expect(write()).rejects.toBeInstanceOf(LeaseLost);
    await second.lease.release();
    // It is free, but another one acted in between: that has to be known before it may act again.
    expect(await first.lease.hold(60)).toBe('held-by-another');
    expect(await first.lease.hold(60)).toBe('held');
    expect(await second.lease.hold(60)).toBe('held-by-another');
    await first.incidents.beginRun('inc-1', ANNA, 5);
  });

  test('it may take back what ran out and nobody took', async () => {
    await first.lease.hold(0.05);
    await new Promise(resolve => setTimeout(resolve, 100));
    await first.incidents.open('t', incident('inc-1'));
    expect(await first.lease.hold(60)).toBe('held');
    expect(await second.lease.hold(60)).toBe('held-by-another');
  });

  test('of many that want it at once, one gets it', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? first : second).lease.hold(60)));
    const [own, others] = [answers.filter((_, index) => index % 2 === 0), answers.filter((_, index) => index % 2 === 1)];
    expect([own, others].filter(each => each.includes('held'))).toHaveLength(1);
  });

  test('one that is stopped in the midst of writing and goes on later writes nothing more once another acts', async () => {
    const child = typescriptChild('test/lab/act-for-ever.ts', [url]);
    await child.line((line, index) => line === 'wrote' && index >= 20);
    child.process.kill('SIGSTOP');
    // What it had begun and not ended, PostgreSQL breaks off after 10 s; until then the lease may have to wait for it.
    for (let held = false; !held; ) {
      try {
        held = (await first.lease.hold(60)) === 'held';
      } catch (error) {
        expect(String(error)).toContain('did not answer in time');
      }
    }
    const written = await first.outbox.undelivered();
    child.process.kill('SIGCONT');
    expect(await child.gone).toEqual({ code: 0, stderr: '' });
    expect(child.lines.filter(line => line === 'lost')).toHaveLength(4);
    expect(await first.outbox.undelivered()).toBe(written);
    expect(written).toBeGreaterThanOrEqual(20);
    // At most the words of what was committed before it was stopped came later.
    expect(child.lines.filter(line => line === 'wrote').length).toBeLessThanOrEqual(written);
  });
});
