import { sql, type Transaction } from 'kysely';
import type { AuditStore, Chain } from '../flow/ports/remedy-store.js';
import type { AuditEntry, AuditRecord } from '../model/audit-record.js';
import type { Guarded } from './guarded.js';
import type { OpenDatabase, Tables } from './tables.js';
import type { Writing } from './writing.js';

/** The one row of `audit_head`. */
const NAME = 'audit';

/** Adds records behind the newest one, within the caller's transaction. Others who add wait until it ends: the chain has no forks. */
export async function appendAudit(
  within: Transaction<Tables>,
  chain: Chain,
  entries: readonly AuditEntry[],
): Promise<readonly AuditRecord[]> {
  if (entries.length === 0) return [];
  // A write first, so that it is locked on both databases.
  const row = await within
    .updateTable('audit_head')
    .set({ seq: sql`seq + 0` })
    .where('name', '=', NAME)
    .returning(['seq', 'hash'])
    .executeTakeFirst();
  if (!row)
    throw new Error('The head of the audit log is gone: somebody has removed it from the store, so nothing is added to the log any more.');
  let head = { seq: row.seq, hash: row.hash };
  const records: AuditRecord[] = [];
  for (const entry of entries) {
    const record = chain(head, entry);
    records.push(record);
    head = { seq: record.seq, hash: record.hash };
  }
  const rows = records.map(({ seq, previous, hash, ...entry }) => ({ seq, previous, hash, json: JSON.stringify(entry) }));
  await within.insertInto('audit').values(rows).execute();
  await within.updateTable('audit_head').set(head).where('name', '=', NAME).execute();
  return records;
}

/** The audit log of a database. */
export function auditStore({ db }: OpenDatabase, guard: Guarded, write: Writing, chain: Chain): AuditStore {
  return {
    append: async entry => {
      const [record] = await write(within => appendAudit(within, chain, [entry]));
      if (!record) throw new Error('The audit log took no record.');
      return record;
    },
    head: () =>
      guard(async () => {
        const row = await db.selectFrom('audit_head').select(['seq', 'hash']).where('name', '=', NAME).executeTakeFirst();
        return row ?? { seq: 0, hash: '' };
      }),
    read: (after, limit) =>
      guard(async () => {
        const rows = await db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
        return rows.map(({ seq, previous, hash, json }): AuditRecord => {
          const entry: AuditEntry = JSON.parse(json);
          return { ...entry, seq, previous, hash };
        });
      }),
  };
}
