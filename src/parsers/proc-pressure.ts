// /proc/pressure/{cpu,io,memory}: `some avg10=0.04 avg60=0.41 avg300=0.50 total=24244148`, total in microseconds.
import type { Parser, Printed } from '../model/parser.js';
import { rise } from './counters.js';
import type { Line } from './lines.js';
import { toBase } from './quantity.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { matchOf, strictly } from './strict.js';
import { looksOf } from './window.js';

interface Pressure {
  readonly total: string;
  readonly avg10: number;
  readonly line: Line;
}

const ROW = /^(some|full) avg10=(\d+\.\d+) avg60=\d+\.\d+ avg300=\d+\.\d+ total=(\d+)$/u;

function pressures(printed: Printed): ReadonlyMap<string, Pressure> {
  const found = new Map<string, Pressure>();
  for (const [path, lines] of readFiles(printed)) {
    for (const line of lines) {
      const [, kind = '', avg10, total = ''] = matchOf(ROW, line, "should be 'some' or 'full' with averages and a total");
      found.set(`${path.slice(path.lastIndexOf('/') + 1)}_${kind}`, { total, avg10: Number(avg10), line });
    }
  }
  return found;
}

/** Parts of the window in which work waited for CPU, disk or memory. */
export const procPressure: Parser = {
  name: 'proc_pressure',
  gives: {
    cpu_some: 'number',
    io_some: 'number',
    io_full: 'number',
    memory_some: 'number',
    memory_full: 'number',
    cpu_some_avg10: 'number',
    window_s: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = pressures(last);
    const before = first && pressures(first);
    const values: Record<string, number> = {};
    const lines: Record<string, string> = {};
    for (const name of ['cpu_some', 'io_some', 'io_full', 'memory_some', 'memory_full']) {
      const entry = now.get(name);
      if (!entry) continue;
      lines[name] = rowLine(`${name.split('_')[0] ?? ''}: ${entry.line.text}`);
      const waited = rise(before?.get(name)?.total, entry.total);
      // The kernel adds up to now, uptime is read a moment apart: a little over the window is the whole window.
      if (waited !== undefined && window !== undefined) values[name] = Math.min(1, toBase(waited, 'us') / window);
    }
    const cpu = now.get('cpu_some');
    if (cpu) values.cpu_some_avg10 = toBase(cpu.avg10, 'percent');
    if (window !== undefined) values.window_s = window;
    return {
      kind: 'facts',
      values,
      lines: { ...lines, cpu_some_avg10: lines.cpu_some ?? '', '': lines.cpu_some ?? Object.values(lines)[0] ?? '' },
    };
  }),
};
