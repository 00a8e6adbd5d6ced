// Run by crash.test.ts as a process of its own: keeps signals until it is killed, and says which were answered.
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.js';
import { alertSignal } from './sample-alerts.js';

const [url = '', round = ''] = process.argv.slice(2);
const opened = await openStore(url, { now: () => Date.now() / 1000 });
if (opened.kind === 'refused') throw new Error(opened.says);
const { signals, stories } = opened.store;

/** Waits for the reader. The store's thread makes Node pass on what threads print, and from then on a full pipe is an error (EAGAIN). */
function say(line: string): void {
  let left = Buffer.from(`${line}\n`);
  while (left.length > 0) {
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}

// Many at a time, as in a storm; some are settled meanwhile.
await Promise.all(
  Array.from({ length: 64 }, async (_, lane) => {
    for (let index = 0; ; index++) {
      const id = `signal-${round}-${lane}-${index}`;
      if ((await signals.keep(alertSignal(id))) !== 'kept') throw new Error(`${id} was known`);
      say(`kept ${id}`);
      if (lane > 0) continue;
      if ((await stories.settle([id], { kind: 'nothing' })) !== 'settled') throw new Error(`${id} was settled`);
      say(`settled ${id}`);
    }
  }),
);
