// The largest processes out of /proc/PID/status, stat and cgroup; sizes in kB, `-` where the kernel does not tell (RssAnon: Linux 4.5):
//
//   process_memory ticks 100 init seen
//   processes 31
//   process 54 start 162078 major 3 rss 51376 peak 51380 anon 20112 swap 0 data 66540 threads 7 group 0::/system.slice/api.service name node
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { unitOfProcess } from './cgroup-unit.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** More than this part of the largest size that it ever had is its peak: the two are not read at the same moment. */
const AT_PEAK = 0.99;

interface ProcessMemory {
  readonly pid: number;
  readonly start: number;
  readonly majorFaults: number;
  readonly rss: number | undefined;
  readonly peak: number | undefined;
  readonly swap: number | undefined;
  /** What it shares with nobody, in RAM or swapped out. */
  readonly own: number | undefined;
  readonly data: number | undefined;
  readonly threads: number | undefined;
  readonly unit: string | undefined;
  readonly name: string;
  readonly text: string;
}

const HEADER = /^process_memory ticks (\d{1,6}) init (seen|hidden)$/u;
const ROW =
  /^process (\d{1,10}) start (\d{1,19}) major (\d{1,19}) rss (\d{1,15}|-) peak (\d{1,15}|-) anon (\d{1,15}|-) swap (\d{1,15}|-) data (\d{1,15}|-) threads (\d{1,7}|-) group (\S+) name (.*)$/u;

const bytes = (text: string | undefined): number | undefined =>
  text === undefined || text === '-' ? undefined : toBase(Number(text), 'kB');

function processesOf(printed: Printed): {
  header: string;
  ticksPerSecond: number;
  isInitSeen: boolean;
  rows: ReadonlyMap<number, ProcessMemory>;
} {
  const [header = { no: 1, text: '' }, counted = { no: 2, text: '' }, ...rest] = linesOf(printed);
  const [, ticks, init] = matchOf(HEADER, header, "should be 'process_memory ticks' and the ticks per second");
  // A look that found no process at all did not look.
  matchOf(/^processes [1-9]\d*$/u, counted, "should be 'processes' and their number");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
  const rows = (isWhole ? rest.slice(0, -1) : rest).map(line => {
    const [, pid, start, major, rss, peak, anon, swap, data, threads, group = '-', name = ''] = matchOf(
      ROW,
      line,
      'should be a process with its memory',
    );
    const [ofAnon, ofSwap] = [bytes(anon), bytes(swap)];
    return {
      pid: Number(pid),
      start: Number(start),
      majorFaults: Number(major),
      rss: bytes(rss),
      peak: bytes(peak),
      swap: ofSwap,
      own: ofAnon === undefined ? undefined : ofAnon + (ofSwap ?? 0),
      data: bytes(data),
      threads: threads === '-' ? undefined : Number(threads),
      unit: group === '-' ? undefined : unitOfProcess(group),
      name: rowLine(name),
      text: line.text,
    };
  });
  return {
    header: header.text,
    ticksPerSecond: Number(ticks),
    isInitSeen: init === 'seen',
    rows: new Map(rows.map(row => [row.pid, row])),
  };
}

const isAtPeak = ({ rss, peak }: ProcessMemory): boolean | undefined =>
  rss === undefined || peak === undefined ? undefined : rss >= AT_PEAK * peak;

function processRow(now: ProcessMemory, before: ProcessMemory | undefined, window: number | undefined, age: number): FactRow {
  const grown = now.own !== undefined && before?.own !== undefined ? now.own - before.own : undefined;
  const [atPeakNow, atPeakBefore] = [isAtPeak(now), before && isAtPeak(before)];
  return present({
    pid: now.pid,
    process: now.name,
    unit: now.unit,
    age_s: age,
    threads: now.threads,
    rss_bytes: now.rss,
    at_peak: atPeakNow === undefined || atPeakBefore === undefined ? undefined : atPeakNow && atPeakBefore,
    swap_bytes: now.swap,
    own_bytes: now.own,
    own_before: before?.own,
    grown_bytes: grown,
    grown_per_s: grown !== undefined && window !== undefined ? grown / window : undefined,
    data_bytes: now.data,
    major_faults: before && now.majorFaults >= before.majorFaults ? now.majorFaults - before.majorFaults : undefined,
    line: rowLine(before ? `${now.text} (before: anon and swap ${(before.own ?? 0) / 1024} kB)` : now.text),
  });
}

/** The process with most memory in swap, so that a sentence can name it. */
function mostSwapped(rows: Iterable<ProcessMemory>): Readonly<Record<string, string | number>> {
  const [most] = [...rows].sort((a, b) => (b.swap ?? 0) - (a.swap ?? 0));
  if (!most?.swap) return {};
  return {
    swapped_process: most.name,
    swapped_pid: most.pid,
    swapped_bytes: most.swap,
    ...(most.unit === undefined ? {} : { swapped_unit: most.unit }),
  };
}

/** Memory of the largest processes, and how it changed. */
export const processMemory: Parser = {
  name: 'process_memory',
  gives: {
    rows: 'list',
    'rows.pid': 'number',
    'rows.process': 'text',
    'rows.unit': 'text',
    'rows.age_s': 'number',
    'rows.threads': 'number',
    'rows.rss_bytes': 'number',
    'rows.at_peak': 'bool',
    'rows.swap_bytes': 'number',
    'rows.own_bytes': 'number',
    'rows.own_before': 'number',
    'rows.grown_bytes': 'number',
    'rows.grown_per_s': 'number',
    'rows.data_bytes': 'number',
    'rows.major_faults': 'number',
    swapped_process: 'text',
    swapped_pid: 'number',
    swapped_unit: 'text',
    swapped_bytes: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = processesOf(last);
    const earlier = first && processesOf(first).rows;
    const rows = [...now.rows.values()].map(row => {
      const before = earlier?.get(row.pid);
      // The same pid with another start is another process.
      const isSame = before !== undefined && before.start === row.start;
      return processRow(row, isSame ? before : undefined, window, Math.max(0, last.uptime - row.start / now.ticksPerSecond));
    });
    const hidden = now.isInitSeen ? undefined : { reason: 'denied' as const, why: 'processes of other users are hidden (hidepid)' };
    return {
      kind: 'facts',
      values: { rows, ...mostSwapped(now.rows.values()) },
      lines: { '': rowLine(now.header) },
      ...partialOf(hidden, cutShort(last)),
    };
  }),
};
