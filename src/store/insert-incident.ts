import type { Transaction } from 'kysely';
import type { Incident } from '../model/incident.js';
import { placesOf } from './incident-places.js';
import { toMs } from './ms.js';
import { investigationColumns, stateColumns } from './runs.js';
import type { Tables } from './tables.js';

/** What runs found, compressed: made before a transaction begins, since that takes its time. One for each run, in order. */
export type PackedRuns = readonly Awaited<ReturnType<typeof investigationColumns>>[];

/** Packs what the runs of an incident found. */
export async function packRuns({ runs }: Incident): Promise<PackedRuns> {
  return Promise.all(runs.map(async ({ state }) => (state.kind === 'looking' ? undefined : investigationColumns(state))));
}

/** Writes an incident with its runs and places, but not its story. False: the signal has an incident already. */
export async function insertIncident(
  within: Transaction<Tables>,
  signal: string,
  { id, openedBy, openedAt, place, question, runs }: Incident,
  packed: PackedRuns,
): Promise<boolean> {
  const openedAtMs = toMs(openedAt);
  const { numInsertedOrUpdatedRows: inserted } = await within
    .insertInto('incident')
    .values({
      id,
      signal,
      opened_by: openedBy.id,
      opened_at: openedAtMs,
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
    const columns = packed[index];
    if (columns)
      await within
        .insertInto('investigation')
        .values({ incident: id, run: number, ...columns })
        .execute();
  }
  const places = placesOf({ id, question }, openedAtMs);
  if (places.length > 0) await within.insertInto('incident_place').values(places).execute();
  return true;
}
