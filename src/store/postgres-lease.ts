import { randomUUID } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import { type Lease, LeaseLost } from '../flow/ports/lease.js';
import type { Tables } from './tables.js';

/** The one row: whoever holds it acts. */
const NAME = 'acting';

/** By the database's clock, so that those of the replicas do not matter. */
const NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/**
 * What this process knows of its lease. A process that never took it, such as a tool, may write. `isTold`: whoever holds it here has learnt
 * that it was lost.
 */
type Held =
  | { readonly kind: 'never' }
  | { readonly kind: 'held'; readonly token: number }
  | { readonly kind: 'lost'; readonly isTold: boolean };

const LOST =
  'Another Faultline has taken over, or this one gave up its place: it may not write any more. Nothing of this record was kept; the other one goes on with it.';

/** The lease of a database that several replicas share. */
export function postgresLease(db: Kysely<Tables>): {
  readonly lease: Lease;
  readonly checkLease: (within: Transaction<Tables>) => Promise<void>;
} {
  const holder = randomUUID();
  let held: Held = { kind: 'never' };
  const until = (seconds: number) => sql<number>`${NOW} + ${Math.round(seconds * 1000)}::bigint`;

  async function renew(token: number, seconds: number): Promise<'held' | 'held-by-another'> {
    const { numUpdatedRows: renewed } = await db
      .updateTable('lease')
      .set({ until: until(seconds) })
      .where('name', '=', NAME)
      .where('holder', '=', holder)
      .where('token', '=', token)
      .executeTakeFirst();
    if (renewed > 0n) return 'held';
    // Not taken again at once, even if it were free: whoever acts here has to learn that somebody else acted in between.
    held = { kind: 'lost', isTold: true };
    return 'held-by-another';
  }

  async function take(seconds: number): Promise<'held' | 'held-by-another'> {
    // A look first: an attempt would lock the row that each write of the holder looks at.
    const other = await db.selectFrom('lease').select('token').where('name', '=', NAME).where('until', '>', NOW).executeTakeFirst();
    if (other) return 'held-by-another';
    const taken = await db
      .insertInto('lease')
      .values({ name: NAME, token: 1, holder, until: until(seconds) })
      .onConflict(conflict =>
        conflict
          .column('name')
          .doUpdateSet({ token: sql`lease.token + 1`, holder, until: until(seconds) })
          .where('lease.until', '<=', NOW),
      )
      .returning('token')
      .executeTakeFirst();
    if (!taken) return 'held-by-another';
    held = { kind: 'held', token: taken.token };
    return 'held';
  }

  return {
    lease: {
      hold: async seconds => {
        if (held.kind === 'held') return renew(held.token, seconds);
        if (held.kind === 'never' || held.isTold) return take(seconds);
        held = { kind: 'lost', isTold: true };
        return 'held-by-another';
      },
      release: async () => {
        if (held.kind !== 'held') return;
        const { token } = held;
        held = { kind: 'lost', isTold: true };
        await db
          .updateTable('lease')
          .set({ until: 0 })
          .where('name', '=', NAME)
          .where('holder', '=', holder)
          .where('token', '=', token)
          .execute();
      },
    },
    checkLease: async within => {
      if (held.kind === 'never') return;
      if (held.kind === 'lost') throw new LeaseLost(LOST);
      const checked = held;
      // Until this transaction ends nobody can take the lease: what it writes is written by the one that holds it.
      const row = await within
        .selectFrom('lease')
        .select('token')
        .where('name', '=', NAME)
        .where('holder', '=', holder)
        .where('token', '=', checked.token)
        .forShare()
        .executeTakeFirst();
      if (row) return;
      // Unless it was lost and taken anew meanwhile.
      if (held === checked) held = { kind: 'lost', isTold: false };
      throw new LeaseLost(LOST);
    },
  };
}
