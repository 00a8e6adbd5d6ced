import type { Transaction } from 'kysely';
import type { Guarded } from './guarded.js';
import type { OpenDatabase, Tables } from './tables.js';

/** Runs one transaction that writes: all of it or nothing, and only while this process may write. */
export type Writing = <T>(work: (within: Transaction<Tables>) => Promise<T>) => Promise<T>;

/** Every write but that of a signal goes this way: signals are taken in by any replica, the rest is written by the one that acts. */
export function writing({ db, checkLease }: OpenDatabase, guard: Guarded): Writing {
  return work =>
    guard(() =>
      db.transaction().execute(async within => {
        await checkLease(within);
        return work(within);
      }),
    );
}
