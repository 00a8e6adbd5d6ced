import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { explainSqlite } from '../../src/store/explain-sqlite.js';
import { MIGRATIONS } from '../../src/store/migrations.js';
import { openStore } from '../../src/store/open-store.js';
import { FROZEN } from './contract/opened-store.js';
import { incident, investigation } from './sample-incident.js';
import { storeContract } from './store-contract.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-store-'));
  path = join(folder, 'faultline.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(at = path) {
  const opened = await openStore(`sqlite:${at}`, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  return opened.store;
}
const refusal = async (url = `sqlite:${path}`): Promise<string> => {
  const opened = await openStore(url, FROZEN);
  if (opened.kind === 'refused') return opened.says;
  await opened.store.close();
  return 'opened';
};

/** Root may write everywhere: for so long it is somebody who may not. Others are that already. */
async function asNobody<Answer>(act: () => Promise<Answer>): Promise<Answer> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    return await act();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

storeContract('SQLite', () => {
  const file = mkdtempSync(join(tmpdir(), 'faultline-contract-'));
  return Promise.resolve({
    open: () => open(join(file, 'faultline.db')),
    remove: () => Promise.resolve(rmSync(file, { recursive: true, force: true })),
  });
});

describe('the file', () => {
  test('is private, also when it was not, and so is everything beside it', async () => {
    writeFileSync(path, '', { mode: 0o644 });
    const store = await open();
    await store.incidents.open('t', incident('inc-1'));
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
    await store.close();
    expect(readdirSync(folder)).toEqual(['faultline.db', 'faultline.db-lock']);
  });

  test('is in use by one process only; a second one is told', async () => {
    const store = await open();
    expect(await refusal()).toBe(
      `${path} is in use by another process, and only one may use it: stop the other Faultline, or give this one a file of its own (store.url).`,
    );
    await store.close();
    expect(await refusal()).toBe('opened');
  });

  test('can be copied while it is in use', async () => {
    const store = await open();
    await store.incidents.open('t', incident('inc-1'));
    const reader = new SqliteFile(path, { readonly: true });
    await reader.backup(join(folder, 'copy.db'));
    reader.close();
    await store.close();
    const copy = await open(join(folder, 'copy.db'));
    expect(await copy.incidents.recent(5)).toHaveLength(1);
    await copy.close();
  });

  test('holds a capture compressed, apart from the incident', async () => {
    const store = await open();
    await store.incidents.open('t', incident('inc-1'));
    await store.incidents.endRun('inc-1', 1, { kind: 'answered', at: 5, investigation: investigation('the same line\n'.repeat(500_000)) });
    await store.close();
    expect(statSync(path).size).toBeLessThan(500_000);
  });

  test('waits for the disk at every commit', async () => {
    const store = await open();
    await store.close();
    const file = new SqliteFile(path);
    expect(file.pragma('journal_mode', { simple: true })).toBe('wal');
    file.close();
    expect(readFileSync('src/store/sqlite.ts', 'utf8')).toContain("pragma('synchronous = FULL')");
  });
});

describe('what cannot be opened, and what to do', () => {
  test('a folder that is not there', async () => {
    expect(await refusal(`sqlite:${folder}/no/faultline.db`)).toBe(
      `The folder ${folder}/no does not exist: create it, or give store.url another place.`,
    );
  });

  test('a folder in place of a file', async () => {
    expect(await refusal(`sqlite:${folder}`)).toBe(`${folder} is a folder: name a file in store.url.`);
  });

  test('something that is no database', async () => {
    writeFileSync(path, 'Dear diary, '.repeat(1000));
    expect(await refusal()).toBe(
      `${path} is damaged, or is no database at all: restore it from a backup, or move it away and a new one is begun.`,
    );
    expect(readFileSync(path, 'utf8')).toContain('Dear diary');
  });

  test('a database that was damaged', async () => {
    const store = await open();
    for (let index = 0; index < 200; index++) await store.outbox.want({ slot: `s${index}`, incident: 'i', content: 'x'.repeat(2000) });
    await store.close();
    const bytes = readFileSync(path);
    bytes.fill(0xa5, 4096, bytes.length - 4096);
    writeFileSync(path, bytes);
    expect(await refusal()).toContain('is damaged');
  });

  test('the database of another program, which stays as it is', async () => {
    const other = new SqliteFile(path);
    other.exec('create table invoices (id integer)');
    other.close();
    expect(await refusal()).toBe(`${path} is the database of another program: give store.url another file.`);
  });

  test('a newer schema', async () => {
    await (await open()).close();
    const file = new SqliteFile(path);
    file.exec('update schema_version set version = 7');
    file.close();
    expect(await refusal()).toBe(
      `${path} was written by a newer Faultline (its schema is 7, this version knows ${MIGRATIONS.length}): install that version again, or give store.url another place.`,
    );
  });

  test('a database of another kind', async () => {
    expect(await refusal('mysql://bot:geheim@db/faultline')).toBe(
      'Records are kept in SQLite or PostgreSQL, not in mysql: write store.url as sqlite:PATH or postgres://USER:PASSWORD@HOST:5432/DATABASE.',
    );
  });
});

describe('what the disk does', () => {
  test.each([
    ['SQLITE_FULL', 'is full: free some space'],
    ['ENOSPC', 'is full'],
    ['SQLITE_IOERR_SHMSIZE', 'is full'],
    ['SQLITE_READONLY_DIRECTORY', 'may not be written by this user'],
    ['EROFS', 'may not be written'],
    ['SQLITE_IOERR_FSYNC', 'cannot be read or written (SQLITE_IOERR_FSYNC)'],
    ['SQLITE_CANTOPEN', 'cannot be opened'],
    ['SQLITE_NOMEM', 'the database refused (SQLITE_NOMEM)'],
  ])('%s becomes a sentence', (code, says) => {
    expect(explainSqlite(Object.assign(new Error('x'), { code }), '/var/lib/f.db')).toContain(says);
  });

  test('an error that is not of the database keeps its own words', () => {
    expect(explainSqlite(new Error('x'), '/f.db')).toBeUndefined();
    expect(explainSqlite('x', '/f.db')).toBeUndefined();
  });

  test('full: the write is refused with a sentence, what was there stays, and it goes on when there is room', async () => {
    const store = await open();
    await store.outbox.want({ slot: 'before', incident: 'i', content: 'x' });
    await store.close();
    // A database with a page limit answers like one on a full disk.
    const limited = new SqliteFile(path);
    limited.pragma(`max_page_count = ${limited.pragma('page_count', { simple: true })}`);
    const filled = (): unknown => limited.prepare('insert into schema_version values (1, zeroblob(100000))').run();
    let error: unknown;
    try {
      filled();
    } catch (caught) {
      error = caught;
    }
    limited.close();
    expect(explainSqlite(error, path)).toContain('is full');
    const after = await open();
    expect(await after.outbox.find('before')).toMatchObject({ content: 'x' });
    await after.close();
  });

  test('read-only: nothing is begun that could not be kept', async () => {
    await (await open()).close();
    chmodSync(path, 0o444);
    chmodSync(folder, 0o555);
    expect(await asNobody(refusal)).toContain('may not be written by this user');
    chmodSync(folder, 0o700);
  });
});

test('a schema that was begun and not finished is begun again', async () => {
  await (await open()).close();
  mkdirSync(join(folder, 'copy'));
  const copy = join(folder, 'copy', 'faultline.db');
  copyFileSync(path, copy);
  const file = new SqliteFile(copy);
  file.pragma('foreign_keys = OFF');
  const tables = file
    .prepare<[], { name: string }>("select name from sqlite_master where type = 'table' and name <> 'schema_version'")
    .all();
  for (const { name } of tables) file.exec(`drop table ${name}`);
  file.exec('delete from schema_version');
  file.close();
  const store = await open(copy);
  expect(await store.incidents.recent(1)).toEqual([]);
  await store.close();
});
