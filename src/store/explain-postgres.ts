/** By its keys: an error of another realm is no `instanceof Error`. */
function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  if (typeof error !== 'object' || error === null) return { code: '', message: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const message = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return { code, message };
}

/** Errors of `pg` itself have only words. */
const LOST =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect)/u;
const NO_TLS = /does not support SSL/u;
const SLOW = /^Query read timeout/u;

const LOST_CODES = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', '57P01', '57P02', '57P05', '25P03', '08000', '08003', '08006', '08P01'];
const UNREACHABLE_CODES = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOENT', 'EACCES', '08001', '08004'];
const TLS_CODES = /CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO_/u;

/**
 * What an error of PostgreSQL, or of the network before it, means for the operator; undefined when it is neither. Never the password.
 *
 * @param name where the database is, without login
 */
export function explainPostgres(error: unknown, name: string): string | undefined {
  const { code, message } = partsOf(error);
  if (LOST_CODES.includes(code) || LOST.test(message))
    return `The connection to ${name} was lost or could not be made: look whether the database runs. It is tried again with the next record.`;
  if (UNREACHABLE_CODES.includes(code))
    return `${name} cannot be reached (${code}): look whether it runs, listens on that address, and lets this machine through its firewall.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `${name}: that host name is not known here (${code}): look at store.url and at DNS.`;
  if (NO_TLS.test(message))
    return `${name} does not offer TLS, but store.url asks for it: turn it on there, or take sslmode out of store.url.`;
  if (TLS_CODES.test(code))
    return `${name}: its certificate is not trusted here (${code}): name the authority in store.url (sslmode=verify-full&sslrootcert=FILE).`;
  if (SLOW.test(message)) return `${name} did not answer in time: look at its load, its disk and its locks.`;
  if (!/^[0-9A-Z]{5}$/u.test(code)) return undefined;
  return explainState(code, name);
}

/** By SQLSTATE (PostgreSQL's manual, appendix A). */
function explainState(code: string, name: string): string {
  switch (code) {
    case '28P01':
    case '28000':
      return `${name} refused the login: look at the user and password in store.url, and at pg_hba.conf there.`;
    case '3D000':
      return `${name} does not exist on that server: create it (createdb), or name another one in store.url.`;
    case '42501':
      return `${name} does not let this user create or write its tables: make the user the owner of the database, or grant it CREATE on the schema public.`;
    case '25006':
      return `${name} is read-only, perhaps a standby: name the primary in store.url.`;
    case '53100':
      return `The disk of ${name} is full: free some space there. What is in it is safe; nothing new can be kept until then.`;
    case '53200':
      return `${name} has no memory left: look at what else runs there.`;
    case '53300':
    case '53400':
      return `${name} has no connection left: raise max_connections there, or end other clients. One Faultline uses at most 10.`;
    case '57P03':
      return `${name} is starting, stopping or recovering: it is tried again with the next record.`;
    case '57014':
    case '55P03':
      return `${name} did not answer in time (${code}): look at its load, its disk and its locks.`;
    case '42P07':
      return `${name} has tables of another program with the names that Faultline uses: give it a database of its own.`;
    case 'XX001':
    case 'XX002':
      return `${name} is damaged (${code}): restore it from a backup.`;
    case '58030':
      return `${name} cannot read or write its disk: look at the disk there and at the kernel log (dmesg).`;
    default:
      return `${name}: the database refused (${code}).`;
  }
}
