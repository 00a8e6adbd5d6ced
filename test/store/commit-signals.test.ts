import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { type SignalCommitter, signalCommitter } from '../../src/store/commit-signals.js';
import { flood, rowsChangedBy, signal, untilInThread } from './floods.js';

let folder: string;
let file: SqliteFile.Database;
let committer: SignalCommitter;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-signals-'));
  const path = join(folder, 'faultline.db');
  file = new SqliteFile(path);
  file.pragma('journal_mode = WAL');
  file.exec("create table signal (seq integer primary key, id text unique, received_at integer, body text check (body <> 'refused'))");
  committer = signalCommitter(file, path, 1000);
});
afterEach(async () => {
  await committer.close();
  file.close();
  rmSync(folder, { recursive: true, force: true });
});

const kept = () => file.prepare<[], string>('select id from signal order by seq').pluck().all();

test('a lone signal is committed where it is, and known the second time', async () => {
  expect(await committer.commit([signal('a')])).toEqual(new Set(['a']));
  expect(await committer.commit([signal('a'), signal('b')])).toEqual(new Set(['b']));
  expect(kept()).toEqual(['a', 'b']);
});

test('a flood goes to a thread, in its order, and what was kept before is known to it', async () => {
  await committer.commit([signal('first')]);
  await untilInThread(committer, file);
  const before = rowsChangedBy(file);
  const rows = [signal('first'), ...flood('flood')];
  expect(await committer.commit(rows)).toEqual(new Set(flood('flood').map(({ id }) => id)));
  expect(rowsChangedBy(file)).toBe(before);
  expect(kept().filter(id => id.startsWith('flood'))).toEqual(flood('flood').map(({ id }) => id));
  expect(await committer.commit([signal('flood-7')])).toEqual(new Set());
});

test('what the database refuses comes back from the thread with its code, nothing of the group is kept, and the next one is', async () => {
  await untilInThread(committer, file);
  await expect(committer.commit([...flood('bad'), signal('x', 'refused')])).rejects.toMatchObject({ code: 'SQLITE_CONSTRAINT_CHECK' });
  expect(kept().filter(id => id.startsWith('bad'))).toEqual([]);
  expect((await committer.commit(flood('good'))).size).toBe(50);
});
