// What df says of each file system that can be written, and who writes to those that are all but full, put together on the host:
//
//   filesystems
//   fs ext4 46036 46036 0 12288 12275 /var/lib/ledger      (type, size, used, available in KiB, inodes, inodes left)
//   hidden 0
//   writer 4711 1 0 /var/lib/ledger                        (pid, files open for writing, of them deleted)
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

/** Less than this cannot take even a log line for long, whatever the size. */
const NEXT_TO_NOTHING_BYTES = 2 ** 20;
const NEXT_TO_NOTHING = 0.001;

const FILE_SYSTEM = /^fs (\S+) (\d+) (\d+) (\d+) (\d+|-) (\d+|-) (\/.*)$/u;
const WRITER = /^writer (\d{1,10}) (\d+) (\d+) (\/.*)$/u;

interface FileSystem {
  readonly mount: string;
  readonly row: FactRow;
  /** What is left of its room or of its inodes, whichever is less. */
  readonly left: number;
}

function fileSystem(line: Line): FileSystem {
  const [, type = '', size, , free, total = '-', unused = '-', mount = ''] = matchOf(
    FILE_SYSTEM,
    line,
    'should be a file system with its sizes and inodes',
  );
  const [sizeBytes, freeBytes] = [toBase(Number(size), 'kB'), toBase(Number(free), 'kB')];
  if (sizeBytes === 0) throw new OddLine(line, 'a file system without a size is no storage');
  const available = freeBytes / sizeBytes;
  const [inodes, inodesLeft] = total === '-' ? [] : [Number(total), Number(unused)];
  const inodesAvailable = inodes === undefined || inodesLeft === undefined ? undefined : inodesLeft / inodes;
  const left = Math.min(available, inodesAvailable ?? 1);
  const row = {
    ...present({
      mount: rowLine(mount),
      type,
      size_bytes: sizeBytes,
      available_bytes: freeBytes,
      available,
      inodes,
      inodes_left: inodesLeft,
      inodes_available: inodesAvailable,
      left,
      full: freeBytes < Math.min(NEXT_TO_NOTHING_BYTES, sizeBytes * 0.05) || available < NEXT_TO_NOTHING || inodesLeft === 0,
    }),
    line: rowLine(line.text),
  };
  return { mount: rowLine(mount), row, left };
}

function writer(line: Line): FactRow {
  const [, pid, files, deleted, mount = ''] = matchOf(WRITER, line, 'should be a file system or a process that writes to one');
  return { pid: Number(pid), files: Number(files), deleted: Number(deleted), mount: rowLine(mount), line: rowLine(line.text) };
}

/** File systems, what is left of them, and who writes to the full ones. */
export const filesystems: Parser = {
  name: 'filesystems',
  gives: {
    rows: 'list',
    'rows.mount': 'text',
    'rows.type': 'text',
    'rows.size_bytes': 'number',
    'rows.available_bytes': 'number',
    'rows.available': 'number',
    'rows.inodes': 'number',
    'rows.inodes_left': 'number',
    'rows.inodes_available': 'number',
    'rows.left': 'number',
    'rows.full': 'bool',
    fullest: 'text',
    fullest_left: 'number',
    writers: 'list',
    'writers.pid': 'number',
    'writers.mount': 'text',
    'writers.files': 'number',
    'writers.deleted': 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, ...rest] = linesOf(last);
    matchOf(/^filesystems$/u, header, "the first line should be 'filesystems'");
    const isWhole = rest.at(-1)?.text === 'end';
    if (!isWhole && !last.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    const lines = isWhole ? rest.slice(0, -1) : rest;
    const hidden = lines.map(line => /^hidden (\d+|all)$/u.exec(line.text)?.[1]).findLast(count => count !== undefined);
    const all = lines.filter(line => line.text.startsWith('fs ')).map(fileSystem);
    const writers = lines.filter(line => !line.text.startsWith('fs ') && !/^hidden /u.test(line.text)).map(writer);
    const [fullest] = [...all].sort((a, b) => a.left - b.left);
    const unseen =
      hidden === undefined || hidden === '0'
        ? undefined
        : {
            reason: 'denied' as const,
            why: hidden === 'all' ? 'find did not run' : `the open files of ${hidden} processes are not shown to this login`,
            lists: ['writers'],
          };
    return {
      kind: 'facts',
      values: {
        rows: all.map(({ row }) => row),
        writers,
        ...(isWhole && fullest ? { fullest: fullest.mount, fullest_left: fullest.left } : {}),
      },
      lines: { '': rowLine(fullest?.row.line?.toString() ?? header.text) },
      ...partialOf(unseen, cutShort(last)),
    };
  }),
};
