import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/store/open-store.js';

/** A real store in a folder of its own, whose lease is held; `gone` closes and removes it. */
export async function freshStore(): Promise<{ readonly store: Store; readonly gone: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-alerts-'));
  const opened = await openStore(`sqlite:${join(folder, 'f.db')}`, { now: () => 1_790_000_000 });
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { store } = opened;
  await store.lease.hold(3600);
  return {
    store,
    gone: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
