import type { Transaction } from 'kysely';
import type { IncidentStore } from '../flow/ports.js';
import type { Guarded } from './guarded.js';
import { insertIncident, packRuns } from './insert-incident.js';
import { toMs, toSeconds } from './ms.js';
import { findIncident, mustFindIncident, readIncident, readInOrder } from './read-incident.js';
import { recentLines } from './recent-lines.js';
import { investigationColumns, stateColumns } from './runs.js';
import type { OpenDatabase, Tables } from './tables.js';
import type { Writing } from './writing.js';

/** Adds the next run unless one is looking. The key of the run decides between two that come at once. */
async function addRun(within: Transaction<Tables>, id: string, by: string, at: number): Promise<'begun' | 'already-looking' | 'unknown'> {
  const last = await within
    .selectFrom('run')
    .select(['number', 'state'])
    .where('incident', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return 'unknown';
  if (last.state === 'looking') return 'already-looking';
  const { numInsertedOrUpdatedRows: inserted } = await within
    .insertInto('run')
    .values({ incident: id, number: last.number + 1, started_by: by, started_at: toMs(at), ...stateColumns({ kind: 'looking' }) })
    .onConflict(conflict => conflict.columns(['incident', 'number']).doNothing())
    .executeTakeFirstOrThrow();
  return inserted === 0n ? 'already-looking' : 'begun';
}

/** Incidents, their runs and what people said of them. */
export function incidentStore({ db }: OpenDatabase, guard: Guarded, write: Writing): IncidentStore {
  return {
    open: async (signal, incident) => {
      const packed = await packRuns(incident);
      const fresh = await write(within => insertIncident(within, signal, incident, packed));
      return guard(async () => {
        const row = await db.selectFrom('incident').selectAll().where('signal', '=', signal).executeTakeFirst();
        return { incident: (await readIncident(db, row)) ?? (await mustFindIncident(db, incident.id)), fresh };
      });
    },
    beginRun: async (id, by, at) => {
      const kind = await write(within => addRun(within, id, by.id, at));
      return kind === 'unknown' ? { kind } : { kind, incident: await guard(() => mustFindIncident(db, id)) };
    },
    endRun: async (id, run, state) => {
      const columns = await investigationColumns(state);
      await write(async within => {
        const { numUpdatedRows: ended } = await within
          .updateTable('run')
          .set(stateColumns(state))
          .where('incident', '=', id)
          .where('number', '=', run)
          .where('state', '=', 'looking')
          .executeTakeFirst();
        // A run ends once: what is known of it by then stays.
        if (ended > 0n && columns)
          await within
            .insertInto('investigation')
            .values({ incident: id, run, ...columns })
            .execute();
      });
      return guard(() => mustFindIncident(db, id));
    },
    find: id => guard(() => findIncident(db, id)),
    recent: limit => guard(() => recentLines(db, limit)),
    unfinished: () =>
      guard(async () => {
        const rows = await db.selectFrom('run').select('incident').where('state', '=', 'looking').orderBy('started_at').execute();
        return readInOrder(db, rows);
      }),
    addFeedback: ({ incident, run, by, cause, at }) =>
      write(async within => {
        const said = { cause, at: toMs(at) };
        await within
          .insertInto('feedback')
          .values({ incident, run, person: by.id, ...said })
          .onConflict(conflict => conflict.columns(['incident', 'run', 'person']).doUpdateSet(said))
          .execute();
      }),
    feedbackOn: (incident, run) =>
      guard(async () => {
        const rows = await db
          .selectFrom('feedback')
          .selectAll()
          .where('incident', '=', incident)
          .where('run', '=', run)
          .orderBy('at')
          .orderBy('person')
          .execute();
        return rows.map(({ person, cause, at }) => ({ incident, run, by: { id: person }, cause, at: toSeconds(at) }));
      }),
  };
}
