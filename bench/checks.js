// Twenty checks as a diagnosis makes them: counters at both ends of the window, kernel files, and commands.
const read = (key, sample, ...files) => ({ key, sample, variants: [{ kind: 'read', files }] });
const run = (key, ...argv) => ({ key, sample: 'once', variants: [{ kind: 'run', argv, okExit: [0, 1, 3] }] });

const CHECKS = [
  read('tcp', 'twice', '/proc/net/netstat', '/proc/net/snmp'),
  read('cpu', 'twice', '/proc/stat'),
  read('devices', 'twice', '/proc/net/dev'),
  read('disks', 'twice', '/proc/diskstats'),
  read('vm', 'twice', '/proc/vmstat'),
  read('softnet', 'twice', '/proc/net/softnet_stat'),
  read('psi', 'twice', '/proc/pressure/cpu', '/proc/pressure/memory', '/proc/pressure/io'),
  read('memory', 'once', '/proc/meminfo'),
  read('load', 'once', '/proc/loadavg'),
  read('files', 'once', '/proc/sys/fs/file-nr'),
  read('limits', 'once', '/proc/sys/net/core/somaxconn', '/proc/sys/net/ipv4/tcp_max_syn_backlog'),
  read('ports', 'once', '/proc/sys/net/ipv4/ip_local_port_range'),
  read('mounts', 'once', '/proc/mounts'),
  run('listen', 'ss', '-ltn'),
  run('sockets', 'ss', '-s'),
  // Kernel threads stand for the processes of one host: with -e each would list those of all hosts that this machine stands for.
  run('processes', 'ps', '--ppid', '2', '-o', 'pid,stat,pcpu,rss,comm'),
  run('disk_space', 'df', '-P'),
  run('kernel', 'uname', '-a'),
  run('addresses', 'ip', '-o', 'addr'),
  run('routes', 'ip', 'route'),
].map(check => ({ check: check.key, title: check.key, cost: 'cheap', timeoutSeconds: 5, capBytes: 65_536, ...check }));

export function planFor(host, windowSeconds) {
  return { host, windowSeconds, checks: CHECKS };
}

/** The same looks as plain commands, as somebody would write them into a script: what the other tools are given. */
export const plainCommands = CHECKS.map(({ variants: [variant] }) =>
  variant.kind === 'read' ? `cat ${variant.files.join(' ')}` : variant.argv.join(' '),
);

export const counterCommand = CHECKS.filter(check => check.sample === 'twice')
  .map(({ variants: [variant] }) => `cat ${variant.files.join(' ')}`)
  .join('; ');
