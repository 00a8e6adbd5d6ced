import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { grantAccess, revokeAccess } from './grant-access.js';
import { settingsOf } from './host-settings.js';
import { lab, folder as labFolder, main, type User, withCondition } from './lab.js';

// `faultline remediate` as a process of its own, so that it can be killed like one. `LAB_REMEDIES=all` by hand: more than one way to cut a host off.
const isAll = process.env.LAB_REMEDIES === 'all';

/** `remediate --json` (docs/contracts.md), as far as these tests look at it. */
interface Remediation {
  readonly state: string;
  readonly why: string;
}

let folder: string;
beforeAll(() => lab(['up']));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-remedies-lab-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The lab's configuration for a login, with what a test adds, in a folder of its own: the store comes to stand there too. */
function configuration(user: User, more: string): string {
  const path = join(folder, 'faultline.yml');
  writeFileSync(path, `${readFileSync(join(labFolder, `faultline.${user}.yml`), 'utf8')}\n${more}`);
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
  const { ended } = start(['remediate', remedy, '--host', host, ...args, '--config', config, '--json']);
  const { stdout, stderr } = await ended;
  try {
    return JSON.parse(stdout) as Remediation;
  } catch {
    throw new Error(`remediate ${remedy}: ${stdout}\n${stderr}`);
  }
}

interface Audited {
  readonly event: string;
  readonly why: string;
  readonly details: { readonly request?: string };
}

async function audited(): Promise<readonly Audited[]> {
  const config = join(folder, 'faultline.yml');
  const shown = await start(['audit-log', 'show', '--json', '--config', config]).ended;
  const verified = await start(['audit-log', 'verify', '--config', config]).ended;
  expect(verified).toMatchObject({ exit: 0, stdout: expect.stringContaining('is whole') });
  return shown.stdout
    .split('\n')
    .filter(Boolean)
    .map((line): Audited => JSON.parse(line));
}

const on = (host: string, shell: string): Promise<string> => lab(['shell', host, 'sh', '-c', shell]);
const BREAK_GLASS = 'approvals: {break_glass: true}\n';

for (const condition of isAll ? ['firewall-drop'] : [])
  test(`${condition}: high risk is refused without break-glass, and that is audited; with it, it is carried out and verified`, async () => {
    await withCondition(condition, async ({ host, port }) => {
      const remedy = 'firewall-drop/remove-rule';
      const args = ['--param', `port=${port}`];
      const before = await settingsOf(host);
      const config = configuration('root', '');
      expect(await remediate(remedy, host, [...args, '--dry-run'], config)).toMatchObject({
        schema: 'faultline.remediation/1',
        state: 'planned',
        plan: { risk: 'high' },
      });
      expect(await remediate(remedy, host, [...args, '--yes'], config)).toMatchObject({
        state: 'refused',
        why: expect.stringContaining('must be approved by 2 people'),
      });
      expect(await settingsOf(host)).toEqual(before);
      configuration('root', BREAK_GLASS);
      expect((await remediate(remedy, host, [...args, '--yes'], config)).state).toBe('kept');
      expect((await audited()).map(({ event }) => event)).toEqual([
        'refused',
        'requested',
        'approved',
        'started',
        'ended',
        'verified',
        'kept',
      ]);
      expect((await remediate(remedy, host, [...args, '--yes'], config)).state).toBe('refused');
    });
  });

const GONE = 'gone: [full_twice, full_and_dropping, waiting_twice, the_only_queue_in_use, dropping]';
const RULE = '-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT';
/** What nobody should do to a host that is reached by SSH, and how it shows there. */
const WAYS = [
  {
    way: 'a firewall rule',
    isDone: '! iptables-save | grep -q -e "--dport 22 -j ACCEPT"',
    run: `[faultline-root, rule-delete, ip filter, INPUT, '${RULE}']`,
    undo: `[faultline-root, rule-restore, ip filter, INPUT, '${RULE}']`,
  },
  {
    way: 'an MTU',
    isDone: 'grep -qx 100 /sys/class/net/eth0/mtu',
    run: '[faultline-root, mtu-set, eth0, 1500, 100]',
    undo: '[faultline-root, mtu-set, eth0, 100, 1500]',
  },
];

