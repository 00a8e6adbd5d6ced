import type { StoryStore } from '../flow/ports/alert-store.js';
import type { Clock } from '../flow/ports.js';
import type { Guarded } from './guarded.js';
import { toMs } from './ms.js';
import { readIncident, readInOrder } from './read-incident.js';
import { relatedIncidents } from './related-incidents.js';
import { changeStory, settle } from './settle.js';
import { stormStore } from './storms.js';
import { groupDigest } from './story-columns.js';
import type { OpenDatabase } from './tables.js';
import { addEntries, readTimeline } from './timeline.js';
import type { Writing } from './writing.js';

/** Incidents that alerts opened: their stories, timelines and storms. */
export function storyStore(database: OpenDatabase, clock: Clock, guard: Guarded, write: Writing): StoryStore {
  const { db } = database;
  return {
    ...stormStore(database, guard, write),
    settle: (signals, settlement) => settle(write, clock, signals, settlement),
    change: (incident, story, entries) => changeStory(write, incident, story, entries),
    ofGroup: (receiver, key) =>
      guard(async () => {
        const row = await db
          .selectFrom('story')
          .innerJoin('incident', 'incident.id', 'story.incident')
          .selectAll('incident')
          .where('story.group_digest', '=', groupDigest({ receiver, key }))
          .orderBy('story.seq', 'desc')
          .limit(1)
          .executeTakeFirst();
        return readIncident(db, row, 'left-out');
      }),
    note: (incident, entries) => write(within => addEntries(within, incident, entries)),
    timeline: incident => guard(() => readTimeline(db, incident)),
    unannounced: limit =>
      guard(async () => {
        const rows = await db
          .selectFrom('story')
          .select('incident')
          .whereRef('announced_revision', '<', 'revision')
          .orderBy('seq')
          .limit(limit)
          .execute();
        return rows.map(({ incident }) => incident);
      }),
    markAnnounced: (incident, revision) =>
      write(async within => {
        await within
          .updateTable('story')
          .set({ announced_revision: revision })
          .where('incident', '=', incident)
          .where('announced_revision', '<', revision)
          .execute();
      }),
    silenced: () =>
      guard(async () => {
        const rows = await db.selectFrom('story').select('incident').where('silenced_until', 'is not', null).orderBy('seq').execute();
        return readInOrder(db, rows);
      }),
    related: (to, since, limit) => guard(() => relatedIncidents(db, to, since, limit)),
    openedSince: at =>
      guard(async () => {
        const { count } = await db
          .selectFrom('story')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('opened_at', '>=', toMs(at))
          .executeTakeFirstOrThrow();
        return count;
      }),
    firingBySeverity: () =>
      guard(async () => {
        const rows = await db
          .selectFrom('story')
          .select(({ fn }) => ['severity', fn.countAll<number>().as('count')])
          .where('state', '=', 'firing')
          .groupBy('severity')
          .execute();
        return Object.fromEntries(rows.map(({ severity, count }) => [severity, count]));
      }),
  };
}
