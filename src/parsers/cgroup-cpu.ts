// cpu.max (v2: `15000 100000`, µs) or cpu.cfs_quota_us and cpu.cfs_period_us (v1), and cpu.stat of both
// (`throttled_usec` in v2, `throttled_time` in ns in v1).
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Cgroup, cgroupFiles, onlyLine, valueIn } from './cgroup-files.js';
import { unitOf } from './cgroup-unit.js';
import { rise } from './counters.js';
import { cutShort, leftOut, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, strictly } from './strict.js';
import { looksOf } from './window.js';

/** The quota in cores; nothing when the cgroup has none (any more). */
function quotaOf(group: Cgroup): number | undefined {
  const max = onlyLine(group, 'cpu.max');
  if (max) {
    const [, quota = '', period] = matchOf(/^(max|\d+) (\d+)$/u, max, 'cpu.max should be a quota and a period');
    return quota === 'max' ? undefined : Number(quota) / Number(period);
  }
  const quota = onlyLine(group, 'cpu.cfs_quota_us');
  const period = onlyLine(group, 'cpu.cfs_period_us');
  if (!quota || !period) return undefined;
  const [us] = matchOf(/^-?\d+$/u, quota, 'cpu.cfs_quota_us should be a number');
  const [of] = matchOf(/^\d+$/u, period, 'cpu.cfs_period_us should be a number');
  return Number(us) < 0 ? undefined : Number(us) / Number(of);
}

function rises(before: Cgroup | undefined, now: Cgroup, name: string): number | undefined {
  const value = valueIn(now, 'cpu.stat', name);
  return value === undefined || !before ? undefined : rise(valueIn(before, 'cpu.stat', name), value);
}

function groupRow(now: Cgroup, before: Cgroup | undefined): FactRow | undefined {
  const quota = quotaOf(now);
  if (quota === undefined) return undefined;
  const periods = rises(before, now, 'nr_periods');
  const throttled = rises(before, now, 'nr_throttled');
  const inMicroseconds = rises(before, now, 'throttled_usec');
  const inNanoseconds = rises(before, now, 'throttled_time');
  const total = (name: string): string => valueIn(now, 'cpu.stat', name) ?? '?';
  return present({
    path: now.path,
    unit: unitOf(now.path),
    quota_cores: quota,
    periods,
    throttled,
    throttled_s: inMicroseconds === undefined ? inNanoseconds && toBase(inNanoseconds, 'ns') : toBase(inMicroseconds, 'us'),
    throttled_ratio: periods !== undefined && throttled !== undefined && periods > 0 ? throttled / periods : undefined,
    line: rowLine(`${now.path}: quota ${quota} cores, nr_periods ${total('nr_periods')}, nr_throttled ${total('nr_throttled')}`),
  });
}

/** Cgroups with a CPU quota, and how much they were throttled in the window. */
export const cgroupCpu: Parser = {
  name: 'cgroup_cpu',
  gives: {
    groups: 'list',
    'groups.path': 'text',
    'groups.unit': 'text',
    'groups.quota_cores': 'number',
    'groups.periods': 'number',
    'groups.throttled': 'number',
    'groups.throttled_s': 'number',
    'groups.throttled_ratio': 'number',
    any_quota: 'bool',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const { header, groups, more } = cgroupFiles(last, 'cgroup_cpu');
    const before = new Map((first ? cgroupFiles(first, 'cgroup_cpu').groups : []).map(group => [group.line.text, group]));
    const rows = groups.map(group => groupRow(group, before.get(group.line.text))).filter(row => row !== undefined);
    const cut = cutShort(last);
    return {
      kind: 'facts',
      // A cut list without a quota proves nothing.
      values: { groups: rows, ...present({ any_quota: rows.length > 0 || (cut || more > 0 ? undefined : false) }) },
      lines: { '': rowLine(header.text) },
      ...partialOf(leftOut(more, 'cgroups with a CPU quota', ['groups']), cut),
    };
  }),
};
