// What processes read from disks and wrote to them, out of /proc/PID/io, in bytes:
//
//   process_io hidden 0
//   processes 31
//   process 54 read 4096 written 812000 name node
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

interface ProcessIo {
  readonly pid: number;
  readonly read: string;
  readonly written: string;
  readonly name: string;
  readonly text: string;
}

interface Processes {
  readonly header: string;
  readonly hidden: number;
  readonly unread: number;
  readonly rows: ReadonlyMap<number, ProcessIo>;
}

function processesOf(printed: Printed): Processes {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, hidden] = matchOf(/^process_io hidden (\d{1,9})$/u, header, "should be 'process_io hidden' and a number");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
  const rows = new Map<number, ProcessIo>();
  let unread = 0;
  for (const line of isWhole ? rest.slice(0, -1) : rest) {
    const more = /^fewer (\d{1,9})$/u.exec(line.text);
    if (more) unread = Number(more[1]);
    if (more || /^processes \d+$/u.test(line.text)) continue;
    const [, pid, read = '', written = '', name = ''] = matchOf(
      /^process (\d{1,10}) read (\d{1,20}) written (\d{1,20}) name (.*)$/u,
      line,
      'should be a process with what it read and wrote',
    );
    rows.set(Number(pid), { pid: Number(pid), read, written, name: rowLine(name), text: line.text });
  }
  return { header: header.text, hidden: Number(hidden), unread, rows };
}

function processRow(now: ProcessIo, before: ProcessIo | undefined, window: number | undefined): FactRow {
  const perSecond = (old: string | undefined, value: string): number | undefined => {
    const risen = rise(old, value);
    return risen === undefined || window === undefined ? undefined : risen / window;
  };
  return present({
    pid: now.pid,
    process: now.name,
    read_bytes_s: perSecond(before?.read, now.read),
    written_bytes_s: perSecond(before?.written, now.written),
    line: rowLine(before ? `${now.text} (before: read ${before.read} written ${before.written})` : now.text),
  });
}

/** The process that moved most, so that a sentence can name it. */
function busiestOf(rows: readonly FactRow[]): Readonly<Record<string, string | number>> {
  const known = rows.flatMap(({ pid, process, read_bytes_s, written_bytes_s }) =>
    typeof pid === 'number' && typeof process === 'string' && typeof read_bytes_s === 'number' && typeof written_bytes_s === 'number'
      ? [{ pid, process, moved: read_bytes_s + written_bytes_s }]
      : [],
  );
  const [most] = known.sort((a, b) => b.moved - a.moved);
  return most && most.moved > 0 ? { top_process: most.process, top_pid: most.pid, top_bytes_s: most.moved } : {};
}

/** Which processes used the disks in the window. */
export const processIo: Parser = {
  name: 'process_io',
  gives: {
    rows: 'list',
    'rows.pid': 'number',
    'rows.process': 'text',
    'rows.read_bytes_s': 'number',
    'rows.written_bytes_s': 'number',
    top_process: 'text',
    top_pid: 'number',
    top_bytes_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = processesOf(last);
    const earlier = first && processesOf(first);
    const rows = [...now.rows.values()].map(row => {
      const before = earlier?.rows.get(row.pid);
      return processRow(row, before?.name === row.name ? before : undefined, window);
    });
    const hidden =
      now.hidden > 0
        ? { reason: 'denied' as const, why: `what ${now.hidden} processes of other users read and write is only told to root` }
        : undefined;
    // Of those that are seen, none may be the one that writes.
    const top = hidden ? {} : busiestOf(rows);
    return {
      kind: 'facts',
      values: { rows, ...top },
      lines: { '': rowLine(now.header) },
      ...partialOf(hidden, leftOut(now.unread, 'processes', ['rows']), cutShort(last)),
    };
  }),
};
