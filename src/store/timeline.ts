import type { Kysely, Transaction } from 'kysely';
import type { TimelineEntry } from '../model/story.js';
import { toMs, toSeconds } from './ms.js';
import type { Tables } from './tables.js';

/** Entries that are read of one incident: alerts that flap for weeks must not fill the memory. The newest count. */
const MOST_ENTRIES = 5000;

/** Adds what happened, in this order. */
export async function addEntries(within: Transaction<Tables>, incident: string, entries: readonly TimelineEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await within
    .insertInto('timeline')
    .values(entries.map(({ at, kind, by, says }) => ({ incident, at: toMs(at), kind, person: by?.id ?? null, says: JSON.stringify(says) })))
    .execute();
}

/** What happened to an incident, in the order in which it was kept. */
export async function readTimeline(db: Kysely<Tables>, incident: string): Promise<readonly TimelineEntry[]> {
  const rows = await db
    .selectFrom('timeline')
    .selectAll()
    .where('incident', '=', incident)
    .orderBy('seq', 'desc')
    .limit(MOST_ENTRIES)
    .execute();
  return rows.reverse().map(({ at, kind, person, says }) => {
    const said: string = JSON.parse(says);
    return { at: toSeconds(at), kind, ...(person === null ? {} : { by: { id: person } }), says: said };
  });
}
