// /proc/stat and /proc/loadavg. The `cpu` line counts ticks: user nice system idle iowait irq softirq steal guest guest_nice;
// guest time is contained in user and nice (man 5 proc), so it is not added again.
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import type { Line } from './lines.js';
import { present } from './present.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

interface CpuTimes {
  readonly ticks: readonly string[];
  readonly cores: number;
  readonly running: number | undefined;
  readonly runningLine: Line | undefined;
  /** Context switches since boot, of all CPUs. */
  readonly switches: Line | undefined;
  readonly line: Line;
  readonly load1: number | undefined;
  readonly loadLine: Line | undefined;
}

function cpuTimes(printed: Printed): CpuTimes {
  const files = readFiles(printed);
  const stat = files.get('/proc/stat') ?? [];
  const line = stat.find(entry => entry.text.startsWith('cpu '));
  if (!line) throw new OddLine(stat[0] ?? { no: 1, text: '' }, "/proc/stat has no line 'cpu'");
  const ticks = line.text.trim().split(/\s+/u).slice(1);
  // Kernels before 2.6.33 have fewer columns; steal is the eighth (2.6.11).
  if (ticks.length < 8) throw new OddLine(line, `should have at least 8 counters, not ${ticks.length}`);
  for (const tick of ticks) wholeNumber(tick, line, 'a counter');
  const runningLine = stat.find(entry => entry.text.startsWith('procs_running '));
  const loadLine = files.get('/proc/loadavg')?.[0];
  const load =
    loadLine && matchOf(/^(\d+\.\d+) \d+\.\d+ \d+\.\d+ \d+\/\d+ \d+$/u, loadLine, 'should be three load averages, tasks and a pid');
  return {
    ticks,
    cores: stat.filter(entry => /^cpu\d/u.test(entry.text)).length,
    running: runningLine && wholeNumber(runningLine.text.split(' ')[1], runningLine, 'procs_running'),
    runningLine,
    switches: stat.find(entry => /^ctxt \d+$/u.test(entry.text)),
    line,
    load1: load && Number(load[1]),
    loadLine,
  };
}

/** Ratios of the window by use, summed over all CPUs. A counter that went down counts as unchanged: iowait may (man 5 proc). */
function shares(before: readonly string[], after: readonly string[]): Readonly<Record<string, number>> {
  const rises = after.slice(0, 8).map((tick, index) => rise(before[index], tick) ?? 0);
  const total = rises.reduce((sum, value) => sum + value, 0);
  if (total <= 0) return {};
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = rises;
  return {
    busy: (user + nice + system + irq + softirq + steal) / total,
    user: (user + nice) / total,
    system: (system + irq) / total,
    iowait: iowait / total,
    softirq: softirq / total,
    steal: steal / total,
    idle: idle / total,
  };
}

/** Context switches a second. */
function switchesPerSecond(before: CpuTimes | undefined, now: CpuTimes, window: number | undefined): number | undefined {
  if (now.switches === undefined || window === undefined) return undefined;
  const risen = rise(before?.switches?.text.slice('ctxt '.length), now.switches.text.slice('ctxt '.length));
  return risen === undefined ? undefined : risen / window;
}

/** CPU use over the window, context switches, run queue and load. */
export const procStat: Parser = {
  name: 'proc_stat',
  gives: {
    cores: 'number',
    busy: 'number',
    user: 'number',
    system: 'number',
    iowait: 'number',
    softirq: 'number',
    steal: 'number',
    idle: 'number',
    run_queue: 'number',
    run_queue_before: 'number',
    switches_s: 'number',
    load1: 'number',
    load_per_core: 'number',
    window_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = cpuTimes(last);
    const before = first && cpuTimes(first);
    const cpuLine = rowLine(now.line.text);
    const running = now.runningLine ? { run_queue: rowLine(now.runningLine.text) } : {};
    const switches = now.switches
      ? { switches_s: rowLine(`${before?.switches ? `${before.switches.text} -> ` : ''}${now.switches.text}`) }
      : {};
    const load = now.loadLine ? { load1: rowLine(now.loadLine.text), load_per_core: rowLine(now.loadLine.text) } : {};
    return {
      kind: 'facts',
      values: {
        ...(before ? shares(before.ticks, now.ticks) : {}),
        ...present({
          cores: now.cores > 0 ? now.cores : undefined,
          run_queue: now.running,
          run_queue_before: before?.running,
          switches_s: switchesPerSecond(before, now, window),
          load1: now.load1,
          load_per_core: now.load1 !== undefined && now.cores > 0 ? now.load1 / now.cores : undefined,
          window_s: window,
        }),
      },
      lines: { ...running, ...switches, ...load, '': cpuLine },
    };
  }),
};
