import type { FactRow } from '../model/fact.js';
import { unitOf } from './cgroup-unit.js';
import type { KernelMessage } from './kernel-lines.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';

const CONSTRAINTS: Readonly<Record<string, string>> = {
  CONSTRAINT_MEMCG: 'memcg',
  CONSTRAINT_NONE: 'none',
  CONSTRAINT_CPUSET: 'cpuset',
  CONSTRAINT_MEMORY_POLICY: 'memory_policy',
};
// `Kill process 12 (x) score …` only announces (before Linux 5.1); `Killed process` is the deed. Names may hold parentheses.
const ANNOUNCED = /^(Memory cgroup out of memory|Out of memory)[^:]*: Kill process (\d+) /u;
const KILLED = /^(?:(Memory cgroup out of memory|Out of memory)[^:]*: )?Killed process (\d+) \((.*?)\)(?:,? (?:total-vm|vsz|UID)|,|$)/u;

interface Place {
  readonly pid: string;
  readonly constraint: string | undefined;
  readonly cgroup: string;
}

/**
 * Linux 4.19 and later say before each kill where the process belongs:
 * `oom-kill:constraint=CONSTRAINT_MEMCG,…,task_memcg=/a/b,task=node,pid=27195,uid=0`. Paths and names may hold commas.
 */
function placeIn(text: string): Place | undefined {
  const [, constraint = ''] = /^oom-kill:constraint=(\w+),/u.exec(text) ?? [];
  const from = text.indexOf(',task_memcg=');
  const to = text.lastIndexOf(',task=');
  const [, pid] = /,pid=(\d+),uid=\d+$/u.exec(text) ?? [];
  if (constraint === '' || from < 0 || to < from || pid === undefined) return undefined;
  return { pid, constraint: CONSTRAINTS[constraint], cgroup: text.slice(from + ',task_memcg='.length, to) };
}

function constraintOf(words: string | undefined): string | undefined {
  if (words === undefined) return undefined;
  return words.startsWith('Memory cgroup') ? 'memcg' : 'none';
}

/** One row per process that the kernel killed for want of memory, joined with the line before it that names the cgroup. */
export function oomKills(messages: readonly KernelMessage[], now: number): readonly FactRow[] {
  const rows: FactRow[] = [];
  const before = new Map<string, { constraint: string | undefined; cgroup?: string }>();
  for (const { text, at, line } of messages) {
    const place = placeIn(text);
    if (place) before.set(place.pid, place);
    const announced = ANNOUNCED.exec(text);
    if (announced) before.set(announced[2] ?? '', { constraint: constraintOf(announced[1]) });
    const kill = KILLED.exec(text);
    if (!kill) continue;
    const pid = kill[2] ?? '';
    const known = before.get(pid);
    before.delete(pid);
    const anonymous = /\banon-rss:(\d+)kB/u.exec(text)?.[1];
    rows.push(
      present({
        process: kill[3],
        pid: Number(pid),
        at,
        age_s: Math.max(0, now - at),
        cgroup: known?.cgroup,
        unit: known?.cgroup === undefined ? undefined : unitOf(known.cgroup),
        constraint: known?.constraint ?? constraintOf(kill[1]),
        anon_rss_bytes: anonymous === undefined ? undefined : toBase(Number(anonymous), 'kB'),
        line: rowLine(line.text),
      }),
    );
  }
  return rows;
}
