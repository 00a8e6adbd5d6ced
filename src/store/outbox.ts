import { type Selectable, sql } from 'kysely';
import type { Clock, Outbox, OutboxHead } from '../flow/ports.js';
import type { Guarded } from './guarded.js';
import { toMs, toSeconds } from './ms.js';
import type { OpenDatabase, Tables } from './tables.js';
import type { Writing } from './writing.js';

const HEAD = [
  'slot',
  'incident',
  'after_slot',
  'place',
  'version',
  'delivered',
  'channel',
  'ts',
  'posting',
  'posting_at',
  'abandoned',
  'wanted_at',
] as const;

function toHead(row: Pick<Selectable<Tables['outbox']>, (typeof HEAD)[number]>): OutboxHead {
  return {
    slot: row.slot,
    incident: row.incident,
    ...(row.after_slot === null ? {} : { after: row.after_slot }),
    version: row.version,
    delivered: row.delivered,
    ...(row.channel === null ? {} : { channel: row.channel }),
    ...(row.ts === null ? {} : { ts: row.ts }),
    posting: row.posting === 1,
    ...(row.posting === 1 && row.posting_at !== null ? { postingSince: toSeconds(row.posting_at) } : {}),
    wantedAt: toSeconds(row.wanted_at ?? row.place / 1000),
    ...(row.abandoned === null ? {} : { abandoned: row.abandoned }),
  };
}

/** Messages on their way. Each method is one commit. */
export function outbox({ db }: OpenDatabase, clock: Clock, guard: Guarded, write: Writing): Outbox {
  let lastPlace = 0;
  /** Later than every place before it in this process, however coarse the clock is. */
  const nextPlace = (): number => {
    lastPlace = Math.max(lastPlace + 1, Math.round(clock.now() * 1e6));
    return lastPlace;
  };
  const change = (slot: string, values: Partial<Pick<Tables['outbox'], 'posting' | 'posting_at' | 'abandoned'>>): Promise<void> =>
    write(async within => {
      await within.updateTable('outbox').set(values).where('slot', '=', slot).execute();
    });
  return {
    want: ({ slot, incident, content, after }) =>
      write(async within => {
        const wantedAt = toMs(clock.now());
        await within
          .insertInto('outbox')
          .values({
            slot,
            incident,
            content,
            after_slot: after ?? null,
            place: nextPlace(),
            version: 1,
            delivered: 0,
            channel: null,
            ts: null,
            posting: 0,
            abandoned: null,
            wanted_at: wantedAt,
            posting_at: null,
          })
          .onConflict(conflict =>
            conflict
              .column('slot')
              .doUpdateSet({
                incident,
                content,
                after_slot: after ?? null,
                version: sql`outbox.version + 1`,
                abandoned: null,
                // While something waits already, it is that which has waited longest.
                wanted_at: sql`case when outbox.version > outbox.delivered and outbox.abandoned is null then outbox.wanted_at else excluded.wanted_at end`,
              })
              // The same content again is no new wish: nothing has to be sent for it.
              .whereRef('outbox.content', '!=', 'excluded.content'),
          )
          .execute();
      }),
    find: slot =>
      guard(async () => {
        const row = await db.selectFrom('outbox').selectAll().where('slot', '=', slot).executeTakeFirst();
        return row && { ...toHead(row), content: row.content };
      }),
    pending: limit =>
      guard(async () => {
        const rows = await db
          .selectFrom('outbox')
          .select(HEAD)
          .where('abandoned', 'is', null)
          .whereRef('version', '>', 'delivered')
          .orderBy('place')
          .limit(limit)
          .execute();
        return rows.map(toHead);
      }),
    undelivered: () =>
      guard(async () => {
        const { count } = await db
          .selectFrom('outbox')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('abandoned', 'is', null)
          .whereRef('version', '>', 'delivered')
          .executeTakeFirstOrThrow();
        return count;
      }),
    markPosting: slot => change(slot, { posting: 1, posting_at: toMs(clock.now()) }),
    markUnposted: slot => change(slot, { posting: 0 }),
    markDelivered: (slot, version, { channel, ts }) =>
      write(async within => {
        await within
          .updateTable('outbox')
          // An answer that comes late must not take back what a newer one said.
          .set({ delivered: sql`case when delivered > ${version} then delivered else ${version} end`, channel, ts, posting: 0 })
          .where('slot', '=', slot)
          .execute();
      }),
    abandon: (slot, why) => change(slot, { posting: 0, abandoned: why }),
  };
}
