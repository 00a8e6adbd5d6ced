import type { Clock } from '../flow/ports.js';
import { MIGRATIONS } from './migrations.js';
import type { OpenDatabase } from './tables.js';

/**
 * Brings the schema to this version of Faultline: one commit, so that a crash leaves either all of it or nothing, and one process at a time.
 * Gives one sentence when a newer version was here already.
 */
export async function migrate(database: OpenDatabase, clock: Clock, steps = MIGRATIONS): Promise<string | undefined> {
  const { bytes, counter, name, changeSchema } = database;
  return changeSchema(async within => {
    await within.schema
      .createTable('schema_version')
      .ifNotExists()
      .addColumn('version', 'integer', column => column.notNull())
      .addColumn('changed_at', 'bigint', column => column.notNull())
      .execute();
    const row = await within.selectFrom('schema_version').select('version').executeTakeFirst();
    const from = row?.version ?? 0;
    if (from > steps.length) {
      return `${name} was written by a newer Faultline (its schema is ${from}, this version knows ${steps.length}): install that version again, or give store.url another place.`;
    }
    if (from === steps.length) return undefined;
    for (const step of steps.slice(from)) await step({ db: within, bytes, counter });
    const values = { version: steps.length, changed_at: Math.round(clock.now() * 1000) };
    if (row) await within.updateTable('schema_version').set(values).execute();
    else await within.insertInto('schema_version').values(values).execute();
    return undefined;
  });
}
