// memory.max, memory.current, memory.events(.local) of v2; memory.limit_in_bytes, memory.usage_in_bytes,
// memory.oom_control of v1. Only cgroups with a limit or an OOM kill are sent.
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Cgroup, cgroupFiles, onlyLine, valueIn } from './cgroup-files.js';
import { unitOf } from './cgroup-unit.js';
import { rise } from './counters.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, strictly } from './strict.js';
import { looksOf } from './window.js';

// v1 writes "no limit" as the largest multiple of a page, about 9.2e18; no host has a petabyte.
const NO_LIMIT = 1e15;

function bytesIn(group: Cgroup, file: string): number | undefined {
  const line = onlyLine(group, file);
  if (!line) return undefined;
  const [text] = matchOf(/^(?:max|\d+)$/u, line, `${file} should be a number or 'max'`);
  return text === 'max' || Number(text) >= NO_LIMIT ? undefined : Number(text);
}

/** OOM kills of processes in the cgroup itself where the kernel tells (Linux 5.2), else also of those below it. */
function killsOf(group: Cgroup): string | undefined {
  return (
    valueIn(group, 'memory.events.local', 'oom_kill') ??
    valueIn(group, 'memory.events', 'oom_kill') ??
    valueIn(group, 'memory.oom_control', 'oom_kill')
  );
}

function groupRow(now: Cgroup, before: Cgroup | undefined, isBeforeWhole: boolean): FactRow | undefined {
  const limit = bytesIn(now, 'memory.max') ?? bytesIn(now, 'memory.limit_in_bytes');
  const kills = killsOf(now);
  if (limit === undefined && (kills === undefined || kills === '0')) return undefined;
  const used = bytesIn(now, 'memory.current') ?? bytesIn(now, 'memory.usage_in_bytes');
  // A cgroup without limit appears with its first kill: it had none before.
  const old = before ? killsOf(before) : isBeforeWhole ? '0' : undefined;
  return present({
    path: now.path,
    unit: unitOf(now.path),
    oom_kills_total: kills === undefined ? undefined : Number(kills),
    oom_kills_new: kills === undefined ? undefined : rise(old, kills),
    limit_bytes: limit,
    used_bytes: used,
    line: rowLine(`${now.path}: oom_kill ${kills ?? '?'}, limit ${limit ?? 'none'}, used ${used ?? '?'}`),
  });
}

/** Cgroups with a memory limit or OOM kills. */
export const memoryEvents: Parser = {
  name: 'memory_events',
  gives: {
    groups: 'list',
    'groups.path': 'text',
    'groups.unit': 'text',
    'groups.oom_kills_total': 'number',
    'groups.oom_kills_new': 'number',
    'groups.limit_bytes': 'number',
    'groups.used_bytes': 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const { header, groups, more } = cgroupFiles(last, 'memory_events');
    const firstLook = first && cgroupFiles(first, 'memory_events');
    const before = new Map((firstLook?.groups ?? []).map(group => [group.line.text, group]));
    const isWhole = firstLook?.more === 0 && first?.truncated === false;
    return {
      kind: 'facts',
      values: { groups: groups.map(group => groupRow(group, before.get(group.line.text), isWhole)).filter(row => row !== undefined) },
      lines: { '': rowLine(header.text) },
      ...partialOf(leftOut(more, 'cgroups with a memory limit', ['groups']), cutShort(last)),
    };
  }),
};
