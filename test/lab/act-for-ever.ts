// Run by store.lab.test.ts as a replica of its own: holds the lease and writes until it may not any more.
import { writeSync } from 'node:fs';
import { LeaseLost } from '../../src/flow/ports/lease.js';
import { openStore } from '../../src/store/open-store.js';

const [url = ''] = process.argv.slice(2);
const opened = await openStore(url, { now: () => Date.now() / 1000 });
if (opened.kind === 'refused') throw new Error(opened.says);
const { lease, outbox, close } = opened.store;
if ((await lease.hold(1)) !== 'held') throw new Error('another one holds the lease');
const say = (what: string): number => writeSync(1, `${what}\n`);

/** One writer: its messages until a write is refused. */
async function write(lane: number): Promise<void> {
  for (let index = 0; ; index++) {
    try {
      await outbox.want({ slot: `${lane} ${index}`, incident: 'inc-1', content: 'x' });
      say('wrote');
    } catch (error) {
      say(error instanceof LeaseLost ? 'lost' : `failed: ${String(error)}`);
      if (error instanceof LeaseLost) return;
    }
  }
}
await Promise.all([0, 1, 2, 3].map(write));
await close();
