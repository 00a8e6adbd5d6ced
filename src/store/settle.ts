import type { Transaction } from 'kysely';
import type { Settlement } from '../flow/ports/alert-store.js';
import type { Clock } from '../flow/ports.js';
import type { Incident } from '../model/incident.js';
import type { AlertStory, TimelineEntry } from '../model/story.js';
import { insertIncident, type PackedRuns, packRuns } from './insert-incident.js';
import { toMs } from './ms.js';
import { countInStorm } from './storms.js';
import { storyColumns } from './story-columns.js';
import type { Tables } from './tables.js';
import { addEntries } from './timeline.js';
import type { Writing } from './writing.js';

/** Something else came first: the transaction is taken back as a whole. */
class Stale extends Error {}

/** Runs a transaction that may find itself `stale`. */
async function unlessStale<Word>(
  write: Writing,
  word: Word,
  work: (within: Transaction<Tables>) => Promise<void>,
): Promise<Word | 'stale'> {
  try {
    await write(work);
    return word;
  } catch (error) {
    if (error instanceof Stale) return 'stale';
    throw error;
  }
}

/** A member of a storm that has no thread has no card that could show less than its story. */
const hasNoCard = ({ storm }: AlertStory): boolean => storm !== undefined && !storm.opened;

/** Ids in one statement: fewer than either database takes as parameters. */
const STEP = 500;

async function markSettled(within: Transaction<Tables>, signals: readonly string[], at: number, incident: string | null): Promise<void> {
  for (let from = 0; from < signals.length; from += STEP) {
    const ids = signals.slice(from, from + STEP);
    const { numUpdatedRows: settled } = await within
      .updateTable('signal')
      .set({ settled_at: toMs(at), incident, body: '' })
      .where('id', 'in', ids)
      .where('settled_at', 'is', null)
      .executeTakeFirst();
    if (Number(settled) !== ids.length) throw new Stale();
  }
}

async function open(within: Transaction<Tables>, signal: string, incident: Incident, packed: PackedRuns): Promise<void> {
  const { id, story, question, openedAt } = incident;
  if (!story) throw new Error(`The incident ${id} was opened by alerts and has no story.`);
  if (!(await insertIncident(within, signal, incident, packed))) throw new Stale();
  const columns = storyColumns(story);
  const { numInsertedOrUpdatedRows: inserted } = await within
    .insertInto('story')
    .values({
      incident: id,
      opened_at: toMs(openedAt),
      announced_revision: hasNoCard(story) ? story.revision : 0,
      hosts: question.hosts.length,
      ...columns,
    })
    // The group has an incident that fires: these alerts are its next change.
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (inserted === 0n) throw new Stale();
  await countInStorm(within, undefined, columns);
}

async function change(within: Transaction<Tables>, incident: string, story: AlertStory): Promise<void> {
  const before = await within
    .selectFrom('story')
    .select(['storm', 'state', 'alerts'])
    .where('incident', '=', incident)
    .where('revision', '=', story.revision - 1)
    .executeTakeFirst();
  if (!before) throw new Stale();
  const columns = storyColumns(story);
  const { numUpdatedRows: changed } = await within
    .updateTable('story')
    .set({ ...columns, ...(hasNoCard(story) ? { announced_revision: story.revision } : {}) })
    .where('incident', '=', incident)
    .where('revision', '=', story.revision - 1)
    .executeTakeFirst();
  if (changed === 0n) throw new Stale();
  await countInStorm(within, before, columns);
}

/** Settles signals together with what they mean, as one commit. */
export async function settle(
  write: Writing,
  clock: Clock,
  signals: readonly string[],
  settlement: Settlement,
): Promise<'settled' | 'stale'> {
  const ids = [...new Set(signals)];
  const packed = settlement.kind === 'open' ? await packRuns(settlement.incident) : [];
  return unlessStale(write, 'settled', async within => {
    switch (settlement.kind) {
      case 'open': {
        const { incident, entries } = settlement;
        await markSettled(within, ids, clock.now(), incident.id);
        // A name that no signal of a person has.
        await open(within, `alerts ${ids[0] ?? incident.id}`, incident, packed);
        return addEntries(within, incident.id, entries);
      }
      case 'change':
        await markSettled(within, ids, clock.now(), settlement.incident);
        await change(within, settlement.incident, settlement.story);
        return addEntries(within, settlement.incident, settlement.entries);
      case 'nothing':
        return markSettled(within, ids, clock.now(), null);
    }
  });
}

/** Changes a story without a signal. */
export async function changeStory(
  write: Writing,
  incident: string,
  story: AlertStory,
  entries: readonly TimelineEntry[],
): Promise<'changed' | 'stale'> {
  return unlessStale(write, 'changed', async within => {
    await change(within, incident, story);
    await addEntries(within, incident, entries);
  });
}
