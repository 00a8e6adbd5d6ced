// Run by remedy-crash.test.ts as a process of its own: a desk of remedies over a store and a host; says how far it is, and is killed there.
import { readFileSync, writeSync } from 'node:fs';
import type { HostActor } from '../../../src/flow/ports/host-actor.js';
import type { RemedyStore } from '../../../src/flow/ports/remedy-store.js';
import type { Incident } from '../../../src/model/incident.js';
import { auditRecord } from '../../../src/remediation/audit-chain.js';
import { openStore } from '../../../src/store/open-store.js';
import { realHost } from './real-host.js';
import { clock, remedyKit } from './remedy-kit.js';

const [url = '', folder = '', incidentFile = '', name = '', stopAt = ''] = process.argv.slice(2);
const opened = await openStore(url, clock);
if (opened.kind === 'refused') throw new Error(opened.says);
const host = realHost(folder);
const incident: Incident = JSON.parse(readFileSync(incidentFile, 'utf8'));

/** Says where it is; there it stands still until it is killed. */
async function reached(point: string): Promise<void> {
  writeSync(1, `${point}\n`);
  if (point === stopAt) await new Promise(() => setInterval(() => undefined, 1000));
}

const { remedies } = opened.store.remedies(auditRecord);
const slow: RemedyStore = {
  ...remedies,
  move: async (...wanted) => {
    const { state } = wanted[0].request;
    await reached(`before ${state.kind}`);
    const moved = await remedies.move(...wanted);
    if (moved.kind === 'moved') await reached(`after ${state.kind}`);
    return moved;
  },
};
const actor: HostActor = {
  ...host.actor,
  act: async (on, argv, options) => {
    const verb = argv[0] === 'faultline-root' ? argv[1] : argv[0].split('/').at(-1);
    await reached(`about to ${verb}`);
    const acted = await host.actor.act(on, argv, options);
    await reached(`did ${verb}`);
    return acted;
  },
};
const kit = remedyKit(opened.store, { ...host, actor }, [incident], { remedies: slow, actor, commandSeconds: 1 });
kit.start();
const known = await remedies.ofIncident('inc-1');
const [before] = known;
const request = before?.request ?? (await kit.ask(name));
for (const id of ['U2', 'U3']) await kit.desk.approve(request.id, request.plan.digest, { id, groups: [] });
await kit.over(request.id);
await kit.stop(20);
await host.close();
await opened.store.close();
await reached('closed');
