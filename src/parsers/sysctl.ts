// Files under /proc/sys. A file that a kernel or container does not have leaves only its own field unknown.
import type { Parser } from '../model/parser.js';
import type { Line } from './lines.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const SINGLE: Readonly<Record<string, string>> = {
  '/proc/sys/net/core/somaxconn': 'somaxconn',
  '/proc/sys/net/ipv4/tcp_max_syn_backlog': 'tcp_max_syn_backlog',
  '/proc/sys/net/ipv4/tcp_syncookies': 'tcp_syncookies',
  '/proc/sys/net/ipv4/tcp_tw_reuse': 'tcp_tw_reuse',
  '/proc/sys/net/ipv4/tcp_abort_on_overflow': 'tcp_abort_on_overflow',
  '/proc/sys/net/ipv4/tcp_mtu_probing': 'tcp_mtu_probing',
  '/proc/sys/net/core/netdev_max_backlog': 'netdev_max_backlog',
  '/proc/sys/fs/file-max': 'file_max',
};
const RANGE = '/proc/sys/net/ipv4/ip_local_port_range';
// Least, initial and largest receive buffer that the kernel gives a connection by itself.
const RECEIVE = '/proc/sys/net/ipv4/tcp_rmem';
const OPEN_FILES = '/proc/sys/fs/file-nr';

function numbers(line: Line, count: number): readonly number[] {
  const words = line.text.trim().split(/\s+/u);
  if (words.length !== count) throw new OddLine(line, `should hold ${count} numbers`);
  return words.map(word => wholeNumber(word, line, 'the value'));
}

/** Kernel limits of TCP and of open files. */
export const sysctl: Parser = {
  name: 'sysctl',
  gives: {
    somaxconn: 'number',
    tcp_max_syn_backlog: 'number',
    tcp_syncookies: 'number',
    port_range_first: 'number',
    port_range_last: 'number',
    port_range_size: 'number',
    tcp_tw_reuse: 'number',
    tcp_abort_on_overflow: 'number',
    tcp_mtu_probing: 'number',
    netdev_max_backlog: 'number',
    tcp_rmem_max: 'number',
    file_max: 'number',
    files_open: 'number',
  },
  parse: strictly(input => {
    const values: Record<string, number> = {};
    const lines: Record<string, string> = {};
    for (const [path, [line, more]] of readFiles(looksOf(input).last)) {
      if (!line) continue;
      if (more) throw new OddLine(more, `${path} should have one line`);
      const set = (field: string, value: number | undefined): void => {
        if (value === undefined) return;
        values[field] = value;
        lines[field] = rowLine(`${path}: ${line.text}`);
      };
      const single = SINGLE[path];
      if (single) set(single, numbers(line, 1)[0]);
      else if (path === RANGE) {
        const [from = 0, to = 0] = numbers(line, 2);
        set('port_range_first', from);
        set('port_range_last', to);
        set('port_range_size', to - from + 1);
      } else if (path === RECEIVE) {
        set('tcp_rmem_max', numbers(line, 3)[2]);
      } else if (path === OPEN_FILES) {
        // Allocated, free (always 0 since Linux 2.6), maximum.
        const [allocated = 0, free = 0] = numbers(line, 3);
        set('files_open', allocated - free);
      } else throw new OddLine(line, `${path} is not one of the files of this check`);
    }
    return { kind: 'facts', values, lines: { ...lines, '': Object.values(lines)[0] ?? '' } };
  }),
};
