// Run by remedy-crash.test.ts as a process of its own: a desk of remedies over a store and a host; says how far it is, and is killed there.
import { readFileSync } from 'node:fs';
import type { Incident } from '../../../src/model/incident.js';
import { auditRecord } from '../../../src/remediation/audit-chain.js';
import { openStore } from '../../../src/store/open-store.js';
import { reached, telling } from './kill-points.js';
import { realHost } from './real-host.js';
import { clock, remedyKit } from './remedy-kit.js';

const [url = '', folder = '', incidentFile = '', name = '', stopAt = ''] = process.argv.slice(2);
const opened = await openStore(url, clock);
if (opened.kind === 'refused') throw new Error(opened.says);
const host = realHost(folder);
const incident: Incident = JSON.parse(readFileSync(incidentFile, 'utf8'));
const { remedies } = opened.store.remedies(auditRecord);
const kit = remedyKit(opened.store, host, [incident], { ...telling(remedies, host.actor, stopAt), commandSeconds: 1 });
await kit.goOn(name);
await host.close();
await opened.store.close();
await reached('closed', stopAt);
