import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lab, folder as labFolder, main, withCondition } from './lab.js';

/** `remediate --json` (docs/contracts.md), as far as these tests look at it. */
interface Remediation {
  readonly state: string;
  readonly why: string;
  readonly before: readonly { readonly id: string; readonly truth: string; readonly decides: boolean }[];
  readonly after: readonly { readonly id: string; readonly truth: string; readonly decides: boolean }[];
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-remedies-lab-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lab's configuration, with what a test adds, in a folder of its own: the store comes to stand there too. */
function configuration(more: string): string {
  const path = join(folder, 'faultline.yml');
  writeFileSync(path, `${readFileSync(join(labFolder, 'faultline.root.yml'), 'utf8')}\n${more}`);
  return path;
}

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', chunk => {
    stdout += String(chunk);
  });
  child.stderr.on('data', chunk => {
    stderr += String(chunk);
  });
  const ended = once(child, 'close').then(([exit]) => ({ exit, stdout, stderr }));
  return { child, ended };
}

async function remediate(remedy: string, host: string, args: readonly string[], config: string): Promise<Remediation> {
  const { ended } = start(['remediate', remedy, '--host', host, ...args, '--config', config, '--yes', '--json']);
  const { stdout, stderr } = await ended;
  try {
    return JSON.parse(stdout) as Remediation;
  } catch {
    throw new Error(`remediate ${remedy}: ${stdout}\n${stderr}`);
  }
}

async function audited(): Promise<readonly string[]> {
  const config = join(folder, 'faultline.yml');
  const shown = await start(['audit-log', 'show', '--json', '--config', config]).ended;
  const verified = await start(['audit-log', 'verify', '--config', config]).ended;
  expect(verified).toMatchObject({ exit: 0, stdout: expect.stringContaining('is whole') });
  return shown.stdout
    .split('\n')
    .filter(Boolean)
    .map(line => String(JSON.parse(line).event));
}

const on = (host: string, shell: string): Promise<string> => lab(['shell', host, 'sh', '-c', shell]);

/** Everything that a remedy of these tests can change, as one text; rules without their counters. */
const SETTINGS = `cat /proc/sys/net/core/somaxconn /proc/sys/net/ipv4/ip_local_port_range
  find /run/systemd/system.control /etc/sysctl.d -type f -exec sha256sum {} + 2>/dev/null | sort
  iptables-save | grep -v '^#' | sed 's/\\[[0-9:]*\\]//'; cat /sys/class/net/eth0/mtu`;

const BREAK_GLASS = 'approvals: {break_glass: true}\n';

test.each([
  ['accept-queue-overflow', 'accept-queue-overflow/raise-somaxconn', ''],
  ['unit-stopped', 'unit-stopped/start', ''],
  ['fd-limit', 'fd-limit/raise-nofile', ''],
  ['cpu-throttling', 'cpu-throttling/raise-quota', ''],
  ['firewall-drop', 'firewall-drop/remove-rule', BREAK_GLASS],
])('%s: %s removes it, and the same evidence says so', async (condition, remedy, more) => {
  await withCondition(condition, async ({ host, port }) => {
    const config = configuration(more);
    const done = await remediate(remedy, host, ['--param', `port=${port}`], config);
    expect([done.state, done.why]).toEqual(['kept', expect.any(String)]);
    expect(done.before.filter(({ decides }) => decides).length).toBeGreaterThan(0);
    expect(done.after.filter(({ decides, truth }) => decides && truth !== 'false' && truth !== 'nothing-left')).toEqual([]);
    expect(await audited()).toEqual(['requested', 'approved', 'started', 'ended', 'verified', 'kept']);
    // What is gone cannot be removed again, and that changes nothing.
    expect((await remediate(remedy, host, ['--param', `port=${port}`], config)).state).toBe('refused');
  });
});

test('high risk on the command line is refused without break-glass, and that is audited; a dry run only shows the plan', async () => {
  await withCondition('firewall-drop', async ({ host, port }) => {
    const config = configuration('');
    const before = await on(host, SETTINGS);
    const args = ['--param', `port=${port}`];
    const dry = await start(['remediate', 'firewall-drop/remove-rule', '--host', host, ...args, '--config', config, '--dry-run', '--json'])
      .ended;
    expect(JSON.parse(dry.stdout)).toMatchObject({ schema: 'faultline.remediation/1', state: 'planned', plan: { risk: 'high' } });
    const refused = await remediate('firewall-drop/remove-rule', host, args, config);
    expect(refused).toMatchObject({ state: 'refused', why: expect.stringContaining('must be approved by 2 people') });
    expect(await on(host, SETTINGS)).toBe(before);
    expect(await audited()).toEqual(['refused']);
  });
});

