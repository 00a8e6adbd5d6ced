import { explainPostgres } from '../../src/store/explain-postgres.js';
import { openStore } from '../../src/store/open-store.js';
import { FROZEN } from './contract/opened-store.js';

// Against a real server: test/lab/store.lab.test.ts.

const NAME = 'PostgreSQL at db:5432, database faultline';
const explained = (code: string): string | undefined => explainPostgres(Object.assign(new Error('x'), { code }), NAME);

describe('what PostgreSQL says becomes a sentence', () => {
  test.each([
    ['53100', 'The disk of PostgreSQL at db:5432, database faultline is full: free some space there.'],
    ['53300', 'raise max_connections'],
    ['28P01', 'refused the login'],
    ['3D000', 'create it (createdb)'],
    ['25006', 'is read-only'],
    ['57P03', 'is starting, stopping or recovering'],
    ['57P01', 'was lost or could not be made'],
    ['ECONNREFUSED', 'cannot be reached (ECONNREFUSED)'],
    ['ENOTFOUND', 'that host name is not known here'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not trusted here'],
    ['57014', 'did not answer in time (57014)'],
    ['XX001', 'is damaged'],
    ['23503', 'the database refused (23503)'],
  ])('%s', (code, says) => expect(explained(code)).toContain(says));

  test.each([
    ['Connection terminated unexpectedly', 'was lost or could not be made'],
    ['timeout exceeded when trying to connect', 'was lost or could not be made'],
    ['Query read timeout', 'did not answer in time'],
    ['The server does not support SSL connections', 'does not offer TLS'],
  ])('“%s”, which has no code', (message, says) => expect(explainPostgres(new Error(message), NAME)).toContain(says));

  test('an error that is not of the database keeps its own words', () => {
    expect(explainPostgres(new Error('x'), NAME)).toBeUndefined();
    expect(explainPostgres('x', NAME)).toBeUndefined();
    expect(explained('ERR_INVALID_ARG_TYPE')).toBeUndefined();
  });
});

describe('what cannot be opened is told without the password', () => {
  test.each([
    ['postgres://bot:geheim@127.0.0.1:1/faultline', 'PostgreSQL at 127.0.0.1:1, database faultline cannot be reached (ECONNREFUSED)'],
    ['postgresql://bot:geheim@127.0.0.1:1', 'PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED)'],
    ['postgres://bot:geheim@127.0.0.1:no/faultline', 'store.url cannot be read: write it as postgres://USER:PASSWORD@HOST:5432/DATABASE'],
    ['postgres://bot:gehe%im@127.0.0.1:1/faultline', 'PostgreSQL at 127.0.0.1:1, database faultline cannot be reached'],
    ['postgres://bot:geheim@127.0.0.1:1/fault%line', 'PostgreSQL at 127.0.0.1:1, database fault%line'],
    ['postgres://bot:geheim@127.0.0.1:1/x?sslmode=verify-full&sslrootcert=/no/such/file', 'PostgreSQL at 127.0.0.1:1, database x'],
  ])('%s', async (url, says) => {
    const opened = await openStore(url, FROZEN);
    expect(opened).toEqual({ kind: 'refused', says: expect.stringContaining(says) });
    expect(JSON.stringify(opened)).not.toMatch(/geheim|gehe%im/u);
  });
});
