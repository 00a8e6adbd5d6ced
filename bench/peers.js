// What users would pick instead: ssh with a warm ControlMaster, and clush on top of the same masters.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tool } from './measure.js';
import { USER } from './sshd.js';

export function openPeers(hosts) {
  const options = [
    ...hosts.sshOptions,
    '-o',
    'ControlMaster=auto',
    '-o',
    `ControlPath=${join(hosts.folder, 'cm-%h')}`,
    '-o',
    'ControlPersist=300',
    '-l',
    USER,
  ];
  const ssh = address => ['ssh', [...options, address]];
  const clush = existsSync('/usr/bin/clush') ? '/usr/bin/clush' : undefined;
  return {
    hasClush: clush !== undefined,
    warm: addresses => {
      for (const address of addresses) spawnSync('ssh', [...options, '-f', '-N', address], { stdio: 'ignore' });
    },
    /** One exec of a whole script on one host. */
    sshScript: (address, script) => {
      const [command, args] = ssh(address);
      return tool(command, [...args, script]);
    },
    /** One exec per command, one after the other. */
    sshEach: (address, commands) => {
      const each = commands.map(command => `ssh "$@" ${JSON.stringify(command)}`).join('; ');
      return tool('bash', ['-c', each, 'bash', ...options, address]);
    },
    /** One ssh process per host, all at once. */
    sshAll: (addresses, script) => {
      const each = addresses.map(address => `ssh "$@" ${address} "$S" & `).join('');
      return tool('env', [`S=${script}`, 'bash', '-c', `${each} wait`, 'bash', ...options]);
    },
    clush: (addresses, script) =>
      tool(clush, ['-S', '-f', String(addresses.length), '-o', options.join(' ').replaceAll('%', '%%'), '-w', addresses.join(','), script]),
    close: addresses => {
      for (const address of addresses) spawnSync('ssh', [...options, '-O', 'exit', address], { stdio: 'ignore' });
    },
  };
}
