// What the threads of each process do; what a thread waits for is only told to root, and asked of processes with 4 threads and more:
//
//   threads uid 0 seen 272
//   process 9265 threads 11 blocked 0 voluntary 279 involuntary 18 name python3
//   waits 9265 looked 11 futex 9 lock 0x7f2acc147930 waiters 9
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import { linesOf } from './lines.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

interface ProcessThreads {
  readonly pid: number;
  readonly threads: number;
  readonly blocked: number;
  readonly voluntary: string;
  readonly involuntary: string;
  readonly name: string;
  readonly text: string;
}

interface Waits {
  readonly futex: number;
  readonly lock: string;
  readonly waiters: number;
  readonly text: string;
}

interface Threads {
  readonly header: string;
  readonly isRoot: boolean;
  readonly unread: number;
  readonly processes: ReadonlyMap<number, ProcessThreads>;
  readonly waits: ReadonlyMap<number, Waits>;
}

const HEADER = /^threads uid (\d{1,10}) seen [1-9]\d*$/u;
const UNREAD = /^(?:more|fewer) (\d{1,9})$/u;
const WAITS = /^waits (\d{1,10}) looked \d{1,7} futex (\d{1,7}) lock (0x[0-9a-f]{1,16}|-) waiters (\d{1,7})$/u;
const PROCESS = /^process (\d{1,10}) threads (\d{1,7}) blocked (\d{1,7}) voluntary (\d{1,20}) involuntary (\d{1,20}) name (.*)$/u;

function threadsOf(printed: Printed): Threads {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, uid] = matchOf(HEADER, header, "should be 'threads uid' and the number of threads seen");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
  const processes = new Map<number, ProcessThreads>();
  const waits = new Map<number, Waits>();
  let unread = 0;
  for (const line of isWhole ? rest.slice(0, -1) : rest) {
    const left = UNREAD.exec(line.text);
    if (left) {
      unread += Number(left[1]);
      continue;
    }
    if (line.text.startsWith('waits ')) {
      const [, pid, futex, lock = '-', waiters] = matchOf(WAITS, line, 'should be what the threads of a process wait for');
      waits.set(Number(pid), { futex: Number(futex), lock, waiters: Number(waiters), text: line.text });
      continue;
    }
    const [, pid, threads, blocked, voluntary = '', involuntary = '', name = ''] = matchOf(
      PROCESS,
      line,
      'should be a process with its threads',
    );
    processes.set(Number(pid), {
      pid: Number(pid),
      threads: Number(threads),
      blocked: Number(blocked),
      voluntary,
      involuntary,
      name: rowLine(name),
      text: line.text,
    });
  }
  return { header: header.text, isRoot: uid === '0', unread, processes, waits };
}

function lockOf(now: Waits | undefined, before: Waits | undefined) {
  return {
    in_futex: now?.futex,
    in_futex_before: before?.futex,
    lock_waiters: now?.waiters,
    lock_waiters_before: before?.waiters,
    same_lock: now && before ? now.lock !== '-' && now.lock === before.lock : undefined,
  };
}

/** Its threads may have ended in between: then the sum falls, and nothing is known. */
function perSecond(before: string | undefined, now: string, window: number | undefined): number | undefined {
  const risen = rise(before, now);
  return risen === undefined || window === undefined ? undefined : risen / window;
}

function rowsOf(now: Threads, before: Threads | undefined, window: number | undefined): readonly FactRow[] {
  return [...now.processes.values()].map(row => {
    const old = before?.processes.get(row.pid);
    const earlier = old?.name === row.name ? old : undefined;
    const voluntary = perSecond(earlier?.voluntary, row.voluntary, window);
    const involuntary = perSecond(earlier?.involuntary, row.involuntary, window);
    const waits = now.waits.get(row.pid);
    return present({
      pid: row.pid,
      process: row.name,
      threads: row.threads,
      blocked: row.blocked,
      blocked_before: earlier?.blocked,
      switches_s: voluntary !== undefined && involuntary !== undefined ? voluntary + involuntary : undefined,
      involuntary_s: involuntary,
      ...lockOf(waits, earlier && before?.waits.get(row.pid)),
      line: rowLine(waits ? `${row.text}; ${waits.text}` : row.text),
    });
  });
}

/** The process that is switched most, so that a sentence can name it. */
function mostSwitched(rows: readonly FactRow[]): Readonly<Record<string, string | number>> {
  const known = rows.flatMap(({ pid, process, switches_s }) =>
    typeof pid === 'number' && typeof process === 'string' && typeof switches_s === 'number' ? [{ pid, process, switches_s }] : [],
  );
  const [most] = known.sort((a, b) => b.switches_s - a.switches_s);
  return most ? { switching_process: most.process, switching_pid: most.pid, switching_s: most.switches_s } : {};
}

/** Threads of each process: blocked ones, how often they are switched, and which wait for one lock. */
export const threads: Parser = {
  name: 'threads',
  gives: {
    rows: 'list',
    'rows.pid': 'number',
    'rows.process': 'text',
    'rows.threads': 'number',
    'rows.blocked': 'number',
    'rows.blocked_before': 'number',
    'rows.switches_s': 'number',
    'rows.involuntary_s': 'number',
    'rows.in_futex': 'number',
    'rows.in_futex_before': 'number',
    'rows.lock_waiters': 'number',
    'rows.lock_waiters_before': 'number',
    'rows.same_lock': 'bool',
    switching_process: 'text',
    switching_pid: 'number',
    switching_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = threadsOf(last);
    const rows = rowsOf(now, first && threadsOf(first), window);
    // Its own threads are seen by every login, so that some lines do not mean that all are there.
    const hidden = now.isRoot ? undefined : { reason: 'denied' as const, why: 'what threads of other users wait for is only told to root' };
    return {
      kind: 'facts',
      values: { rows, ...mostSwitched(rows) },
      lines: { '': rowLine(now.header) },
      ...partialOf(hidden, leftOut(now.unread, 'threads or processes', ['rows']), cutShort(last)),
    };
  }),
};
