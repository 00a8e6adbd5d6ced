import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/store/migrate.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { openStore } from '../../src/store/open-store.js';
import { pack } from '../../src/store/packed.js';
import { openSqlite } from '../../src/store/sqlite.js';
import { FROZEN } from './contract/opened-store.js';
import { ANNA, incident, investigation } from './sample-incident.js';

const folder = mkdtempSync(join(tmpdir(), 'faultline-migrate-'));
const path = join(folder, 'faultline.db');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A database as version 0.1 left it: one answered incident and two messages. */
async function writeSchema2(): Promise<void> {
  const opened = openSqlite(path);
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { database } = opened;
  expect(await migrate(database, FROZEN, MIGRATIONS.slice(0, 2))).toBeUndefined();
  const { db } = database;
  const { question } = incident('inc-1', {
    question: { words: 'w', symptom: 'host-audit', hosts: ['api-1', 'api-1'], service: 'shop', params: [] },
  });
  await db
    .insertInto('incident')
    .values({
      id: 'inc-1',
      signal: 't',
      opened_by: ANNA.id,
      opened_at: 100_000,
      channel: 'C1',
      thread: null,
      question: JSON.stringify(question),
    })
    .execute();
  const run = { incident: 'inc-1', number: 1, started_by: ANNA.id, started_at: 100_000, ended_at: 200_000, outcome: 'traced', says: null };
  await db
    .insertInto('run')
    // The columns of that time.
    .values({ ...run, state: 'answered', broke_off: null } as never)
    .execute();
  const { diagnosis, capture } = investigation();
  await db
    .insertInto('investigation')
    .values({ incident: 'inc-1', run: 1, diagnosis: await pack(diagnosis), capture: await pack(capture) } as never)
    .execute();
  const message = { incident: 'inc-1', content: 'c', after_slot: null, version: 1, delivered: 0, channel: null, ts: null, posting: 0 };
  await db
    .insertInto('outbox')
    .values({ ...message, slot: 'card', place: 300_000_000, abandoned: null } as never)
    .execute();
  await database.close();
}

test('a database of version 0.1 is brought up to date with what is in it', async () => {
  await writeSchema2();
  const opened = await openStore(`sqlite:${path}`, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { incidents, outbox, stories, prune, close } = opened.store;
  const { diagnosis, capture } = investigation();
  const found = await incidents.find('inc-1');
  expect(found?.runs[0].state).toEqual({ kind: 'answered', at: 200, investigation: { diagnosis, capture } });
  expect(found).not.toHaveProperty('story');
  expect(await outbox.pending(9)).toMatchObject([{ slot: 'card', wantedAt: 300 }]);
  const related = { id: 'inc-2', hosts: ['api-1'] };
  expect(await stories.related(related, 0, 9)).toMatchObject([{ id: 'inc-1', state: 'asked', hosts: ['api-1', 'api-1'], service: 'shop' }]);
  expect(await stories.related({ id: 'inc-2', hosts: [], service: 'shop' }, 0, 9)).toHaveLength(1);
  expect(await prune(201)).toEqual({ signals: 0, captures: 1 });
  // It had no outline: the places are those of the diagnosis.
  expect((await incidents.find('inc-1'))?.runs[0].state).toMatchObject({
    investigation: { diagnosis, capture: { startedAt: 100, durationMs: 100_000, visits: [{ target: { host: 'api-1' }, runs: [] }] } },
  });
  await close();
});
