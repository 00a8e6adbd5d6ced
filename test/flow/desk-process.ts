// Run by desk-crash.test.ts as a process of its own: a desk over a store, told what to do; says how far it is and is killed there.
import { writeSync } from 'node:fs';
import type { IncidentStore } from '../../src/flow/ports.js';
import { replayChecks } from '../../src/flow/replay-checks.js';
import { createAnnouncer } from '../../src/slack/announcer.js';
import { openStore } from '../../src/store/open-store.js';
import { deskKit, listener, listeningLogger, shippedCapture } from './desk-kit.js';

const [url = '', stopAt = ''] = process.argv.slice(2);
const opened = await openStore(url, { now: () => 1_790_000_000 });
if (opened.kind === 'refused') throw new Error(opened.says);
const { outbox, incidents } = opened.store;

/** Says where it is; there it stands still until it is killed. */
async function reached(point: string): Promise<void> {
  writeSync(1, `${point}\n`);
  if (point === stopAt) await new Promise(() => setInterval(() => undefined, 1000));
}

const messenger = { wake: () => undefined, progress: () => undefined, endProgress: () => undefined };
const context = () => ({ canSilence: false, now: 0, permalink: () => undefined });
const announcer = createAnnouncer({ outbox, messenger, logger: listeningLogger(), context });
const capture = shippedCapture('oom-kill');
const slow: IncidentStore = {
  ...incidents,
  open: async (...signal) => {
    const incident = await incidents.open(...signal);
    await reached('opened');
    return incident;
  },
  endRun: async (...run) => {
    await reached('answer announced');
    const incident = await incidents.endRun(...run);
    await reached('run ended');
    return incident;
  },
};
const kit = deskKit({
  outbox,
  incidents: slow,
  capture,
  announcer: listener({
    ...announcer,
    show: async (incident, summary) => {
      await announcer.show(incident, summary);
      if (!summary) await reached('card wanted');
    },
  }),
  makeVisit: async (visit, options) => {
    await reached('looking');
    return replayChecks(capture)(visit, options);
  },
});
await kit.resume();
// Slack sends a command again whose answer it did not see.
const { incident } = await kit.desk.open('trigger-1', kit.question, { id: 'U0ANNA' }, { channel: 'C1' });
await kit.ended(incident.id);
await kit.stop(10);
await opened.store.close();
await reached('closed');
