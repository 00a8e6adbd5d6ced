// One tuned sshd on all loopback addresses stands for many hosts (127.0.0.2 …). Needs root: it makes an account of its own,
// since root's .bashrc would cost each exec more than all checks do (perf.md).
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
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
  await delay(500);
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
    stop: async () => {
      daemon.kill();
      execFileSync('/bin/sh', ['-c', `pkill -KILL -u ${USER}; sleep 0.5; userdel -r ${USER} 2>/dev/null; true`]);
      rmSync(authorized, { force: true });
      rmSync(folder, { recursive: true, force: true });
      cpu.remove();
    },
  };
}

/** A cgroup of its own counts what the hosts use, children and orphans included. */
function cpuAccount(pid) {
  const v2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const group = v2 ? '/sys/fs/cgroup/faultline-bench' : '/sys/fs/cgroup/cpuacct/faultline-bench';
  try {
    mkdirSync(group, { recursive: true });
    appendFileSync(join(group, 'cgroup.procs'), String(pid));
    const seconds = v2
      ? () => Number(/usage_usec (\d+)/.exec(readFileSync(join(group, 'cpu.stat'), 'utf8'))?.[1]) / 1e6
      : () => Number(readFileSync(join(group, 'cpuacct.usage'), 'utf8')) / 1e9;
    seconds();
    return {
      seconds,
      remove: () => {
        try {
          rmdirSync(group);
        } catch {
          // a process is still leaving it; an empty group does no harm
        }
      },
    };
  } catch {
    return { seconds: () => undefined, remove: () => undefined };
  }
}
