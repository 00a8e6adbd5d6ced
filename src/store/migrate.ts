import type { Clock } from '../flow/ports.js';
import { MIGRATIONS } from './migrations.js';
import type { OpenDatabase } from './tables.js';

/** Brings the schema to this version of Faultline. Gives one sentence when a newer one was here already. */
export async function migrate(database: OpenDatabase, clock: Clock, steps = MIGRATIONS): Promise<string | undefined> {
  const { db, bytes, name } = database;
  await db.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', column => column.notNull())
    .addColumn('changed_at', 'bigint', column => column.notNull())
    .execute();
  const row = await db.selectFrom('schema_version').select('version').executeTakeFirst();
  const from = row?.version ?? 0;
  if (from > steps.length) {
    return `${name} was written by a newer Faultline (its schema is ${from}, this version knows ${steps.length}): install that version again, or give store.url another file.`;
  }
  for (const [index, step] of steps.entries()) {
    if (index < from) continue;
    // The step and its number are one commit: a crash in between leaves either all of it or nothing.
    await db.transaction().execute(async within => {
      await step({ db: within, bytes });
      const values = { version: index + 1, changed_at: Math.round(clock.now() * 1000) };
      if (index === 0) await within.insertInto('schema_version').values(values).execute();
      else await within.updateTable('schema_version').set(values).execute();
    });
  }
  return undefined;
}
