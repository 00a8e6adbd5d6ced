import type { Kysely, Selectable } from 'kysely';
import type { IncidentLine, IncidentStore } from '../flow/ports.js';
import type { Incident, Place, Question } from '../model/incident.js';
import type { Guarded } from './guarded.js';
import { investigationColumns, readRuns, stateColumns, toMs, toSeconds } from './runs.js';
import type { OpenDatabase, Tables } from './tables.js';

type IncidentRow = Selectable<Tables['incident']>;

const placeOf = ({ channel, thread }: Pick<IncidentRow, 'channel' | 'thread'>): Place => ({
  channel,
  ...(thread === null ? {} : { thread }),
});

function questionOf({ question }: Pick<IncidentRow, 'question'>): Question {
  const read: Question = JSON.parse(question);
  return read;
}

async function read(db: Kysely<Tables>, row: IncidentRow | undefined): Promise<Incident | undefined> {
  const runs = row && (await readRuns(db, row.id));
  if (!row || !runs) return undefined;
  return {
    id: row.id,
    openedBy: { id: row.opened_by },
    openedAt: toSeconds(row.opened_at),
    place: placeOf(row),
    question: questionOf(row),
    runs,
  };
}

async function find(db: Kysely<Tables>, id: string): Promise<Incident | undefined> {
  return read(db, await db.selectFrom('incident').selectAll().where('id', '=', id).executeTakeFirst());
}

/** For an incident that was read or written a moment ago: incidents are never removed. */
async function mustFind(db: Kysely<Tables>, id: string): Promise<Incident> {
  const incident = await find(db, id);
  if (!incident) throw new Error(`There is no incident ${id} in the store.`);
  return incident;
}

async function insert(db: Kysely<Tables>, signal: string, incident: Incident): Promise<boolean> {
  const { id, openedBy, openedAt, place, question, runs } = incident;
  const kept = await Promise.all(runs.map(async ({ state }) => (state.kind === 'looking' ? undefined : investigationColumns(state))));
  return db.transaction().execute(async within => {
    const { numInsertedOrUpdatedRows: inserted } = await within
      .insertInto('incident')
      .values({
        id,
        signal,
        opened_by: openedBy.id,
        opened_at: toMs(openedAt),
        channel: place.channel,
        thread: place.thread ?? null,
        question: JSON.stringify(question),
      })
      .onConflict(conflict => conflict.column('signal').doNothing())
      .executeTakeFirstOrThrow();
    if (inserted === 0n) return false;
    for (const [index, { number, by, startedAt, state }] of runs.entries()) {
      await within
        .insertInto('run')
        .values({ incident: id, number, started_by: by.id, started_at: toMs(startedAt), ...stateColumns(state) })
        .execute();
      const columns = kept[index];
      if (columns)
        await within
          .insertInto('investigation')
          .values({ incident: id, run: number, ...columns })
          .execute();
    }
    return true;
  });
}

/** Adds the next run unless one is looking. The key of the run decides between two that come at once. */
async function addRun(db: Kysely<Tables>, id: string, by: string, at: number): Promise<'begun' | 'already-looking' | 'unknown'> {
  return db.transaction().execute(async within => {
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
  });
}

async function lines(db: Kysely<Tables>, limit: number): Promise<readonly IncidentLine[]> {
  const incidents = await db.selectFrom('incident').selectAll().orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  const ids = incidents.map(({ id }) => id);
  const runs = await db.selectFrom('run').select(['incident', 'state', 'outcome']).where('incident', 'in', ids).orderBy('number').execute();
  return incidents.map(row => {
    const own = runs.filter(({ incident }) => incident === row.id);
    const outcome = own.findLast(({ state }) => state === 'answered')?.outcome ?? undefined;
    return {
      id: row.id,
      openedAt: toSeconds(row.opened_at),
      openedBy: { id: row.opened_by },
      place: placeOf(row),
      question: questionOf(row),
      runs: own.length,
      state: own.at(-1)?.state ?? 'looking',
      ...(outcome === undefined ? {} : { outcome }),
    };
  });
}

/** Incidents, their runs and what people said of them. */
export function incidentStore({ db }: OpenDatabase, guard: Guarded): IncidentStore {
  return {
    open: (signal, incident) =>
      guard(async () => {
        const fresh = await insert(db, signal, incident);
        const row = await db.selectFrom('incident').selectAll().where('signal', '=', signal).executeTakeFirst();
        return { incident: (await read(db, row)) ?? (await mustFind(db, incident.id)), fresh };
      }),
    beginRun: (id, by, at) =>
      guard(async () => {
        const kind = await addRun(db, id, by.id, at);
        return kind === 'unknown' ? { kind } : { kind, incident: await mustFind(db, id) };
      }),
    endRun: (id, run, state) =>
      guard(async () => {
        const columns = await investigationColumns(state);
        await db.transaction().execute(async within => {
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
        return mustFind(db, id);
      }),
    find: id => guard(() => find(db, id)),
    recent: limit => guard(() => lines(db, limit)),
    unfinished: () =>
      guard(async () => {
        const rows = await db.selectFrom('run').select('incident').where('state', '=', 'looking').orderBy('started_at').execute();
        return Promise.all(rows.map(({ incident }) => mustFind(db, incident)));
      }),
    addFeedback: ({ incident, run, by, cause, at }) =>
      guard(async () => {
        const said = { cause, at: toMs(at) };
        await db
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
