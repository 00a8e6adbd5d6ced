// One tuned sshd on all loopback addresses stands for many hosts (127.0.0.2 …). Needs root: it makes an account of its own,
// since root's .bashrc would cost each exec more than all checks do.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export const USER = 'faultline-bench';
const PORT = 24_300;

export async function startHosts(count) {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const identity = join(folder, 'id');
  const hostKey = join(folder, 'host');
  for (const file of [identity, hostKey]) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file]);
  execFileSync('/bin/sh', ['-c', `id ${USER} >/dev/null 2>&1 || useradd -m -s /bin/sh -p '*' ${USER}`]);
  mkdirSync('/run/sshd', { recursive: true });
  const authorized = `/etc/ssh/${USER}.keys`;
  writeFileSync(authorized, readFileSync(`${identity}.pub`));
  const config = join(folder, 'config');
  writeFileSync(
    config,
    `Port ${PORT}\nListenAddress 0.0.0.0\nHostKey ${hostKey}\nPidFile none\nAuthorizedKeysFile ${authorized}\nUsePAM no\nMaxStartups 1000\nStrictModes no\nPasswordAuthentication no\n`,
  );
  const daemon = spawn('/usr/sbin/sshd', ['-D', '-f', config, '-E', join(folder, 'log')], { stdio: 'ignore' });
  const cpu = cpuAccount(daemon.pid);
  const hostKeyText = readFileSync(`${hostKey}.pub`, 'utf8').split(' ').slice(0, 2).join(' ');
  const addresses = Array.from({ length: count }, (_, index) => `127.0.${Math.floor((index + 2) / 250)}.${((index + 2) % 250) + 1}`);
  const knownHosts = join(folder, 'known_hosts');
  writeFileSync(knownHosts, addresses.map(address => `[${address}]:${PORT} ${hostKeyText}\n`).join(''));
  await untilOpen(PORT);
  return {
    identity,
    folder,
    knownHosts,
    port: PORT,
    addresses,
    /** CPU seconds that sshd and everything below it have used; undefined without a cgroup. */
    cpuSeconds: cpu.seconds,
    inventory: addresses.map((address, index) => ({
      name: `h${index}`,
      addresses: [],
      labels: {},
      way: { kind: 'ssh', address, port: PORT, user: USER, identityFiles: [identity], hostKey: hostKeyText, knownHosts: [], jump: [] },
    })),
    sshOptions: [
      '-F',
      'none',
      '-p',
      String(PORT),
      '-i',
      identity,
      '-o',
      `UserKnownHostsFile=${knownHosts}`,
      '-o',
      'BatchMode=yes',
      '-o',
      'LogLevel=ERROR',
    ],
    /**
     * From now on each login only repeats what a real visit printed, with its window. In a fleet every host brings its own CPU; here a hundred
     * shells would push the bot out of its caches, and their work would be counted as the bot's slowness.
     */
    repeatOneAnswer: (script, windowSeconds) => {
      const before = [];
      const after = [];
      const started = performance.now();
      const shell = spawn('/bin/sh', [], { env: { DIAGRUN: script.runId, PATH: process.env.PATH }, stdio: ['pipe', 'pipe', 'ignore'] });
      shell.stdout.on('data', chunk => (performance.now() - started < windowSeconds * 750 ? before : after).push(chunk));
      shell.stdin.write(script.text);
      return new Promise(resolve => shell.once('close', resolve)).then(() => {
        const answer = parts => Buffer.concat(parts).toString('latin1').replaceAll(script.nonce, '@NONCE@');
        writeFileSync(join(folder, 'before'), answer(before));
        writeFileSync(join(folder, 'after'), answer(after));
        writeFileSync(
          join(folder, 'login'),
          `#!/bin/sh\nwhile read -r l; do case $l in N=*) N=\${l#N=}; N=\${N%% *} ;; faultline) break ;; esac; done\n` +
            `sed "s/^@NONCE@/$N/" ${folder}/before; sleep ${windowSeconds}; exec sed "s/^@NONCE@/$N/" ${folder}/after\n`,
          { mode: 0o755 },
        );
        chmodSync(folder, 0o711);
        for (const name of ['before', 'after']) chmodSync(join(folder, name), 0o644);
        execFileSync('usermod', ['-s', join(folder, 'login'), USER]);
      });
    },
    stop: async () => {
      daemon.kill();
      execFileSync('/bin/sh', ['-c', `pkill -KILL -u ${USER}; sleep 0.5; userdel -r ${USER} 2>/dev/null; true`]);
      rmSync(authorized, { force: true });
      rmSync(folder, { recursive: true, force: true });
      cpu.remove();
    },
  };
}

async function untilOpen(port) {
  for (let tries = 0; tries < 100; tries++) {
    const open = await new Promise(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await delay(100);
  }
  throw new Error(`sshd does not listen on port ${port}`);
}

/**
 * Control groups of their own count what the hosts use, children and orphans included, and let the bot go first: in a fleet the hosts bring
 * their own CPUs, while here each of their sessions would be scheduled as an equal of the whole bot.
 */
function cpuAccount(pid) {
  const v2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const group = folder => `/sys/fs/cgroup/${folder}faultline-bench`;
  const groups = v2 ? [group('')] : [group('cpuacct/'), group('cpu/')];
  const attempt = work => {
    try {
      return work();
    } catch {
      return undefined; // no such controller here: the row is left out, or the hosts compete with the bot
    }
  };
  if (v2) attempt(() => appendFileSync('/sys/fs/cgroup/cgroup.subtree_control', '+cpu'));
  for (const path of groups) {
    attempt(() => mkdirSync(path, { recursive: true }));
    attempt(() => appendFileSync(join(path, 'cgroup.procs'), String(pid)));
    attempt(() => writeFileSync(join(path, v2 ? 'cpu.weight' : 'cpu.shares'), v2 ? '1' : '2'));
  }
  const [account] = groups;
  return {
    seconds: () =>
      attempt(() =>
        v2
          ? Number(/usage_usec (\d+)/.exec(readFileSync(join(account, 'cpu.stat'), 'utf8'))?.[1]) / 1e6
          : Number(readFileSync(join(account, 'cpuacct.usage'), 'utf8')) / 1e9,
      ),
    remove: () => {
      for (const path of groups) attempt(() => rmdirSync(path));
    },
  };
}
