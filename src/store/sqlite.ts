import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import { signalCommitter } from './commit-signals.js';
import { explainSqlite } from './explain-sqlite.js';
import { SOLE_LEASE } from './sole-lease.js';
import { holdSoleLock } from './sole-lock.js';
import type { OpenDatabase, Tables } from './tables.js';

/** Marks a file as ours, in SQLite's own header: `FLTL`. */
const APPLICATION_ID = 0x464c544c;

/** How long a process that is just ending may keep the lock, in milliseconds. */
const LOCK_WAIT_MS = 1000;

type Opened = { readonly kind: 'open'; readonly database: OpenDatabase } | { readonly kind: 'refused'; readonly says: string };

/** What hosts printed may hold what not everybody may see: the file is private from its first byte. SQLite gives its other files the same mode. */
function makePrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
}

/** Is it empty, or ours? */
function isForeign(file: SqliteFile.Database): boolean {
  if (file.pragma('application_id', { simple: true }) === APPLICATION_ID) return false;
  return file.prepare('select 1 from sqlite_master limit 1').get() !== undefined;
}

/** Statements that are kept compiled; the flows have some thirty, and lists of ids give a few more. */
const MOST_STATEMENTS = 200;

/** Kysely compiles a statement anew each time it is used, which costs more than most of them do. */
function withCompiledOnce(file: SqliteFile.Database): SqliteDatabase {
  const compiled = new Map<string, SqliteFile.Statement>();
  return {
    prepare: text => {
      // A full disk has SQLite take the transaction back by itself; a second time would be an error, in place of the one that tells why.
      if (text === 'rollback' && !file.inTransaction) return file.prepare('select 1');
      const known = compiled.get(text);
      if (known && !known.busy) return known;
      const fresh = file.prepare(text);
      if (compiled.size >= MOST_STATEMENTS) compiled.clear();
      compiled.set(text, fresh);
      return fresh;
    },
    close: () => file.close(),
  };
}

/** Opens one SQLite file for this process alone (sole-lock.ts). */
export function openSqlite(path: string): Opened {
  const explain = (error: unknown): string | undefined => explainSqlite(error, path);
  let file: SqliteFile.Database | undefined;
  let releaseLock: (() => void) | undefined;
  try {
    makePrivate(path);
    makePrivate(`${path}-lock`);
    releaseLock = holdSoleLock(`${path}-lock`, LOCK_WAIT_MS);
    file = new SqliteFile(path, { timeout: LOCK_WAIT_MS });
    if (isForeign(file)) {
      file.close();
      releaseLock();
      return { kind: 'refused', says: `${path} is the database of another program: give store.url another file.` };
    }
    file.pragma('journal_mode = WAL');
    // Every commit reaches the disk before its promise resolves.
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    file.pragma(`application_id = ${APPLICATION_ID}`);
    const held = file;
    const release = releaseLock;
    const signals = signalCommitter(held, path, LOCK_WAIT_MS);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: withCompiledOnce(held) }) });
    const close = async (): Promise<void> => {
      await signals.close();
      await db.destroy();
      held.close();
      release();
    };
    return {
      kind: 'open',
      database: {
        db,
        bytes: 'blob',
        counter: 'integer',
        name: path,
        explain,
        // Holding the connection of everything else: nobody is in the midst of a transaction, and nobody else writes until it is committed.
        insertSignals: rows => db.connection().execute(() => signals.commit(rows)),
        changeSchema: work => db.transaction().execute(work),
        lease: SOLE_LEASE,
        checkLease: () => Promise.resolve(),
        close,
      },
    };
  } catch (error) {
    file?.close();
    releaseLock?.();
    return { kind: 'refused', says: explain(error) ?? `${path} in ${dirname(path)} cannot be opened: ${String(error)}` };
  }
}
