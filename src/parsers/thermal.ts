// Files of /sys about heat, each line as path:value. Temperatures in thousandths of a degree, clock speeds in kHz:
//
//   thermal
//   machine bare
//   /sys/devices/system/cpu/cpu0/thermal_throttle/core_throttle_count:1822
//   /sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq:1197843
//   /sys/class/hwmon/hwmon2/temp1_input:99000
//   end
import type { FactScalar } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

interface Look {
  readonly isVirtual: boolean;
  readonly files: ReadonlyMap<string, string>;
}

const FILE = /^(\/sys\/(?:devices\/system\/cpu|class\/thermal|class\/hwmon)\/[\w/.-]{1,120}):(.{0,80})$/u;

function lookOf(printed: Printed): Look {
  const [header = { no: 1, text: '' }, machine = { no: 2, text: '' }, ...rest] = linesOf(printed);
  matchOf(/^thermal$/u, header, "should be 'thermal'");
  const [, kind] = matchOf(/^machine (bare|virtual)$/u, machine, "should be 'machine' and its kind");
  const isWhole = rest.at(-1)?.text === 'end';
  if (!isWhole && !printed.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
  const files = new Map<string, string>();
  for (const line of isWhole ? rest.slice(0, -1) : rest) {
    const [, path = '', value = ''] = matchOf(FILE, line, 'should be a file of /sys and its value');
    files.set(path, value.trim());
  }
  return { isVirtual: kind === 'virtual', files };
}

/** Numbers of the files that a pattern names; its first group tells one from another. */
function numbersOf({ files }: Look, pattern: RegExp): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [path, value] of files) {
    const match = pattern.exec(path);
    if (match && /^-?\d{1,12}$/u.test(value)) found.set(match[1] ?? '', Number(value));
  }
  return found;
}

/** Drivers and zones of CPUs: a hot disk slows no CPU down. */
const OF_A_CPU = /^(?:coretemp|k10temp|zenpower|x86_pkg_temp|cpu|soc|acpitz)/iu;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function rises(now: Look, before: Look | undefined, pattern: RegExp): readonly number[] | undefined {
  const counts = numbersOf(now, pattern);
  const earlier = before && numbersOf(before, pattern);
  if (counts.size === 0 || !earlier) return undefined;
  return [...counts].map(([core, count]) => Math.max(0, count - (earlier.get(core) ?? count)));
}

function clockFacts(look: Look): Record<string, FactScalar> {
  const clocks = [...numbersOf(look, /\/(cpu\d+)\/cpufreq\/scaling_cur_freq$/u).values()].sort((a, b) => b - a);
  const bases = numbersOf(look, /\/(cpu\d+)\/cpufreq\/base_frequency$/u);
  const made = [...(bases.size > 0 ? bases : numbersOf(look, /\/(cpu\d+)\/cpufreq\/cpuinfo_max_freq$/u)).values()];
  if (clocks.length === 0 || made.length === 0) return {};
  // CPUs without work run slowly on purpose: the faster half is the one that works.
  const clock = mean(clocks.slice(0, Math.ceil(clocks.length / 2)));
  return { clock_ratio: clock / mean(made), clock_hz: clock * 1000, base_hz: mean(made) * 1000 };
}

/** The sensor of a CPU that is nearest to its limit. */
function hottestOf(look: Look): Record<string, FactScalar> {
  const limits = numbersOf(look, /\/hwmon\/(hwmon\d+\/temp\d+)_crit$/u);
  const softer = numbersOf(look, /\/hwmon\/(hwmon\d+\/temp\d+)_max$/u);
  const sensors = [...numbersOf(look, /\/hwmon\/(hwmon\d+\/temp\d+)_input$/u)].map(([sensor, value]) => {
    const name = look.files.get(`/sys/class/hwmon/${sensor.split('/')[0]}/name`);
    // What a driver calls `max` is where fans run faster; the CPU slows down near `crit`.
    return { sensor: `${name ?? ''} ${sensor}`, value, limit: limits.get(sensor) ?? softer.get(sensor) };
  });
  const zones = [...numbersOf(look, /\/thermal\/(thermal_zone\d+)\/temp$/u)].map(([zone, value]) => ({
    sensor: `${look.files.get(`/sys/class/thermal/${zone}/type`) ?? 'zone'} ${zone}`,
    value,
    limit: undefined,
  }));
  const room = ({ value, limit }: { readonly value: number; readonly limit: number | undefined }): number =>
    limit === undefined ? Number.POSITIVE_INFINITY : limit - value;
  const [hottest] = [...sensors, ...zones]
    .filter(({ sensor }) => OF_A_CPU.test(sensor))
    .sort((a, b) => (room(a) === room(b) ? b.value - a.value : room(a) - room(b)));
  if (!hottest) return {};
  return present({
    hottest: rowLine(hottest.sensor),
    hottest_c: hottest.value / 1000,
    limit_c: hottest.limit === undefined ? undefined : hottest.limit / 1000,
  });
}

/** Whether heat slows the CPUs down. */
export const thermal: Parser = {
  name: 'thermal',
  gives: {
    is_virtual: 'bool',
    throttled: 'number',
    package_throttled: 'number',
    clock_ratio: 'number',
    clock_hz: 'number',
    base_hz: 'number',
    governor: 'text',
    hottest: 'text',
    hottest_c: 'number',
    limit_c: 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const now = lookOf(last);
    const before = first && lookOf(first);
    const cores = rises(now, before, /\/(cpu\d+)\/thermal_throttle\/core_throttle_count$/u);
    const packages = rises(now, before, /\/(cpu\d+)\/thermal_throttle\/package_throttle_count$/u);
    const governor = now.files.get('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor');
    return {
      kind: 'facts',
      values: {
        is_virtual: now.isVirtual,
        ...present({
          throttled: cores?.reduce((sum, one) => sum + one, 0),
          // Each CPU shows the count of the package that it is in.
          package_throttled: packages && Math.max(...packages),
          governor: governor === undefined ? undefined : rowLine(governor),
        }),
        ...clockFacts(now),
        ...hottestOf(now),
      },
      lines: { '': now.isVirtual ? 'machine virtual' : 'machine bare' },
      ...partialOf(cutShort(last)),
    };
  }),
};
