import SqliteFile from 'better-sqlite3';

/**
 * Holds the database at `path` for this process alone, until the function that is returned is called or the process ends, whatever way that
 * ends: the lock is the operating system's, on an empty file beside the database. The database itself stays open to the connections of this
 * process. The file stays: who took it away could leave two processes with a lock on two files of the same name.
 *
 * @param waitMs how long a process that is just ending may keep it
 * @throws SQLITE_BUSY when another process holds it
 */
export function holdSoleLock(path: string, waitMs: number): () => void {
  const lock = new SqliteFile(path, { timeout: waitMs });
  try {
    lock.exec('begin exclusive');
  } catch (error) {
    lock.close();
    throw error;
  }
  return () => lock.close();
}
