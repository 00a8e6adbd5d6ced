// Run by remedies-killed.lab.test.ts as a process of its own: a desk of remedies for a host of the lab; says how far it is, and is killed there.
import { readFileSync } from 'node:fs';
import { reached, telling } from '../flow/remedies/kill-points.js';
import { limitPlaybook } from '../flow/remedies/real-host.js';
import { openRemediesOverSsh } from './remedies-over-ssh.js';

const [storeUrl = '', folder = '', incidentFile = '', name = '', stopAt = ''] = process.argv.slice(2);
const at = await openRemediesOverSsh('faultline', {
  files: limitPlaybook(folder),
  storeUrl,
  tools: ({ remedies, actor }) => ({ ...telling(remedies, actor, stopAt), commandSeconds: 3, windowSeconds: 1 }),
});
at.incidents.push(JSON.parse(readFileSync(incidentFile, 'utf8')));
await at.goOn(name);
await at.close();
await reached('closed', stopAt);
