import type { Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { matchOf, OddLine } from './strict.js';

/** The files of one cgroup, by name. */
export interface Cgroup {
  /** Path within the hierarchy, as /proc/PID/cgroup gives it. */
  readonly path: string;
  readonly files: ReadonlyMap<string, readonly Line[]>;
  readonly line: Line;
}

/** Where the hierarchies are mounted: v2 alone, v1 controllers beside each other, or v2 as `unified` next to v1. */
const MOUNT = /^\/sys\/fs\/cgroup(?:\/(?:cpu|cpu,cpuacct|cpuacct,cpu|memory|blkio|unified))?(?=\/|$)/u;

/**
 * Reads what the cgroup checks print: `NAME roots …`, then per cgroup `group PATH` and `FILE LINE`, then `more N` when there are N
 * cgroups more than the check reads, then `end`.
 * Numbers of lines start at 1.
 */
export function cgroupFiles(printed: Printed, name: string): { header: Line; groups: readonly Cgroup[]; more: number } {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  matchOf(new RegExp(`^${name} roots /`, 'u'), header, `should be '${name} roots' and the mounted hierarchies`);
  const groups: { path: string; files: Map<string, Line[]>; line: Line }[] = [];
  let hasEnd = false;
  let more = 0;
  for (const line of rest) {
    if (line.text === 'end') {
      hasEnd = true;
      continue;
    }
    const unread = /^more (\d{1,9})$/u.exec(line.text)?.[1];
    if (unread !== undefined) {
      more = Number(unread);
      continue;
    }
    const path = /^group (\/.*)$/u.exec(line.text)?.[1];
    if (path !== undefined) {
      groups.push({ path: path.replace(MOUNT, '') || '/', files: new Map(), line });
      continue;
    }
    const [, file = '', text = ''] = matchOf(/^([a-z_.]+) (.*)$/u, line, "should be 'group PATH' or a file of it with one of its lines");
    const group = groups.at(-1);
    if (!group) throw new OddLine(line, "should come after a line 'group PATH'");
    const lines = group.files.get(file) ?? [];
    lines.push({ no: line.no, text });
    group.files.set(file, lines);
  }
  if (!hasEnd && !printed.truncated) throw new OddLine(rest.at(-1) ?? header, "the last line should be 'end'");
  return { header, groups, more };
}

/** The value of `name value` in a file such as cpu.stat; nothing when the kernel does not have it. */
export function valueIn(group: Cgroup, file: string, name: string): string | undefined {
  const line = group.files.get(file)?.find(entry => entry.text.startsWith(`${name} `));
  return line?.text.slice(name.length + 1).trim();
}

/** The only line of a file such as memory.max. */
export function onlyLine(group: Cgroup, file: string): Line | undefined {
  return group.files.get(file)?.[0];
}
