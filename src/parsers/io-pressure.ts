// io.pressure and io.max of v2, blkio.throttle.*_device of v1. Only cgroups that ever waited, or have a limit, are sent; the two trees of a hybrid
// host have the same paths.
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Cgroup, cgroupFiles } from './cgroup-files.js';
import { unitOf } from './cgroup-unit.js';
import { rise } from './counters.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, strictly } from './strict.js';
import { looksOf } from './window.js';

const PRESSURE = /^(some|full) avg10=\d+\.\d+ avg60=\d+\.\d+ avg300=\d+\.\d+ total=(\d+)$/u;
// A device without a limit has no line in v1; in v2 it may stand there with max for everything.
const LIMIT = /^\d+:\d+ (?:\d+|.*=\d.*)$/u;

interface Group {
  readonly path: string;
  readonly some: string | undefined;
  readonly full: string | undefined;
  readonly limits: readonly string[];
}

function groupOf(path: string, parts: readonly Cgroup[]): Group {
  let some: string | undefined;
  let full: string | undefined;
  const limits: string[] = [];
  for (const { files } of parts) {
    for (const line of files.get('io.pressure') ?? []) {
      const [, kind, total] = matchOf(PRESSURE, line, "should be 'some' or 'full' with averages and a total");
      if (kind === 'some') some = total;
      else full = total;
    }
    for (const [file, lines] of files) {
      if (file !== 'io.pressure') limits.push(...lines.filter(line => LIMIT.test(line.text)).map(line => `${file} ${line.text}`));
    }
  }
  return { path, some, full, limits };
}

function groupsOf(groups: readonly Cgroup[]): ReadonlyMap<string, Group> {
  const paths = [...new Set(groups.map(group => group.path))];
  return new Map(
    paths.map(path => [
      path,
      groupOf(
        path,
        groups.filter(group => group.path === path),
      ),
    ]),
  );
}

function groupRow(now: Group, before: Group | undefined, isNew: boolean, window: number | undefined): FactRow {
  // One that appears in the second look had not waited before.
  const waited = (total: string | undefined, old: string | undefined): number | undefined => {
    const risen = total === undefined ? undefined : rise(old ?? (isNew ? '0' : undefined), total);
    return risen === undefined || window === undefined ? undefined : Math.min(1, toBase(risen, 'us') / window);
  };
  const limits = now.limits.length > 0 ? `; ${now.limits.join(', ')}` : '';
  return present({
    path: now.path,
    unit: unitOf(now.path),
    io_some: waited(now.some, before?.some),
    io_full: waited(now.full, before?.full),
    limited: now.limits.length > 0,
    line: rowLine(`${now.path}: io full total ${before?.full ?? '0'} -> ${now.full ?? '?'} us${limits}`),
  });
}

/** Which services waited for a disk in the window, and which have a limit. */
export const ioPressure: Parser = {
  name: 'io_pressure',
  gives: {
    groups: 'list',
    'groups.path': 'text',
    'groups.unit': 'text',
    'groups.io_some': 'number',
    'groups.io_full': 'number',
    'groups.limited': 'bool',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const { header, groups, more } = cgroupFiles(last, 'io_pressure');
    const firstLook = first && cgroupFiles(first, 'io_pressure');
    const before = groupsOf(firstLook?.groups ?? []);
    const isWhole = firstLook?.more === 0 && first?.truncated === false;
    return {
      kind: 'facts',
      values: {
        groups: [...groupsOf(groups).values()].map(group =>
          groupRow(group, before.get(group.path), isWhole && !before.has(group.path), window),
        ),
      },
      lines: { '': rowLine(header.text) },
      ...partialOf(leftOut(more, 'cgroups', ['groups']), cutShort(last)),
    };
  }),
};
