import { dirname } from 'node:path';

/** By its key: an error of another realm is no `instanceof Error`. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

/** Extended codes such as SQLITE_IOERR_WRITE mean what their first part says. */
function familyOf(code: string): string {
  // No room for the index of the log (`-shm`), which SQLite does not call SQLITE_FULL.
  if (code === 'SQLITE_IOERR_SHMSIZE') return 'SQLITE_FULL';
  return /^SQLITE_[A-Z]+/u.exec(code)?.[0] ?? code;
}

/** What an error of SQLite, or of the file system below it, means for the operator; undefined when it is neither. */
export function explainSqlite(error: unknown, path: string): string | undefined {
  const code = codeOf(error);
  const family = familyOf(code);
  switch (family) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return `${path} is in use by another process, and only one may use it: stop the other Faultline, or give this one a file of its own (store.url).`;
    case 'SQLITE_FULL':
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk that holds ${path} is full: free some space there. What is in the file is safe; nothing new can be kept until then.`;
    case 'SQLITE_READONLY':
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `${path} may not be written by this user: make the file and its folder writable for it, or give store.url another place.`;
    case 'SQLITE_CORRUPT':
    case 'SQLITE_NOTADB':
      return `${path} is damaged, or is no database at all: restore it from a backup, or move it away and a new one is begun.`;
    case 'SQLITE_IOERR':
    case 'EIO':
      return `${path} cannot be read or written (${code}): look at the disk below it and at the kernel log (dmesg).`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `The folder ${dirname(path)} does not exist: create it, or give store.url another place.`;
    case 'EISDIR':
      return `${path} is a folder: name a file in store.url.`;
    case 'SQLITE_CANTOPEN':
      return `${path} cannot be opened: look whether it is a file in a folder that this user may write to.`;
    default:
      return family.startsWith('SQLITE_') ? `${path}: the database refused (${code}).` : undefined;
  }
}
