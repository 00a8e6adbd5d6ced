// /proc/diskstats: major minor name, then counters since boot (Documentation/admin-guide/iostats.rst):
// reads merged sectors ms, writes merged sectors ms, in flight, ms busy, ms weighted; discards (4, Linux 4.18); flushes and their ms (5.5).
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

/** The kernel counts in sectors of 512 bytes, whatever the device has. */
const SECTOR = 512;

interface Disk {
  readonly device: string;
  readonly counters: readonly string[];
  readonly text: string;
}

/** `sda1` of `sda`, `nvme0n1p1` of `nvme0n1`. */
function isPartitionOf(device: string, disk: string): boolean {
  const rest = device.startsWith(disk) ? device.slice(disk.length) : '';
  return /\d$/u.test(disk) ? /^p\d+$/u.test(rest) : /^\d+$/u.test(rest);
}

function disksOf(printed: Printed): readonly Disk[] {
  const lines = readFiles(printed).get('/proc/diskstats');
  if (!lines) throw new OddLine({ no: 1, text: '' }, '/proc/diskstats is not among the files');
  const disks = lines.map(line => {
    const [, device = '', rest = ''] = matchOf(
      /^ *\d+ +\d+ (\S+) (\d+(?: \d+){10,})$/u,
      line,
      'should be a device and at least 11 counters',
    );
    const counters = rest.split(' ');
    for (const counter of counters) wholeNumber(counter, line, 'a counter');
    return { device, counters, text: line.text.trim() };
  });
  const used = disks.filter(({ counters }) => counters.some(counter => counter !== '0'));
  return used.filter(({ device }) => !disks.some(other => isPartitionOf(device, other.device)));
}

function diskRow(now: Disk, before: Disk | undefined, window: number | undefined): FactRow {
  const risen = (index: number): number | undefined => {
    const value = now.counters[index];
    return value === undefined ? undefined : rise(before?.counters[index], value);
  };
  const sum = (...indexes: readonly number[]): number | undefined => {
    const values = indexes.map(risen);
    return values.some(value => value === undefined) ? undefined : values.reduce<number>((total, value) => total + (value ?? 0), 0);
  };
  const hasFlushes = now.counters.length >= 17;
  const requests = hasFlushes ? sum(0, 4, 15) : sum(0, 4);
  const took = hasFlushes ? sum(3, 7, 16) : sum(3, 7);
  const perSecond = (value: number | undefined): number | undefined =>
    value === undefined || window === undefined ? undefined : value / window;
  const busy = perSecond(risen(9));
  const weighted = perSecond(risen(10));
  return present({
    device: now.device,
    util: busy === undefined ? undefined : Math.min(1, toBase(busy, 'ms')),
    await_s: requests === undefined || requests === 0 || took === undefined ? undefined : toBase(took / requests, 'ms'),
    queue: weighted === undefined ? undefined : toBase(weighted, 'ms'),
    requests_s: perSecond(requests),
    read_bytes_s: perSecond(scaled(risen(2))),
    written_bytes_s: perSecond(scaled(risen(6))),
    line: rowLine(before ? `${before.text} -> ${now.text}` : now.text),
  });
}

const scaled = (sectors: number | undefined): number | undefined => (sectors === undefined ? undefined : sectors * SECTOR);

/** The busiest device, so that a sentence can name it. */
function busiestOf(rows: readonly FactRow[]): Readonly<Record<string, string | number>> {
  const known = rows.flatMap(({ device, util, await_s }) =>
    typeof device === 'string' && typeof util === 'number' ? [{ device, util, await_s }] : [],
  );
  const [most] = known.sort((a, b) => b.util - a.util);
  if (!most) return {};
  return {
    busiest: most.device,
    busiest_util: most.util,
    ...(typeof most.await_s === 'number' ? { busiest_await_s: most.await_s } : {}),
  };
}

/** Use, queue and waiting time of each disk over the window. */
export const procDiskstats: Parser = {
  name: 'proc_diskstats',
  gives: {
    rows: 'list',
    'rows.device': 'text',
    'rows.util': 'number',
    'rows.await_s': 'number',
    'rows.queue': 'number',
    'rows.requests_s': 'number',
    'rows.read_bytes_s': 'number',
    'rows.written_bytes_s': 'number',
    busiest: 'text',
    busiest_util: 'number',
    busiest_await_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = disksOf(last);
    const before = new Map((first ? disksOf(first) : []).map(disk => [disk.device, disk]));
    const rows = now.map(disk => diskRow(disk, before.get(disk.device), window));
    return {
      kind: 'facts',
      values: { rows, ...busiestOf(rows) },
      lines: { '': rowLine(now[0]?.text ?? '') },
      ...partialOf(cutShort(last)),
    };
  }),
};
