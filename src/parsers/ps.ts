// ps -eo pid,ppid,user:32,stat,nlwp,rss,etimes,cgroup (procps), joined with /proc/PID/stat for CPU ticks and names:
//
//   -- ticks 100
//       PID    PPID USER                             STAT NLWP   RSS ELAPSED CGROUP
//        54       1 root                             Ssl     7 51376     126 9:name=systemd:/system.slice/api-service.service,…
//   -- stat
//   54 (node) S 1 27 3 7 162078          (state, parent, user and system ticks, threads, start)
//   -- end
// Without procps there is no ps section, and a `-- cgroup` one (`/proc/54/cgroup:0::/…`) instead.
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { unitOfProcess } from './cgroup-unit.js';
import { columns } from './columns.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { type ProcessStat, processStats } from './proc-pid-stat.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^ *PID +PPID +USER +STAT +NLWP +RSS +ELAPSED +CGROUP *$/u;

interface PsRow {
  readonly user: string;
  readonly state: string;
  readonly threads: number;
  readonly rss: number;
  readonly age: number;
  readonly unit: string | undefined;
  readonly line: Line;
}

interface Processes {
  readonly ticksPerSecond: number;
  readonly header: Line | undefined;
  readonly rows: ReadonlyMap<number, PsRow>;
  readonly stats: ReadonlyMap<number, ProcessStat>;
  readonly units: ReadonlyMap<number, string>;
}

function psRow(line: Line): [number, PsRow] {
  const [pid, , user, state, threads, rss, age, cgroup] = columns(line.text, 8);
  if (user === undefined || state === undefined || !/^[A-Z]/u.test(state))
    throw new OddLine(line, 'should be a row of ps with eight columns');
  return [
    wholeNumber(pid, line, 'PID'),
    {
      user,
      state: state.slice(0, 1),
      threads: wholeNumber(threads, line, 'NLWP'),
      rss: toBase(wholeNumber(rss, line, 'RSS'), 'kB'),
      age: wholeNumber(age, line, 'ELAPSED'),
      unit: cgroup === undefined ? undefined : unitOfProcess(cgroup),
      line,
    },
  ];
}

function cgroupUnits(lines: readonly Line[]): ReadonlyMap<number, string> {
  const units = new Map<number, string>();
  for (const line of lines) {
    const [, pid, cgroup = ''] = matchOf(/^\/proc\/(\d+)\/cgroup:(.*)$/u, line, 'should be /proc/PID/cgroup and a line of it');
    const unit = unitOfProcess(cgroup);
    if (unit) units.set(Number(pid), unit);
  }
  return units;
}

function processes(printed: Printed): Processes {
  const [first = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, ticks] = matchOf(/^-- ticks (\d+)$/u, first, "should be '-- ticks' and the ticks per second");
  const sections: Record<string, Line[]> = { ps: [] };
  let name = 'ps';
  for (const line of rest) {
    const title = /^-- (stat|cgroup|end)$/u.exec(line.text)?.[1];
    if (title) name = title;
    sections[name] ??= [];
    if (!title) sections[name]?.push(line);
  }
  if (!sections.end && !printed.truncated) throw new OddLine(rest.at(-1) ?? first, "the last line should be '-- end'");
  const [header, ...rows] = sections.ps ?? [];
  if (header && !HEADER.test(header.text)) throw new OddLine(header, "should be the header of ps, 'PID PPID USER STAT …'");
  return {
    ticksPerSecond: Number(ticks),
    header,
    rows: new Map(rows.map(psRow)),
    stats: processStats(sections.stat ?? []),
    units: cgroupUnits(sections.cgroup ?? []),
  };
}

function processRow(stat: ProcessStat, now: Processes, before: Processes | undefined, window: number | undefined, uptime: number): FactRow {
  const row = now.rows.get(stat.pid);
  const old = before?.stats.get(stat.pid);
  // The same pid with another start is another process.
  const isSame = old !== undefined && old.start === stat.start;
  const ticks = isSame ? stat.ticks - old.ticks : undefined;
  return present({
    pid: stat.pid,
    ppid: stat.ppid,
    user: row?.user,
    name: rowLine(stat.name),
    state: stat.state,
    threads: stat.threads,
    rss_bytes: row?.rss,
    rss_before: isSame ? before?.rows.get(stat.pid)?.rss : undefined,
    age_s: row?.age ?? Math.max(0, uptime - stat.start / now.ticksPerSecond),
    cpu_cores: ticks !== undefined && ticks >= 0 && window !== undefined ? ticks / now.ticksPerSecond / window : undefined,
    unit: row?.unit ?? now.units.get(stat.pid),
    line: rowLine(row ? `${row.line.text} (${stat.name})` : stat.line.text),
  });
}

/** The process that used most CPU in the window, so that a sentence can name it. */
function topOf(rows: readonly FactRow[]): Readonly<Record<string, string | number>> {
  let top: { readonly name: string; readonly pid: number; readonly cores: number } | undefined;
  for (const { name, pid, cpu_cores: cores } of rows) {
    if (typeof name === 'string' && typeof pid === 'number' && typeof cores === 'number' && cores > (top?.cores ?? 0))
      top = { name, pid, cores };
  }
  return top ? { top_process: top.name, top_pid: top.pid, top_cpu_cores: top.cores } : {};
}

/** Processes with memory and CPU use. One that ended while the check ran is left out. */
export const ps: Parser = {
  name: 'ps',
  gives: {
    rows: 'list',
    'rows.pid': 'number',
    'rows.ppid': 'number',
    'rows.user': 'text',
    'rows.name': 'text',
    'rows.state': 'text',
    'rows.threads': 'number',
    'rows.rss_bytes': 'number',
    'rows.rss_before': 'number',
    'rows.age_s': 'number',
    'rows.cpu_cores': 'number',
    'rows.unit': 'text',
    top_process: 'text',
    top_pid: 'number',
    top_cpu_cores: 'number',
  },
  parse: strictly(input => {
    const { first, last, window } = looksOf(input);
    const now = processes(last);
    const before = first && processes(first);
    const rows = [...now.stats.values()].map(stat => processRow(stat, now, before, window, last.uptime));
    return {
      kind: 'facts',
      values: { rows, ...topOf(rows) },
      lines: { '': rowLine(now.header?.text ?? `${now.stats.size} processes in /proc`) },
      ...partialOf(cutShort(last)),
    };
  }),
};
