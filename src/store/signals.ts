import type { SignalStore } from '../flow/ports/alert-store.js';
import type { AlertGroup, AlertSignal } from '../model/alert.js';
import { groupCommit } from './group-commit.js';
import type { Guarded } from './guarded.js';
import { toMs, toSeconds } from './ms.js';
import type { OpenDatabase, SignalRow } from './tables.js';

/** Signals in one commit: some milliseconds of the disk, and fewer parameters than either database takes. */
const MOST_IN_COMMIT = 500;

/** What came in, kept before it is understood. Any replica may write here. */
export function signalStore({ db, insertSignals }: OpenDatabase, guard: Guarded): SignalStore {
  const insert = groupCommit<SignalRow, 'kept' | 'known'>(
    rows =>
      guard(async () => {
        const fresh = new Set(await insertSignals(rows));
        // The same signal twice in one group: the first of them was kept.
        return rows.map(({ id }) => (fresh.delete(id) ? 'kept' : 'known'));
      }),
    MOST_IN_COMMIT,
  );
  return {
    keep: async ({ id, receivedAt, group }) => insert({ id, received_at: toMs(receivedAt), body: JSON.stringify(group) }),
    waiting: limit =>
      guard(async () => {
        const rows = await db
          .selectFrom('signal')
          .select(['id', 'received_at', 'body'])
          .where('settled_at', 'is', null)
          .orderBy('seq')
          .limit(limit)
          .execute();
        return rows.map(({ id, received_at: receivedAt, body }): AlertSignal => {
          const group: AlertGroup = JSON.parse(body);
          return { id, receivedAt: toSeconds(receivedAt), group };
        });
      }),
    backlog: () =>
      guard(async () => {
        const { count } = await db
          .selectFrom('signal')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .where('settled_at', 'is', null)
          .executeTakeFirstOrThrow();
        return count;
      }),
  };
}
