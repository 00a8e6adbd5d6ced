import type { Line } from './lines.js';
import { OddLine } from './strict.js';

/** What /proc/PID/stat says of one process (man 5 proc). */
export interface ProcessStat {
  readonly pid: number;
  /** May hold blanks, parentheses and anything else, at most 15 characters. */
  readonly name: string;
  readonly state: string;
  readonly ppid: number;
  /** User and system time in ticks. */
  readonly ticks: number;
  readonly threads: number;
  /** Start, in ticks since boot: tells a process from a later one with the same pid. */
  readonly start: number;
  readonly line: Line;
}

const STAT = /^(\d+) \((.*)\) (\S) (-?\d+(?: -?\d+)+)$/su;
// Of the numbers after the state, ppid, utime, stime, num_threads and starttime are read. The check sends only these; a whole line of
// the file has them at these places.
const KEPT = 5;
const PLACES = [0, 10, 11, 16, 18];

/** Reads what the check keeps of many /proc/PID/stat files. A name may hold a line end: such lines are joined again. */
export function processStats(lines: readonly Line[]): ReadonlyMap<number, ProcessStat> {
  const found = new Map<number, ProcessStat>();
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line) break;
    let text = line.text;
    while (!STAT.test(text) && at + 1 < lines.length && text.length < 100) {
      at += 1;
      text += `\n${lines[at]?.text ?? ''}`;
    }
    const match = STAT.exec(text);
    const numbers = match?.[4]?.split(' ').map(Number) ?? [];
    const [ppid, user, system, threads, start] = numbers.length === KEPT ? numbers : PLACES.map(place => numbers[place]);
    if (!match || ppid === undefined || user === undefined || system === undefined || threads === undefined || start === undefined) {
      throw new OddLine(line, 'should be of /proc/PID/stat: pid, name in parentheses, state and numbers');
    }
    const pid = Number(match[1]);
    found.set(pid, { pid, name: match[2] ?? '', state: match[3] ?? '', ppid, ticks: user + system, threads, start, line });
  }
  return found;
}
