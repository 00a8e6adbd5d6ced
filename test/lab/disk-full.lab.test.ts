import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import type { AlertSignal } from '../../src/model/alert.js';
import { signalCommitter } from '../../src/store/commit-signals.js';
import { explainSqlite } from '../../src/store/explain-sqlite.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { FROZEN } from '../store/contract/opened-store.js';
import { flood, rowsChangedBy, untilInThread } from '../store/floods.js';
import { alertSignal } from '../store/sample-alerts.js';
import { startPostgres } from './postgres.js';
import { mountSmallDisk } from './small-disk.js';

const BIG = { alertname: 'x'.repeat(20_000) };
/** What compresses badly: PostgreSQL packs long texts. */
const noise = (seed: number): string =>
  Array.from({ length: 2500 }, (_, index) => ((seed * 7919 + index * 104_729) ** 2).toString(36)).join('');

async function open(url: string): Promise<Store> {
  const opened = await openStore(url, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  return opened.store;
}

/** Keeps signals until one is refused; gives those that were answered, and what was said of the last. */
async function keepUntilRefused(
  { signals }: Store,
  signalOf: (index: number) => AlertSignal,
): Promise<{ kept: readonly string[]; says: string }> {
  const kept: string[] = [];
  for (let index = 0; index < 20_000; index++) {
    try {
      await signals.keep(signalOf(index));
      kept.push(signalOf(index).id);
    } catch (error) {
      return { kept, says: error instanceof Error ? error.message : String(error) };
    }
  }
  throw new Error('the disk was never full');
}

test('SQLite on a disk that is full: refused with a sentence, nothing that was answered is lost, and it goes on when there is room', async () => {
  const disk = mountSmallDisk(8);
  try {
    const url = `sqlite:${join(disk.folder, 'faultline.db')}`;
    const store = await open(url);
    const filler = disk.fill(500_000);
    const { kept, says } = await keepUntilRefused(store, index => alertSignal(`s-${index}`, { labels: BIG }));
    expect(says).toContain('is full: free some space there. What is in the file is safe');
    await expect(store.outbox.want({ slot: 'card', incident: 'i', content: 'x'.repeat(200_000) })).rejects.toThrow('is full');
    expect((await store.signals.waiting(1e6)).map(({ id }) => id)).toEqual(kept);
    expect(kept.length).toBeGreaterThan(3);
    filler.free();
    expect(await store.signals.keep(alertSignal('later', { labels: BIG }))).toBe('kept');
    await store.close();
    const again = await open(url);
    expect((await again.signals.waiting(1e6)).map(({ id }) => id)).toEqual([...kept, 'later']);
    await again.close();
  } finally {
    disk.remove();
  }
});

test('a flood of SQLite, which its thread commits, on a disk that is full: refused whole, nothing that was answered is lost, and it goes on when there is room', async () => {
  const disk = mountSmallDisk(8);
  try {
    const path = join(disk.folder, 'faultline.db');
    await (await open(`sqlite:${path}`)).close();
    const file = new SqliteFile(path);
    const committer = signalCommitter(file, path, 1000);
    const kept = (): readonly string[] => file.prepare<[], string>('select id from signal order by seq').pluck().all();
    await untilInThread(committer, file);
    const answered = [...kept()];
    const filler = disk.fill(500_000);
    const changedHere = rowsChangedBy(file);
    const floods = Array.from({ length: 100 }, (_, index) => flood(`f-${index}`, 8, 'x'.repeat(5000)));
    let error: unknown;
    for (const rows of floods) {
      try {
        answered.push(...(await committer.commit(rows)));
      } catch (caught) {
        error = caught;
        break;
      }
    }
    expect(explainSqlite(error, path)).toContain('is full: free some space there. What is in the file is safe');
    expect(kept()).toEqual(answered);
    expect(answered).toContain('f-0-7');
    filler.free();
    for (const name of ['later', 'last']) answered.push(...(await committer.commit(flood(name))));
    expect(answered).toContain('last-49');
    // None of it was this connection's work.
    expect(rowsChangedBy(file)).toBe(changedHere);
    await committer.close();
    file.close();
    const again = await open(`sqlite:${path}`);
    expect(await again.signals.backlog()).toBe(answered.length);
    await again.close();
  } finally {
    disk.remove();
  }
});

test.each([0, 8, 20])('SQLite that is opened with %s KiB left on its disk is refused, and says why', async kibibytes => {
  const disk = mountSmallDisk(8);
  try {
    const url = `sqlite:${join(disk.folder, 'faultline.db')}`;
    await (await open(url)).close();
    const filler = disk.fill(kibibytes * 1024);
    const opened = await openStore(url, FROZEN);
    expect(opened).toMatchObject({ kind: 'refused', says: expect.stringContaining('is full: free some space there') });
    filler.free();
    const store = await open(url);
    expect(await store.signals.keep(alertSignal('later'))).toBe('kept');
    await store.close();
  } finally {
    disk.remove();
  }
});

test('PostgreSQL on a disk that is full: refused with a sentence, nothing that was answered is lost, and it goes on when there is room', async () => {
  const disk = mountSmallDisk(200);
  try {
    const server = await startPostgres(disk.folder);
    try {
      const store = await open(await server.createDatabase());
      const filler = disk.fill(2_000_000);
      const { kept, says } = await keepUntilRefused(store, index => alertSignal(`s-${index}`, { labels: { alertname: noise(index) } }));
      expect(says).toMatch(/The disk of PostgreSQL at .* is full: free some space there\./u);
      filler.free();
      expect(await store.signals.keep(alertSignal('later'))).toBe('kept');
      expect((await store.signals.waiting(1e6)).map(({ id }) => id)).toEqual([...kept, 'later']);
      expect(kept.length).toBeGreaterThan(3);
      await store.close();
    } finally {
      await server.stop();
    }
  } finally {
    disk.remove();
  }
});
