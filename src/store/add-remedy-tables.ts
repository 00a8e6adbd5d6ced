import { sql } from 'kysely';
import type { Migration } from './migrations.js';

/** Schema 4: requests for remedies, whose turn it is on a host, and the audit log. */
export const addRemedyTables: Migration = async ({ db }) => {
  const { schema } = db;
  await schema
    .createTable('remedy_request')
    .addColumn('id', 'text', column => column.primaryKey())
    .addColumn('revision', 'integer', column => column.notNull())
    .addColumn('incident', 'text')
    .addColumn('state', 'text', column => column.notNull())
    .addColumn('host', 'text', column => column.notNull())
    .addColumn('digest', 'text', column => column.notNull())
    .addColumn('is_open', 'integer', column => column.notNull())
    .addColumn('shown_revision', 'integer', column => column.notNull())
    .addColumn('created_at', 'bigint', column => column.notNull())
    .addColumn('json', 'text', column => column.notNull())
    .execute();
  await schema.createIndex('remedy_of_incident').on('remedy_request').columns(['incident', 'created_at']).execute();
  await sql`create index remedy_open on remedy_request (created_at) where is_open = 1`.execute(db);
  await sql`create index remedy_unshown on remedy_request (created_at) where shown_revision < revision`.execute(db);
  await sql`create index remedy_waiting on remedy_request (created_at) where state = 'requested'`.execute(db);
  // Two clicks on one offer make one request.
  await sql`create unique index remedy_asked on remedy_request (incident, digest) where state in ('requested', 'approved', 'running')`.execute(
    db,
  );
  await schema
    .createTable('host_turn')
    .addColumn('host', 'text', column => column.primaryKey())
    .addColumn('request', 'text', column => column.notNull())
    .execute();
  await schema
    .createTable('audit')
    .addColumn('seq', 'bigint', column => column.primaryKey())
    .addColumn('previous', 'text', column => column.notNull())
    .addColumn('hash', 'text', column => column.notNull())
    .addColumn('json', 'text', column => column.notNull())
    .execute();
  await schema
    .createTable('audit_head')
    .addColumn('name', 'text', column => column.primaryKey())
    .addColumn('seq', 'bigint', column => column.notNull())
    .addColumn('hash', 'text', column => column.notNull())
    .execute();
  const nothing = '0'.repeat(64);
  await db.insertInto('audit_head').values({ name: 'audit', seq: 0, hash: nothing }).execute();
};
