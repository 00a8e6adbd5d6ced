import type { Kysely } from 'kysely';
import type { RelatedIncident, StoryStore } from '../flow/ports/alert-store.js';
import { placeName } from './incident-places.js';
import { toMs, toSeconds } from './ms.js';
import { questionOf } from './question-of.js';
import type { Tables } from './tables.js';

/** Hosts that are looked up; a storm's incident may name hundreds. */
const MOST_HOSTS = 100;

/** Cards by their incidents: of the messages of an incident the first that hangs below none. */
async function cards(db: Kysely<Tables>, ids: readonly string[]): Promise<ReadonlyMap<string, RelatedIncident['card']>> {
  const rows = await db
    .selectFrom('outbox')
    .select(['incident', 'channel', 'ts'])
    .where('incident', 'in', ids)
    .where('after_slot', 'is', null)
    .orderBy('place', 'desc')
    .execute();
  return new Map(rows.map(({ incident, channel, ts }) => [incident, channel === null || ts === null ? undefined : { channel, ts }]));
}

/** Incidents that look at one of the hosts or at the service, newest first. */
export async function relatedIncidents(
  db: Kysely<Tables>,
  { id, hosts, service }: Parameters<StoryStore['related']>[0],
  since: number,
  limit: number,
): Promise<readonly RelatedIncident[]> {
  const names = [...new Set(hosts.slice(0, MOST_HOSTS).map(placeName))];
  if (names.length === 0 && service === undefined) return [];
  const found = await db
    .selectFrom('incident_place')
    .select(['incident', 'opened_at'])
    .distinct()
    .where(({ and, eb, or }) =>
      or([
        ...(names.length === 0 ? [] : [and([eb('kind', '=', 'host'), eb('name', 'in', names)])]),
        ...(service === undefined ? [] : [and([eb('kind', '=', 'service'), eb('name', '=', placeName(service))])]),
      ]),
    )
    .where('opened_at', '>=', toMs(since))
    .where('incident', '!=', id)
    .orderBy('opened_at', 'desc')
    .orderBy('incident', 'desc')
    .limit(limit)
    .execute();
  if (found.length === 0) return [];
  const ids = found.map(({ incident }) => incident);
  const rows = await db
    .selectFrom('incident')
    .leftJoin('story', 'story.incident', 'incident.id')
    .select(['incident.id', 'incident.opened_at', 'incident.question', 'story.state'])
    .where('incident.id', 'in', ids)
    .orderBy('incident.opened_at', 'desc')
    .orderBy('incident.id', 'desc')
    .execute();
  const standing = await cards(db, ids);
  return rows.map(row => {
    const question = questionOf(row);
    const card = standing.get(row.id);
    return {
      id: row.id,
      openedAt: toSeconds(row.opened_at),
      symptom: question.symptom,
      hosts: question.hosts,
      ...(question.service === undefined ? {} : { service: question.service }),
      state: row.state ?? 'asked',
      ...(card ? { card } : {}),
    };
  });
}
