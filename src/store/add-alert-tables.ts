import { sql } from 'kysely';
import { placesOf } from './incident-places.js';
import type { Migration } from './migrations.js';
import { questionOf } from './question-of.js';

/** Rows that are read at once while places of older incidents are filled in. */
const STEP = 500;

/** Schema 3: what alerts bring, who acts among replicas, and what a bounded time of keeping captures needs. */
export const addAlertTables: Migration = async ({ db, bytes, counter }) => {
  const { schema } = db;
  await schema
    .createTable('signal')
    .addColumn('seq', counter, column => column.primaryKey())
    .addColumn('id', 'text', column => column.notNull().unique())
    .addColumn('received_at', 'bigint', column => column.notNull())
    .addColumn('body', 'text', column => column.notNull())
    .addColumn('settled_at', 'bigint')
    .addColumn('incident', 'text')
    .execute();
  await sql`create index signal_waiting on signal (seq) where settled_at is null`.execute(db);
  await sql`create index signal_settled on signal (settled_at) where settled_at is not null`.execute(db);
  await schema
    .createTable('story')
    .addColumn('seq', counter, column => column.primaryKey())
    .addColumn('incident', 'text', column => column.notNull().unique().references('incident.id'))
    .addColumn('opened_at', 'bigint', column => column.notNull())
    .addColumn('group_digest', 'text', column => column.notNull())
    .addColumn('revision', 'integer', column => column.notNull())
    .addColumn('announced_revision', 'integer', column => column.notNull())
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('since', 'bigint', column => column.notNull())
    .addColumn('closed_by', 'text')
    .addColumn('severity', 'text', column => column.notNull())
    .addColumn('severity_rank', 'integer', column => column.notNull())
    .addColumn('alerts', 'integer', column => column.notNull())
    .addColumn('hosts', 'integer', column => column.notNull())
    .addColumn('silenced_until', 'bigint')
    .addColumn('storm', 'text')
    .addColumn('storm_opened', 'integer', column => column.notNull())
    .addColumn('json', 'text', column => column.notNull())
    .execute();
  await schema.createIndex('story_by_group').on('story').columns(['group_digest', 'seq']).execute();
  await schema.createIndex('story_by_age').on('story').column('opened_at').execute();
  // One group never has two incidents that fire.
  await sql`create unique index story_firing on story (group_digest) where state = 'firing'`.execute(db);
  await sql`create index story_firing_severity on story (severity) where state = 'firing'`.execute(db);
  await sql`create index story_unannounced on story (seq) where announced_revision < revision`.execute(db);
  await sql`create index story_silenced on story (silenced_until) where silenced_until is not null`.execute(db);
  await sql`create index story_in_storm on story (storm) where storm is not null`.execute(db);
  await schema
    .createTable('incident_place')
    .addColumn('incident', 'text', column => column.notNull().references('incident.id'))
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('name', 'text', column => column.notNull())
    .addColumn('opened_at', 'bigint', column => column.notNull())
    .addPrimaryKeyConstraint('incident_place_key', ['kind', 'name', 'opened_at', 'incident'])
    .execute();
  await schema
    .createTable('timeline')
    .addColumn('seq', counter, column => column.primaryKey())
    .addColumn('incident', 'text', column => column.notNull().references('incident.id'))
    .addColumn('at', 'bigint', column => column.notNull())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('person', 'text')
    .addColumn('says', 'text', column => column.notNull())
    .execute();
  await schema.createIndex('timeline_of_incident').on('timeline').columns(['incident', 'seq']).execute();
  await schema
    .createTable('storm')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('revision', 'integer', column => column.notNull())
    .addColumn('began_at', 'bigint', column => column.notNull())
    .addColumn('ended_at', 'bigint')
    .addColumn('members', 'integer', column => column.notNull())
    .addColumn('firing', 'integer', column => column.notNull())
    .addColumn('alerts', 'integer', column => column.notNull())
    .execute();
  await sql`create index storm_ongoing on storm (began_at) where ended_at is null`.execute(db);
  await schema
    .createTable('lease')
    .addColumn('name', 'text', column => column.primaryKey())
    .addColumn('token', 'bigint', column => column.notNull())
    .addColumn('holder', 'text', column => column.notNull())
    .addColumn('until', 'bigint', column => column.notNull())
    .execute();
  await schema.alterTable('outbox').addColumn('wanted_at', 'bigint').execute();
  await schema.alterTable('outbox').addColumn('posting_at', 'bigint').execute();
  await schema.createIndex('outbox_of_incident').on('outbox').columns(['incident', 'place']).execute();
  await schema.alterTable('investigation').addColumn('outline', bytes).execute();
  await schema.alterTable('run').addColumn('has_capture', 'integer').execute();
  await db.updateTable('run').set({ has_capture: 1 }).where('state', '=', 'answered').execute();
  await sql`create index run_with_capture on run (ended_at) where has_capture = 1`.execute(db);
  await fillPlaces(db);
};

async function fillPlaces(db: Parameters<Migration>[0]['db']): Promise<void> {
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('incident')
      .select(['id', 'opened_at', 'question'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(STEP)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    for (const row of rows) {
      const places = placesOf({ id: row.id, question: questionOf(row) }, row.opened_at);
      if (places.length > 0) await db.insertInto('incident_place').values(places).execute();
    }
    after = last.id;
  }
}
