import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { buildBatchScript } from '../../src/hosts/batch-script.js';
import { createHostRunner, type InventoryHostRunner } from '../../src/hosts/host-runner.js';
import type { InventoryHost } from '../../src/model/host.js';
import { attemptOf, check, plan, read, run, runOf, sh } from '../hosts/plans.js';
import { sshHost } from '../hosts/ssh-server.js';

/** Real OpenSSH on loopback: what the servers inside the test process (test/hosts) can only imitate. Needs root and openssh-server. */
const folder = mkdtempSync(join(tmpdir(), 'faultline-sshd-'));
const identity = join(folder, 'id');
const hello = plan([check('hello', sh('echo hello'))], 0, 'web');
const running: { kill: () => void }[] = [];
let hosts: InventoryHostRunner;

interface Sshd {
  readonly port: number;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string;
}

async function startSshd(name: string, port: number, more: readonly string[] = [], authorizedOptions = ''): Promise<Sshd> {
  const at = (file: string): string => join(folder, `${name}.${file}`);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at('key')]);
  writeFileSync(at('authorized'), `${authorizedOptions}${readFileSync(`${identity}.pub`, 'utf8')}`);
  writeFileSync(
    at('config'),
    [
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('key')}`,
      `PidFile ${at('pid')}`,
      `AuthorizedKeysFile ${at('authorized')}`,
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'StrictModes no',
      ...more,
      '',
    ].join('\n'),
  );
  const daemon = spawn('/usr/sbin/sshd', ['-D', '-f', at('config'), '-E', at('log')], { stdio: 'ignore' });
  running.push({ kill: () => daemon.kill() });
  for (let tries = 0; ; tries++) {
    const open = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) break;
    if (tries > 100) throw new Error(`sshd does not start: ${readFileSync(at('log'), 'utf8')}`);
    await delay(50);
  }
  return {
    port,
    hostKey: readFileSync(`${at('key')}.pub`, 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' '),
  };
}

function at(sshd: Sshd, way: Parameters<typeof sshHost>[1] = {}, name = 'web'): InventoryHost {
  return sshHost(name, {
    port: sshd.port,
    user: 'root',
    identityFiles: [identity],
    ...('knownHosts' in way ? {} : { hostKey: sshd.hostKey }),
    ...way,
  });
}

function processesMarked(mark: string): string[] {
  return readdirSync('/proc').filter(pid => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark);
    } catch {
      return false;
    }
  });
}

/** The commands of an advice, as an operator would type them. */
function follow(hint: string, pattern: RegExp): void {
  const command = pattern.exec(hint)?.[0];
  if (command === undefined) throw new Error(`no command in: ${hint}`);
  execFileSync('/bin/sh', ['-c', command], { stdio: 'pipe' });
}

let plain: Sshd;

beforeAll(async () => {
  mkdirSync('/run/sshd', { recursive: true });
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', identity]);
  plain = await startSshd('plain', 24_221);
  hosts = createHostRunner();
});

afterAll(async () => {
  await hosts.close();
  for (const daemon of running) daemon.kill();
  rmSync(folder, { recursive: true, force: true });
});

describe('over real OpenSSH', () => {
  it('a visit gives what the checks printed, and a first contact says who and what it is', async () => {
    const web = at(plain);
    const host = await hosts.run(
      web,
      plan([check('hello', sh('echo hello')), check('rise', read('/proc/stat'), { sample: 'twice' })], 1, 'web'),
      {},
    );
    expect(host.trouble).toBeUndefined();
    expect(attemptOf(host, 'hello').stdout).toBe('hello\n');
    expect(attemptOf(host, 'rise', 1).from - attemptOf(host, 'rise', 0).to).toBeGreaterThanOrEqual(1);
    expect(await hosts.probeConnection(web)).toMatchObject({ kind: 'reached', uid: 0, os: expect.stringMatching(/\w/) });
  });

  it('an unknown key is refused, and the advice makes it known', async () => {
    const known = join(folder, 'known_unknown');
    const web = at(plain, { knownHosts: [known] });
    const refused = await hosts.run(web, hello, {});
    expect(refused.trouble?.kind).toBe('host-key-unknown');
    const shown = execFileSync('ssh-keygen', ['-lf', join(folder, 'plain.key.pub')], { encoding: 'utf8' }).split(' ')[1];
    expect(refused.trouble?.says).toContain(shown);
    follow(refused.trouble?.hint ?? '', /ssh-keyscan [^;]+/);
    expect((await hosts.run(web, hello, {})).trouble).toBeUndefined();
  });

  it('a changed key is refused, and the advice replaces it, also in a hashed file', async () => {
    const known = join(folder, 'known_changed');
    const other = readFileSync(`${identity}.pub`, 'utf8');
    writeFileSync(known, `[127.0.0.1]:${plain.port} ${other}`);
    execFileSync('ssh-keygen', ['-q', '-H', '-f', known], { stdio: 'pipe' });
    const web = at(plain, { knownHosts: [known] });
    const refused = await hosts.run(web, hello, {});
    expect(refused.trouble?.kind).toBe('host-key-changed');
    follow(refused.trouble?.hint ?? '', /ssh-keygen -R .*$/);
    expect((await hosts.run(web, hello, {})).trouble).toBeUndefined();
    execFileSync('ssh-keygen', ['-q', '-H', '-f', known], { stdio: 'pipe' });
    expect((await hosts.run(at(plain, { knownHosts: [known] }), hello, {})).trouble).toBeUndefined();
  });

  it('MaxSessions 1 is enough, also for several visits at once', async () => {
    const web = at(await startSshd('one', 24_222, ['MaxSessions 1']));
    const all = await Promise.all([1, 2, 3].map(() => hosts.run(web, hello, {})));
    for (const host of all) expect(attemptOf(host, 'hello').stdout).toBe('hello\n');
  });

  it('a bot killed in mid-run leaves nothing on the host', async () => {
    const clinging = plan([
      check('sleeper', sh('sleep 71 | cat'), { timeoutSeconds: 60 }),
      check('daemon', sh('(setsid sleep 72 >/dev/null 2>&1 &); sleep 73'), { timeoutSeconds: 60 }),
    ]);
    const script = buildBatchScript(clinging);
    const options = ['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR', '-i', identity];
    const bot = spawn('ssh', [...options, '-p', String(plain.port), 'root@127.0.0.1', `exec env -i DIAGRUN=${script.runId} /bin/sh`]);
    bot.stdin.write(script.text);
    let said = '';
    bot.stdout.on('data', chunk => {
      said += chunk;
    });
    while (said.split(' S ').length < 3) await delay(50);
    await delay(500);
    const before = processesMarked(script.runId).filter(pid => pid !== String(bot.pid)).length;
    bot.kill('SIGKILL');
    expect(before).toBeGreaterThan(4);
    for (let tries = 0; tries < 100 && processesMarked(script.runId).length > 0; tries++) await delay(100);
    expect(processesMarked(script.runId)).toEqual([]);
  });

  it('a jump host is passed through, and named when it forbids that', async () => {
    const target = await startSshd('target', 24_223);
    const through = at(target, { jump: [at(plain, {}, 'edge')] });
    expect(attemptOf(await hosts.run(through, hello, {}), 'hello').stdout).toBe('hello\n');
    const closed = await startSshd('closed', 24_224, ['AllowTcpForwarding no']);
    const refused = await hosts.run(at(target, { jump: [at(closed, {}, 'gate')] }), hello, {});
    expect(refused.trouble).toMatchObject({
      kind: 'jump-failed',
      says: expect.stringContaining('the jump host gate does not let the bot connect onwards'),
    });
    const dark = await hosts.run(at(target, { port: 1, jump: [at(plain, {}, 'edge')] }), hello, {});
    expect(dark.trouble).toMatchObject({ kind: 'unreachable', says: expect.stringContaining('the jump host edge cannot reach web') });
  });

  it('a host without a free process still gives its files, also through a forced command', async () => {
    const forced = `command="exec setpriv --reuid=65534 --regid=65534 --clear-groups /bin/sh -c 'ulimit -p 1; exec env -i DIAGRUN=forced /bin/sh'",restrict `;
    const web = at(await startSshd('full', 24_225, [], forced));
    const host = await hosts.run(
      web,
      plan(
        [check('load', read('/proc/loadavg')), check('ss', run('ss', '-ltn')), check('rise', read('/proc/stat'), { sample: 'twice' })],
        1,
        'web',
      ),
      {},
    );
    expect(host.trouble?.kind).toBe('cannot-fork');
    expect(attemptOf(host, 'load').stdout).toMatch(/^\/proc\/loadavg:/);
    expect(runOf(host, 'ss')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
    expect(runOf(host, 'rise')).toMatchObject({ kind: 'ran', looks: [expect.anything(), expect.anything()] });
  });

  it('a frozen sshd ends the visit in time', async () => {
    const web = at(await startSshd('frozen', 24_226));
    const visit = hosts.run(web, plan([check('slow', sh('sleep 50; echo slow'), { timeoutSeconds: 60 })], 0, 'web'), {
      onProgress: () => {
        const log = readFileSync(join(folder, 'frozen.pid'), 'utf8').trim();
        // The daemon's children serve the connection; stopping them leaves the TCP connection open and mute.
        for (const pid of execFileSync('pgrep', ['-P', log], { encoding: 'utf8' }).trim().split('\n')) {
          process.kill(Number(pid), 'SIGSTOP');
          running.push({ kill: () => process.kill(Number(pid), 'SIGKILL') });
        }
      },
    });
    expect((await visit).trouble?.kind).toBe('cut-off');
  });
});
