import type SqliteFile from 'better-sqlite3';
import type { SignalCommitter } from '../../src/store/commit-signals.js';
import type { SignalRow } from '../../src/store/tables.js';

export const signal = (id: string, body = '{}'): SignalRow => ({ id, received_at: 1, body });

export const flood = (name: string, size = 50, body = '{}'): readonly SignalRow[] =>
  Array.from({ length: size }, (_, index) => signal(`${name}-${index}`, body));

/** Rows that this connection itself has changed, and no other one. */
export const rowsChangedBy = (file: SqliteFile.Database): number => file.prepare<[], number>('select total_changes()').pluck().get() ?? 0;

/** Floods until a group was committed by the thread: the first of them only start it. */
export async function untilInThread(committer: SignalCommitter, file: SqliteFile.Database): Promise<void> {
  let before: number;
  let round = 0;
  do {
    before = rowsChangedBy(file);
    await committer.commit(flood(`warm-${round++}`, 4));
    await new Promise(resolve => setTimeout(resolve, 5));
  } while (rowsChangedBy(file) > before);
}
