import type { Kysely, Selectable } from 'kysely';
import type { Incident, Place } from '../model/incident.js';
import type { AlertStory } from '../model/story.js';
import { toSeconds } from './ms.js';
import { questionOf } from './question-of.js';
import { readRuns } from './runs.js';
import type { Tables } from './tables.js';

type IncidentRow = Selectable<Tables['incident']>;

/** Where an incident is talked about. */
export const placeOf = ({ channel, thread }: Pick<IncidentRow, 'channel' | 'thread'>): Place => ({
  channel,
  ...(thread === null ? {} : { thread }),
});

/** The incident of a row, with its runs and its story. */
export async function readIncident(
  db: Kysely<Tables>,
  row: IncidentRow | undefined,
  captures: 'read' | 'left-out' = 'read',
): Promise<Incident | undefined> {
  const runs = row && (await readRuns(db, row.id, captures));
  if (!row || !runs) return undefined;
  const kept = await db.selectFrom('story').select('json').where('incident', '=', row.id).executeTakeFirst();
  const story: AlertStory | undefined = kept && JSON.parse(kept.json);
  return {
    id: row.id,
    openedBy: { id: row.opened_by },
    openedAt: toSeconds(row.opened_at),
    place: placeOf(row),
    question: questionOf(row),
    runs,
    ...(story ? { story } : {}),
  };
}

/** An incident by its id. */
export async function findIncident(db: Kysely<Tables>, id: string, captures: 'read' | 'left-out' = 'read'): Promise<Incident | undefined> {
  return readIncident(db, await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst(), captures);
}

/** For an incident that was read or written a moment ago: incidents are never removed. */
export async function mustFindIncident(db: Kysely<Tables>, id: string, captures: 'read' | 'left-out' = 'read'): Promise<Incident> {
  const incident = await findIncident(db, id, captures);
  if (!incident) throw new Error(`There is no incident ${id} in the store.`);
  return incident;
}

/** Incidents without the captures of their runs: one after the other, since after a storm thousands would take all connections at once. */
export async function readInOrder(db: Kysely<Tables>, rows: readonly { readonly incident: string }[]): Promise<readonly Incident[]> {
  const incidents: Incident[] = [];
  for (const { incident } of rows) incidents.push(await mustFindIncident(db, incident, 'left-out'));
  return incidents;
}
