import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type SqliteFile from 'better-sqlite3';
import type { SignalRow } from './tables.js';

// dist/ holds it as .js; the tests run the sources.
const WORKER = new URL(`./signal-worker${extname(import.meta.url)}`, import.meta.url);

const INSERT = 'insert into signal (id, received_at, body) values (?, ?, ?) on conflict (id) do nothing';

/** From here on a group is a flood, and worth the way to another thread and back (some 50 µs). A lone signal is committed where it is. */
const FLOOD = 4;

type Row = readonly [id: string, receivedAt: number, body: string];
type Reply =
  | { readonly kind: 'ready' }
  /** For each row: was it new? */
  | { readonly kind: 'committed'; readonly fresh: readonly boolean[] }
  | { readonly kind: 'failed'; readonly code?: string; readonly message: string };

/** Commits signals of one SQLite file. One call at a time, and nothing else may write to the file meanwhile. */
export interface SignalCommitter {
  /** Inserts the rows in this order, as one commit that has reached the disk; gives the ids of those that were not kept already. */
  readonly commit: (rows: readonly SignalRow[]) => Promise<ReadonlySet<string>>;
  readonly close: () => Promise<void>;
}

/**
 * Lone signals are committed on `file`, in the loop; floods by a worker thread, on a connection of its own, which the first of them
 * starts: with the commit in the loop, the requests of a flood wait for the disk as well (perf.md, part G).
 */
export function signalCommitter(file: SqliteFile.Database, path: string, waitMs: number): SignalCommitter {
  const here = commitHere(file);
  let worker: CommitWorker | undefined;
  return {
    commit: async signals => {
      const rows = signals.map(({ id, received_at: receivedAt, body }): Row => [id, receivedAt, body]);
      if (worker?.state() === 'gone') worker = undefined;
      if (rows.length >= FLOOD) worker ??= startWorker({ path, waitMs });
      const fresh = rows.length >= FLOOD && worker?.state() === 'ready' ? await worker.commit(rows) : here(rows);
      return new Set(rows.flatMap(([id], index) => (fresh[index] ? [id] : [])));
    },
    close: async () => {
      await worker?.close();
    },
  };
}

function commitHere(file: SqliteFile.Database): (rows: readonly Row[]) => readonly boolean[] {
  let insert: SqliteFile.Statement<[string, number, string]> | undefined;
  return file.transaction((rows: readonly Row[]) => {
    // Not before it is needed: the table comes with the migrations.
    const statement = insert ?? file.prepare(INSERT);
    insert = statement;
    return rows.map(row => statement.run(...row).changes > 0);
  });
}

interface CommitWorker {
  readonly state: () => 'starting' | 'ready' | 'gone';
  readonly commit: (rows: readonly Row[]) => Promise<readonly boolean[]>;
  readonly close: () => Promise<void>;
}

function startWorker({ path, waitMs }: { readonly path: string; readonly waitMs: number }): CommitWorker {
  let state: ReturnType<CommitWorker['state']> = 'starting';
  let waiting: { readonly resolve: (fresh: readonly boolean[]) => void; readonly reject: (error: Error) => void } | undefined;
  const worker = new Worker(WORKER, { workerData: { path, insert: INSERT, waitMs } });
  // Not `once`: that would reject after an error, with nobody there to hear it.
  const gone = new Promise(resolve => {
    worker.on('exit', resolve);
  });
  worker.on('message', (reply: Reply) => {
    if (reply.kind === 'ready') state = 'ready';
    else if (reply.kind === 'committed') waiting?.resolve(reply.fresh);
    else waiting?.reject(Object.assign(new Error(reply.message), { code: reply.code }));
  });
  // Whether its last group reached the disk is not known then: the sender is told that it was not kept and sends it again.
  const lost = (says: string): void => {
    state = 'gone';
    waiting?.reject(new Error(says));
  };
  worker.on('error', error => lost(`the thread that keeps signals failed: ${error.message}`));
  worker.on('exit', code => lost(`the thread that keeps signals ended with code ${code}`));
  return {
    state: () => state,
    commit: rows =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        worker.postMessage(rows);
      }),
    close: async () => {
      if (state !== 'gone') worker.postMessage('close');
      await gone;
    },
  };
}
