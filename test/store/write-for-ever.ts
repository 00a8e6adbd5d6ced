// Run by crash.test.ts as a process of its own: writes until it is killed, and says what was acknowledged.
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open-store.js';
import { ANNA, incident, investigation } from './sample-incident.js';

const [url = '', round = ''] = process.argv.slice(2);
const opened = await openStore(url, { now: () => Date.now() / 1000 });
if (opened.kind === 'refused') throw new Error(opened.says);
const { incidents, outbox } = opened.store;
const acknowledged = (what: string): number => writeSync(1, `${what}\n`);

async function writeOne(id: string): Promise<void> {
  await incidents.open(`signal ${id}`, incident(id));
  acknowledged(`opened ${id}`);
  await outbox.want({ slot: `${id} card`, incident: id, content: `card of ${id}` });
  acknowledged(`wanted ${id}`);
  await incidents.endRun(id, 1, { kind: 'answered', at: 1, investigation: investigation(`printed for ${id}\n`.repeat(500)) });
  acknowledged(`ended ${id}`);
  await incidents.beginRun(id, ANNA, 2);
  acknowledged(`begun ${id}`);
}

// Several at a time, as on a busy night.
await Promise.all(
  [0, 1, 2, 3].map(async lane => {
    for (let index = 0; ; index++) await writeOne(`inc-${round}-${lane}-${index}`);
  }),
);
