import type { Kysely, Selectable } from 'kysely';
import type { IncidentLine } from '../flow/ports.js';
import type { StoryState } from '../model/story.js';
import { toSeconds } from './ms.js';
import { questionOf } from './question-of.js';
import { placeOf } from './read-incident.js';
import type { Tables } from './tables.js';

type StoryRow = Selectable<Tables['story']>;

function stateOf({ state, since, closed_by: by }: Pick<StoryRow, 'state' | 'since' | 'closed_by'>): StoryState {
  const at = toSeconds(since);
  return state === 'closed' ? { kind: 'closed', since: at, by: { id: by ?? '' } } : { kind: state, since: at };
}

/** The newest incidents, for a list: no capture, no diagnosis and no alert is read. */
export async function recentLines(db: Kysely<Tables>, limit: number): Promise<readonly IncidentLine[]> {
  const incidents = await db.selectFrom('incident').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  if (incidents.length === 0) return [];
  const ids = incidents.map(({ id }) => id);
  const runs = await db.selectFrom('run').select(['incident', 'state', 'outcome']).where('incident', 'in', ids).orderBy('number').execute();
  const stories = await db
    .selectFrom('story')
    .select(['incident', 'severity', 'state', 'since', 'closed_by', 'storm', 'storm_opened'])
    .where('incident', 'in', ids)
    .execute();
  return incidents.map(row => {
    const own = runs.filter(({ incident }) => incident === row.id);
    const outcome = own.findLast(({ state }) => state === 'answered')?.outcome ?? undefined;
    const story = stories.find(({ incident }) => incident === row.id);
    const storm = story?.storm;
    return {
      id: row.id,
      openedAt: toSeconds(row.opened_at),
      openedBy: { id: row.opened_by },
      place: placeOf(row),
      question: questionOf(row),
      runs: own.length,
      state: own.at(-1)?.state ?? 'looking',
      ...(outcome === undefined ? {} : { outcome }),
      ...(story === undefined
        ? {}
        : {
            story: {
              severity: story.severity,
              state: stateOf(story),
              ...(typeof storm === 'string' ? { storm: { id: storm, opened: story.storm_opened === 1 } } : {}),
            },
          }),
    };
  });
}
