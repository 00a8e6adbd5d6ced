// systemctl show of services (systemd 235 to 256): paragraphs of Key=Value, then `units looked at: N`.
// Times are the *Monotonic properties, µs of CLOCK_MONOTONIC: they need no time zone and survive a clock that was set.
import type { FactRow } from '../model/fact.js';
import type { Parser, ParserInput, Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { toBase } from './quantity.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

// CLD_EXITED, CLD_KILLED, CLD_DUMPED of waitid(2), as ExecMainCode gives them.
const EXIT_CODES: Readonly<Record<string, string>> = { '1': 'exited', '2': 'killed', '3': 'dumped' };
// A loop that ended longer ago than this is history; one restart by systemd is, sooner.
const LOOP_RECENT_S = 300;
const LOOP_RESTARTS = 3;
const RESTART_RECENT_S = 120;

type Properties = ReadonlyMap<string, string>;

interface Paragraph {
  readonly properties: Properties;
  readonly line: Line;
}

/** Paragraphs, up to the line that ends the output. The last one is left out when the cap cut it. */
function paragraphs(printed: Printed): { units: readonly Paragraph[]; end: Line | undefined } {
  const units: Paragraph[] = [];
  let properties = new Map<string, string>();
  let start: Line | undefined;
  let end: Line | undefined;
  for (const line of linesOf(printed)) {
    if (/^units looked at: \d+$/u.test(line.text)) end = line;
    else if (line.text === '') {
      if (start) units.push({ properties, line: start });
      properties = new Map();
      start = undefined;
    } else {
      const equals = line.text.indexOf('=');
      if (equals <= 0 || !/^\w+$/u.test(line.text.slice(0, equals))) throw new OddLine(line, 'should be a property, Key=Value');
      properties.set(line.text.slice(0, equals), line.text.slice(equals + 1));
      start ??= line;
    }
  }
  return { units, end };
}

/** Seconds of uptime of a monotonic timestamp; nothing when it did not happen in this boot (0). */
function secondsOf(properties: Properties, name: string): number | undefined {
  const value = properties.get(name);
  return value === undefined || !/^[1-9]\d*$/u.test(value) ? undefined : toBase(Number(value), 'us');
}

function sayOf(properties: Properties): string {
  const shown = ['Id', 'ActiveState', 'SubState', 'Result', 'ExecMainCode', 'ExecMainStatus', 'NRestarts', 'MainPID', 'UnitFileState'];
  return rowLine(
    shown
      .filter(name => properties.has(name))
      .map(name => `${name}=${properties.get(name) ?? ''}`)
      .join(' '),
  );
}

function isTarget(properties: Properties, unit: string): boolean {
  const names = [properties.get('Id') ?? '', ...(properties.get('Names') ?? '').split(' ')];
  return names.includes(unit) || names.includes(`${unit}.service`);
}

function row({ properties, line }: Paragraph, input: ParserInput): FactRow {
  const get = (name: string): string | undefined => properties.get(name) || undefined;
  const whole = (name: string): number | undefined =>
    /^\d+$/u.test(properties.get(name) ?? '') ? Number(properties.get(name)) : undefined;
  const unit = get('Id');
  const [state, sub, exec] = [get('ActiveState'), get('SubState') ?? '', whole('ExecMainCode')];
  if (!unit || !state) throw new OddLine(line, 'this unit has no Id or no ActiveState');
  const { uptime } = looksOf(input).last;
  const wallClock = (seconds: number | undefined): number | undefined =>
    seconds === undefined ? undefined : input.now - (uptime - seconds);
  const activeAt = secondsOf(properties, 'ActiveEnterTimestampMonotonic');
  const startedAt = Math.max(activeAt ?? 0, secondsOf(properties, 'InactiveExitTimestampMonotonic') ?? 0);
  const restarts = whole('NRestarts');
  const isRestarting = sub.includes('auto-restart');
  // Between two crashes of a loop the process runs, and systemd has wiped out how the last one ended: that is `none`, not unknown.
  const ended = exec === 0 ? 'none' : EXIT_CODES[String(exec)];
  const sinceStart = uptime - startedAt;
  const pid = whole('MainPID');
  const namesPort = get('NamesPort');
  return present({
    unit,
    description: get('Description'),
    state,
    sub: get('SubState'),
    result: get('Result'),
    exit_code: ended,
    exit_status: ended === undefined || ended === 'none' ? undefined : whole('ExecMainStatus'),
    main_pid: pid === 0 ? undefined : pid,
    type: get('Type'),
    enabled: get('UnitFileState'),
    restarts,
    active_since: wallClock(activeAt),
    inactive_since: wallClock(secondsOf(properties, 'InactiveEnterTimestampMonotonic')),
    was_active: activeAt !== undefined,
    cgroup: get('ControlGroup'),
    failed: state === 'failed' || isRestarting,
    looping: isRestarting || (restarts !== undefined && restarts >= LOOP_RESTARTS && sinceStart <= LOOP_RECENT_S),
    restarted: restarts === undefined ? undefined : restarts > 0 && sinceStart <= RESTART_RECENT_S,
    stopped: state === 'inactive' && get('Result') === 'success' && get('Type') !== 'oneshot' && get('LoadState') !== 'not-found',
    is_target: isTarget(properties, input.params.unit ?? ''),
    names_port: namesPort === undefined ? undefined : namesPort === 'yes',
    line: sayOf(properties),
  });
}

/** Services with their states, as systemd sees them. */
export const systemctlShow: Parser = {
  name: 'systemctl_show',
  gives: {
    supervisor: 'text',
    rows: 'list',
    'rows.unit': 'text',
    'rows.description': 'text',
    'rows.state': 'text',
    'rows.sub': 'text',
    'rows.result': 'text',
    'rows.exit_code': 'text',
    'rows.exit_status': 'number',
    'rows.main_pid': 'number',
    'rows.type': 'text',
    'rows.enabled': 'text',
    'rows.restarts': 'number',
    'rows.active_since': 'time',
    'rows.inactive_since': 'time',
    'rows.was_active': 'bool',
    'rows.cgroup': 'text',
    'rows.failed': 'bool',
    'rows.looping': 'bool',
    'rows.restarted': 'bool',
    'rows.stopped': 'bool',
    'rows.is_target': 'bool',
    'rows.names_port': 'bool',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const none = /^supervisor: none, process 1 is [^\n]*/u.exec(last.stdout)?.[0];
    if (none !== undefined)
      return {
        kind: 'facts',
        values: { supervisor: 'none' },
        lines: { '': none },
        partial: { reason: 'partial', why: 'systemd does not run on this host, so that how its services ended is not known' },
      };
    const { units, end } = paragraphs(last);
    if (!end && !last.truncated)
      throw new OddLine({ no: Math.max(1, linesOf(last).length), text: '' }, "the last line should be 'units looked at: N'");
    return {
      kind: 'facts',
      values: { supervisor: 'systemd', rows: units.map(unit => row(unit, input)) },
      lines: { '': end?.text ?? sayOf(units[0]?.properties ?? new Map()) },
      ...partialOf(cutShort(last)),
    };
  }),
};
