import { type Selectable, sql, type Transaction } from 'kysely';
import type { StoryStore } from '../flow/ports/alert-store.js';
import type { Storm } from '../model/story.js';
import type { Guarded } from './guarded.js';
import { toMs, toSeconds } from './ms.js';
import { questionOf } from './question-of.js';
import type { OpenDatabase, Tables } from './tables.js';
import type { Writing } from './writing.js';

/** What a story adds to the sums of its storm. */
type Share = Pick<Tables['story'], 'storm' | 'state' | 'alerts'>;

function toStorm(row: Selectable<Tables['storm']>): Storm {
  const { id, revision, members, firing, alerts } = row;
  return {
    id,
    revision,
    beganAt: toSeconds(row.began_at),
    ...(row.ended_at === null ? {} : { endedAt: toSeconds(row.ended_at) }),
    members,
    firing,
    alerts,
  };
}

async function add(within: Transaction<Tables>, { storm, state, alerts }: Share, sign: 1 | -1, isNewMember: boolean): Promise<void> {
  if (storm === null) return;
  await within
    .updateTable('storm')
    .set({
      revision: sql`revision + 1`,
      members: sql`members + ${isNewMember ? sign : 0}`,
      firing: sql`firing + ${state === 'firing' ? sign : 0}`,
      alerts: sql`alerts + ${sign * alerts}`,
    })
    .where('id', '=', storm)
    .execute();
}

/** Keeps the sums of storms right when a story comes (`before` undefined) or changes. */
export async function countInStorm(within: Transaction<Tables>, before: Share | undefined, after: Share): Promise<void> {
  const moved = before?.storm !== after.storm;
  if (before) await add(within, before, -1, moved);
  await add(within, after, 1, moved);
}

/** Storms of alerts, and who is in them. */
export function stormStore(
  { db }: OpenDatabase,
  guard: Guarded,
  write: Writing,
): Pick<StoryStore, 'beginStorm' | 'endStorm' | 'storm' | 'findStorm' | 'stormMembers'> {
  return {
    beginStorm: ({ id, revision, beganAt, endedAt, members, firing, alerts }) =>
      write(async within => {
        const values = {
          id,
          revision,
          began_at: toMs(beganAt),
          ended_at: endedAt === undefined ? null : toMs(endedAt),
          members,
          firing,
          alerts,
        };
        await within
          .insertInto('storm')
          .values(values)
          .onConflict(conflict => conflict.column('id').doNothing())
          .execute();
      }),
    endStorm: (id, at) =>
      write(async within => {
        await within
          .updateTable('storm')
          .set({ ended_at: toMs(at), revision: sql`revision + 1` })
          .where('id', '=', id)
          .where('ended_at', 'is', null)
          .execute();
      }),
    storm: () =>
      guard(async () => {
        const row = await db.selectFrom('storm').selectAll().where('ended_at', 'is', null).orderBy('began_at', 'desc').executeTakeFirst();
        return row && toStorm(row);
      }),
    findStorm: id =>
      guard(async () => {
        const row = await db.selectFrom('storm').selectAll().where('id', '=', id).executeTakeFirst();
        return row && toStorm(row);
      }),
    stormMembers: (id, limit) =>
      guard(async () => {
        const rows = await db
          .selectFrom('story')
          .innerJoin('incident', 'incident.id', 'story.incident')
          .select(['story.incident', 'story.severity', 'story.state', 'story.alerts', 'story.storm_opened', 'incident.question'])
          .where('story.storm', '=', id)
          .orderBy(sql`case story.state when 'firing' then 0 when 'resolved' then 1 else 2 end`)
          .orderBy('story.severity_rank')
          .orderBy('story.hosts', 'desc')
          .orderBy('story.alerts', 'desc')
          .orderBy('story.seq')
          .limit(limit)
          .execute();
        return rows.map(row => {
          const { words, hosts } = questionOf(row);
          const { incident, severity, state, alerts } = row;
          return { incident, title: words, severity, state, alerts, hosts, opened: row.storm_opened === 1 };
        });
      }),
  };
}