const cutsOff = (run: string, undo: string): string => `remedy: accept-queue-overflow/let-nobody-in
do: Cuts this host off
risk: high
run: [${run}]
undo: [${undo}]
confirm_within: 25s
verify: {after: 5s, ${GONE}}
`;
const USELESS = `remedy: accept-queue-overflow/widen-port-range
do: Widens the range of local ports, which has nothing to do with it
risk: low
read:
  current: {file: /proc/sys/net/ipv4/ip_local_port_range, type: text, allow: '^[0-9]{1,5} [0-9]{1,5}$'}
set:
  range: {type: text, value: 10240 65000, allow: '^[1-9][0-9]{3,4} [1-9][0-9]{4}$'}
run: [[faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ current }}', '{{ range }}']]
undo: [[faultline-root, sysctl-set, net.ipv4.ip_local_port_range, '{{ range }}', '{{ current }}']]
verify: {after: 2s, ${GONE}}
`;

async function until(what: string, seconds: number, isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + seconds * 1000; !(await isSo()); await delay(200))
    if (Date.now() > end) throw new Error(`not in ${seconds} s: ${what}`);
}

test.each(isAll ? WAYS : WAYS.slice(0, 1))(
  '$way that cuts SSH off undoes itself, with Faultline killed; the next one finds out and says so',
  async ({ isDone, run, undo }) => {
    await withCondition('accept-queue-overflow', async ({ host, port }) => {
      const own = [
        { path: 'cuts-off.yaml', text: cutsOff(run, undo) },
        { path: 'useless.yaml', text: USELESS },
      ];
      const playbooks = join(folder, 'own');
      mkdirSync(playbooks, { mode: 0o700 });
      for (const { path, text } of own) writeFileSync(join(playbooks, path), text);
      const config = configuration('faultline', `playbooks: [builtin, ${playbooks}]\n${BREAK_GLASS}`);
      const isSo = async (): Promise<boolean> => (await on(host, `if ${isDone}; then echo yes; fi`)).trim() === 'yes';
      const reach = async (): Promise<boolean> =>
        (await start(['doctor', '--host', host, '--config', join(labFolder, 'faultline.faultline.yml')]).ended).exit === 0;
      await grantAccess([host], own);
      await on(host, 'iptables -A INPUT -p tcp --dport 22 -j ACCEPT; iptables -A INPUT -p tcp --dport 22 -j DROP');
      try {
        const before = await settingsOf(host);
        const args = ['--param', `port=${port}`, '--yes'];
        const first = start(['remediate', 'accept-queue-overflow/let-nobody-in', '--host', host, ...args, '--config', config]);
        await until('the change', 60, isSo);
        first.child.kill('SIGKILL');
        await first.ended;
        expect(await reach()).toBe(false);
        await until('the undo by the host itself', 60, async () => !(await isSo()));
        expect(await settingsOf(host)).toEqual(before);
        expect(await reach()).toBe(true);
        // The next call goes on with what the killed one left, before its own.
        expect((await remediate('accept-queue-overflow/widen-port-range', host, args, config)).state).toBe('undone');
        const all = await audited();
        const killed = all.filter(({ details }) => details.request === all[0]?.details.request);
        // Whether the answer of the command still came through before the end decides which of two ways it goes.
        expect(killed.filter(({ event }) => event === 'started')).toHaveLength(1);
        expect(['found-out', 'undone']).toContain(killed.at(-1)?.event);
        expect(killed.at(-1)?.why).toContain('the undo that was armed on the host has run');
        expect(await settingsOf(host)).toEqual(before);
      } finally {
        await on(
          host,
          'iptables -D INPUT -p tcp --dport 22 -j DROP; iptables -D INPUT -p tcp --dport 22 -j ACCEPT; ip link set eth0 mtu 1500',
        );
        await revokeAccess([host]);
      }
    });
  },
);
