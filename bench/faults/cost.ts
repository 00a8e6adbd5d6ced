// npm run -s bench:cost -- [--times N]: what one diagnosis of `slow-response`, with all its candidates, costs the host that is looked at: its
// CPU time (limit 1 s) and how long it takes in windows (limit 1.3), on a host at rest and on one whose CPUs are all taken.
// Needs root, what test/lab/prepare.sh makes, and dist/.
import { parseArgs } from 'node:util';
import { grantAccess, revokeAccess } from '../../test/lab/grant-access.js';
import { diagnose, lab, main, run, withCondition } from '../../test/lab/lab.js';

const { values: options } = parseArgs({ options: { times: { type: 'string', default: '5' } } });
const WINDOW_SECONDS = 5;
const HOST = 'app1';
const ASKED = ['slow', 'response', 'time'];
const WHERE = ['--host', HOST, '--port', '8080', '--url', 'http://10.78.2.2:8080/v1/items', '--window', `${WINDOW_SECONDS}s`];

/**
 * CPU seconds since the host came up: of sshd with all that it started, and of what works for the visit elsewhere on the host (systemd, the message
 * bus, the journal). From the unified hierarchy: the lab's hosts have no CPU controller for each service, but its plain accounting.
 */
async function hostCpu(): Promise<number> {
  const scopes = ['init.scope', 'system.slice/ssh.service', 'system.slice/dbus.service', 'system.slice/systemd-journald.service'];
  const files = scopes.map(scope => `/sys/fs/cgroup/unified/${scope}/cpu.stat`);
  const used = (await lab(['shell', HOST, 'grep', '-h', '^usage_usec ', ...files])).trim().split('\n');
  if (used.length !== files.length) throw new Error(`${HOST} counts the CPU time of ${used.length} of ${scopes.join(', ')}`);
  return used.reduce((sum, line) => sum + Number(line.split(' ')[1]) / 1e6, 0);
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(): Promise<void> {
  const cpu: number[] = [];
  const windows: number[] = [];
  let checks = 0;
  for (let time = 0; time < Number(options.times); time += 1) {
    const before = await hostCpu();
    const { report } = await diagnose(ASKED, WHERE, { user: 'faultline' });
    cpu.push((await hostCpu()) - before);
    windows.push(report.durationMs / 1000 / WINDOW_SECONDS);
    checks = report.checks.filter(({ host }) => host === HOST).length;
  }
  const line = (values: readonly number[], unit: string): string =>
    `${median(values).toFixed(2)} ${unit} (most ${Math.max(...values).toFixed(2)})`;
  process.stdout.write(
    `  ${checks} checks, ${options.times} times: host CPU ${line(cpu, 's')}, answer after ${line(windows, 'windows')}\n`,
  );
}

await lab(['up']);
// The account as it is installed for remedies: what only root sees comes through sudo, which is part of the cost.
await grantAccess([HOST]);
const { stdout } = await run(process.execPath, [main, '--version'], 10_000);
process.stdout.write(`faultline ${stdout.trim()}, ${ASKED.join(' ')} on ${HOST}\nat rest:\n`);
try {
  await withCondition('none', measure);
  process.stdout.write('all CPUs taken:\n');
  await withCondition('cpu-saturation', measure);
} finally {
  await revokeAccess([HOST]);
}