/** Remedies that are no use, for what must become of them; a folder of playbooks beside ours. */
function ownRemedies(): string {
  const playbooks = join(folder, 'own');
  mkdirSync(playbooks, { mode: 0o700 });
  writeFileSync(
    join(playbooks, 'useless.yaml'),
    `remedy: accept-queue-overflow/widen-port-range
do: Widens the range of local ports, which has nothing to do with it
risk: low
read:
  current: {file: /proc/sys/net/ipv4/ip_local_port_range, type: text, allow: '^[0-9]{1,5} [0-9]{1,5}$'}
set:
  range: {type: text, value: 10240 65000, allow: '^[1-9][0-9]{3,4} [1-9][0-9]{4}$'}
run: [[faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ current }}', '{{ range }}']]
undo: [[faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ range }}', '{{ current }}']]
verify: {after: 2s, gone: [full_twice, full_and_dropping, waiting_twice, the_only_queue_in_use, dropping]}
`,
  );
  writeFileSync(
    join(playbooks, 'cuts-off.yaml'),
    `remedy: accept-queue-overflow/let-nobody-in
do: Takes the rule away by which anybody gets to SSH
risk: high
run: [[faultline-root, rule-delete, ip filter, INPUT, '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT']]
undo: [[faultline-root, rule-restore, ip filter, INPUT, '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT']]
confirm_within: 25s
verify: {after: 5s, gone: [full_twice, full_and_dropping, waiting_twice, the_only_queue_in_use, dropping]}
`,
  );
  return `playbooks: [builtin, ${playbooks}]\n`;
}

test('a remedy that does not help is undone, and every setting is byte for byte as before', async () => {
  await withCondition('accept-queue-overflow', async ({ host, port }) => {
    const before = await on(host, SETTINGS);
    const config = configuration(ownRemedies());
    const done = await remediate('accept-queue-overflow/widen-port-range', host, ['--param', `port=${port}`], config);
    expect([done.state, done.why]).toEqual(['undone', expect.stringMatching(/^it is still so: .*The undo has run$/)]);
    expect(await on(host, SETTINGS)).toBe(before);
    expect(await audited()).toEqual(['requested', 'approved', 'started', 'ended', 'verified', 'undoing', 'undone']);
  });
});

test('a change that cuts SSH off undoes itself, with Faultline killed; the next one finds out and says so', async () => {
  await withCondition('accept-queue-overflow', async ({ host, port }) => {
    const reach = async (): Promise<boolean> =>
      (await start(['doctor', '--host', host, '--config', join(labFolder, 'faultline.root.yml')]).ended).exit === 0;
    await on(host, 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -p tcp --dport 22 -j DROP');
    try {
      const before = await on(host, SETTINGS);
      const config = configuration(`${ownRemedies()}${BREAK_GLASS}`);
      const args = ['--host', host, '--param', `port=${port}`, '--config', config];
      const { child, ended } = start(['remediate', 'accept-queue-overflow/let-nobody-in', ...args, '--yes']);
      const isGone = async (): Promise<boolean> => !(await on(host, 'iptables-save')).includes('--dport 22 -j ACCEPT');
      for (let tries = 0; !(await isGone()); tries++) {
        if (tries > 300) throw new Error('the rule was not taken away in half a minute');
        await delay(100);
      }
      child.kill('SIGKILL');
      await ended;
      expect(await reach()).toBe(false);
      for (let tries = 0; await isGone(); tries++) {
        if (tries > 120) throw new Error('it did not undo itself in a minute');
        await delay(500);
      }
      expect(await on(host, SETTINGS)).toBe(before);
      expect(await reach()).toBe(true);
      // The next call goes on with what the killed one left, before its own.
      const next = await remediate('accept-queue-overflow/widen-port-range', host, ['--param', `port=${port}`], config);
      expect(next.state).toBe('undone');
      expect((await audited()).slice(0, 5)).toEqual(['requested', 'approved', 'started', 'lost', 'found-out']);
      expect(await on(host, SETTINGS)).toBe(before);
    } finally {
      await on(host, 'iptables -D INPUT -p tcp --dport 22 -j DROP; iptables -D INPUT -p tcp --dport 22 -j ACCEPT');
    }
  });
});
