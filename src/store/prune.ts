import { NO_BYTES } from './runs.js';
import type { Writing } from './writing.js';

/** Work of one call: some milliseconds, so that nothing else waits long. */
const MOST_SIGNALS = 1000;
const MOST_CAPTURES = 100;

/** What one call removed. */
export interface Pruned {
  readonly signals: number;
  readonly captures: number;
}

/**
 * Removes what has been kept for its time: what hosts printed (diagnoses, timelines and messages stay) and the names of settled signals.
 * Room in the file is used again; the file does not shrink.
 *
 * @param beforeMs milliseconds since the epoch; of runs when they ended, of signals when they were settled
 */
export async function prune(write: Writing, beforeMs: number): Promise<Pruned> {
  const signals = await write(async within => {
    const old = within.selectFrom('signal').select('seq').where('settled_at', '<', beforeMs).orderBy('settled_at').limit(MOST_SIGNALS);
    const { numDeletedRows: count } = await within.deleteFrom('signal').where('seq', 'in', old).executeTakeFirst();
    return Number(count);
  });
  const captures = await write(async within => {
    const old = await within
      .selectFrom('run')
      .select(['incident', 'number'])
      .where('has_capture', '=', 1)
      .where('ended_at', '<', beforeMs)
      .orderBy('ended_at')
      .limit(MOST_CAPTURES)
      .execute();
    for (const { incident, number } of old) {
      await within
        .updateTable('investigation')
        .set({ capture: NO_BYTES })
        .where('incident', '=', incident)
        .where('run', '=', number)
        .execute();
      await within.updateTable('run').set({ has_capture: 0 }).where('incident', '=', incident).where('number', '=', number).execute();
    }
    return old.length;
  });
  return { signals, captures };
}
