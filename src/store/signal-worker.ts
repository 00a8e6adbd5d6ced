// Runs in a worker thread: commits groups of signals on a connection of its own, so that the loop that reads requests does not wait for the disk.
// It imports nothing of ours and has only erasable types, so that the tests, which run the sources, can start it as it is.
import { parentPort, workerData } from 'node:worker_threads';
import SqliteFile from 'better-sqlite3';

const { path, insert, waitMs } = workerData as { readonly path: string; readonly insert: string; readonly waitMs: number };
const file = new SqliteFile(path, { fileMustExist: true, timeout: waitMs });
file.pragma('synchronous = FULL');
const statement = file.prepare<[string, number, string]>(insert);
const commit = file.transaction((rows: readonly (readonly [id: string, receivedAt: number, body: string])[]) =>
  rows.map(row => statement.run(...row).changes > 0),
);
parentPort?.on('message', rows => {
  if (rows === 'close') {
    file.close();
    parentPort?.close();
    return;
  }
  try {
    parentPort?.postMessage({ kind: 'committed', fresh: commit(rows) });
  } catch (error) {
    // An error's code is lost on its way between threads.
    const { code, message } = error as { readonly code?: string; readonly message: string };
    parentPort?.postMessage({ kind: 'failed', code, message });
  }
});
parentPort?.postMessage({ kind: 'ready' });
