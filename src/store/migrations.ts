import { sql } from 'kysely';
import { addAlertTables } from './add-alert-tables.js';
import { addRemedyTables } from './add-remedy-tables.js';
import type { OpenDatabase } from './tables.js';

export type Migration = (to: Pick<OpenDatabase, 'db' | 'bytes' | 'counter'>) => Promise<void>;

/** Every step that the schema ever took, in order. A step that was released is never changed: what comes later is a step of its own. */
export const MIGRATIONS: readonly Migration[] = [
  async ({ db, bytes }) => {
    await db.schema
      .createTable('incident')
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('signal', 'text', column => column.notNull().unique())
      .addColumn('opened_by', 'text', column => column.notNull())
      .addColumn('opened_at', 'bigint', column => column.notNull())
      .addColumn('channel', 'text', column => column.notNull())
      .addColumn('thread', 'text')
      .addColumn('question', 'text', column => column.notNull())
      .execute();
    await db.schema.createIndex('incident_by_age').on('incident').columns(['opened_at', 'id']).execute();
    await db.schema
      .createTable('run')
      .addColumn('incident', 'text', column => column.notNull().references('incident.id'))
      .addColumn('number', 'integer', column => column.notNull())
      .addColumn('started_by', 'text', column => column.notNull())
      .addColumn('started_at', 'bigint', column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('outcome', 'text')
      .addColumn('says', 'text')
      .addPrimaryKeyConstraint('run_key', ['incident', 'number'])
      .execute();
    // Only what is under way is in it: after a restart it is found without reading what is done.
    await sql`create index run_looking on run (started_at) where state = 'looking'`.execute(db);
    await db.schema
      .createTable('investigation')
      .addColumn('incident', 'text', column => column.notNull())
      .addColumn('run', 'integer', column => column.notNull())
      .addColumn('diagnosis', bytes, column => column.notNull())
      .addColumn('capture', bytes, column => column.notNull())
      .addPrimaryKeyConstraint('investigation_key', ['incident', 'run'])
      .addForeignKeyConstraint('investigation_run', ['incident', 'run'], 'run', ['incident', 'number'])
      .execute();
    await db.schema
      .createTable('feedback')
      .addColumn('incident', 'text', column => column.notNull())
      .addColumn('run', 'integer', column => column.notNull())
      .addColumn('person', 'text', column => column.notNull())
      .addColumn('cause', 'text', column => column.notNull())
      .addColumn('at', 'bigint', column => column.notNull())
      .addPrimaryKeyConstraint('feedback_key', ['incident', 'run', 'person'])
      .addForeignKeyConstraint('feedback_run', ['incident', 'run'], 'run', ['incident', 'number'])
      .execute();
    await db.schema
      .createTable('outbox')
      .addColumn('slot', 'text', column => column.primaryKey())
      .addColumn('incident', 'text', column => column.notNull())
      .addColumn('content', 'text', column => column.notNull())
      .addColumn('after_slot', 'text')
      .addColumn('place', 'bigint', column => column.notNull())
      .addColumn('version', 'integer', column => column.notNull())
      .addColumn('delivered', 'integer', column => column.notNull())
      .addColumn('channel', 'text')
      .addColumn('ts', 'text')
      .addColumn('posting', 'integer', column => column.notNull())
      .addColumn('abandoned', 'text')
      .execute();
    // Nearly every message is delivered: the sweep must not read those.
    await sql`create index outbox_waiting on outbox (place) where abandoned is null and version > delivered`.execute(db);
  },
  async ({ db }) => {
    await db.schema.alterTable('run').addColumn('broke_off', 'integer').execute();
  },
  addAlertTables,
  addRemedyTables,
];
