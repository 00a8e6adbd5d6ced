import { type HostFacts, readFacts } from '../../src/diagnosis/facts.js';
import type { VisitPlan } from '../../src/diagnosis/plan.js';
import type { CheckRun } from '../../src/model/capture.js';
import type { Parser, ParserOutput } from '../../src/model/parser.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { playbooksOf } from './small-playbooks.js';
import { attempt, CLOCK, ran } from './visits.js';

type Partly = Extract<ParserOutput, { kind: 'facts' }>['partial'];

/** Reads `name used` after a header, and tells what it was given. */
const disks = (partial?: Partly): Parser => ({
  name: 'disks',
  gives: 'declared',
  parse: ({ looks, now, params }) => {
    const [, ...lines] = (looks.at(-1) ?? looks[0]).stdout.trim().split('\n');
    const rows = lines.map(line => ({ name: line.split(' ')[0] ?? '', used: Number(line.split(' ')[1]), line }));
    const wrong = rows.findIndex(({ used }) => Number.isNaN(used));
    if (wrong >= 0) return { kind: 'unparsed', line: wrong + 2, text: lines[wrong] ?? '', why: 'it has no number' };
    const values = { rows, more: rows, now, seen: { looks: looks.length, of: params.of ?? 'nobody' } };
    return { kind: 'facts', values, lines: { '': 'NAME USED' }, ...(partial ? { partial } : {}) };
  },
});
const known = (partial?: Partly): ReadonlyMap<string, Parser> => new Map([['disks', disks(partial)]]);

const FIELDS = `
fields:
  rows: {type: list}
  rows.name: {type: text}
  rows.used: {type: number}
  more: {type: list}
  more.name: {type: text}
  now: {type: time}
  seen.looks: {type: number}
  seen.of: {type: text}
`;
const playbooks = playbooksOf(
  {
    'disk.yaml': `
check: disk
title: Disks
timeout: 3s
cap: 64B
hint: run it as root
try:
  - {run: df, alive: '^NAME', parse: disks}
  - {run: mount, alive: '^NAME', parse: disks, gives: [rows.name]}
${FIELDS}`,
    'twice.yaml': `
check: twice
title: Disks, twice
sample: twice
try:
  - {run: df, alive: '^NAME', parse: disks}
  - {run: mount, alive: '^NAME', parse: disks}
${FIELDS}`,
  },
  known(),
);

const plan = (more: Partial<VisitPlan> = {}): VisitPlan => ({
  onHost: [],
  fromBot: [],
  fromPrometheus: [],
  unplanned: [],
  params: new Map(),
  ...more,
});

function read(run: CheckRun, partial?: Partly): HostFacts {
  const visit = { host: 'app', hostClock: CLOCK, uid: 0, runs: [run] };
  return readFacts(playbooks, plan(), 'app', [visit], { parsers: known(partial), matchesLine });
}

const STDOUT = 'NAME USED\nroot 7\ndata 9\n';
const ok = attempt({ command: 'df', stdout: STDOUT });

describe('readFacts', () => {
  test('what was printed becomes values with their source, and the check is ok', () => {
    const { facts, gaps, statuses } = read(ran('disk', ok));
    expect(facts.get('disk')).toMatchObject({
      check: 'disk',
      host: 'app',
      values: { rows: [{ name: 'root', used: 7, line: 'root 7' }, { name: 'data' }] },
      source: { check: 'disk', host: 'app', command: 'df', exit: 0, lines: { '': 'NAME USED' } },
    });
    expect(gaps).toEqual([]);
    expect(statuses).toEqual([{ check: 'disk', host: 'app', status: 'ok', ms: 500 }]);
  });

  test.each([
    ['denied', { exit: 1, stderr: 'df: /x: Permission denied\n' }, 'df: df: /x: Permission denied', 'run it as root'],
    ['denied', { exit: 1, stdout: 'you must be root\n' }, 'df: you must be root', 'run it as root'],
    [
      'denied',
      { exit: 0, stderr: 'Operation not permitted' },
      'nothing of what it always prints: Operation not permitted',
      'run it as root',
    ],
    ['failed', { exit: 2, stderr: '\n  bad option\n' }, 'df: exit 2: bad option', ''],
    ['failed', { exit: 3, stdout: STDOUT }, 'df: exit 3: NAME USED', ''],
    ['missing', { exit: 127 }, 'df: command not found', 'run it as root'],
    ['timeout', { exit: -1, end: 'timed-out' }, 'df: no answer within our limit of 3 s', ''],
    ['hung', { exit: -1, end: 'hung' }, 'df: did not end, not even when killed', ''],
    ['empty', { exit: 0 }, 'df: exit 0, but nothing of what it always prints', 'run it as root'],
    ['empty', { exit: 0, stdout: 'root 7\n' }, 'nothing of what it always prints: root 7', 'run it as root'],
    ['unparsed', { exit: 0, stdout: 'NAME USED\nroot 7\ndata ?\n' }, 'df: line 3 (data ?): it has no number', ''],
  ] as const)('%s: %o', (reason, how, detail, hint) => {
    const { facts, gaps, statuses } = read(ran('disk', attempt({ command: 'df', ...how })));
    expect(facts.size).toBe(0);
    expect(gaps).toEqual([{ check: 'disk', host: 'app', reason, detail: expect.stringContaining(detail), hint }]);
    expect(statuses).toMatchObject([{ status: reason }]);
  });

  test('a long complaint is cut, so that a host cannot flood the report', () => {
    const { gaps } = read(ran('disk', attempt({ command: 'df', exit: 1, stderr: 'x'.repeat(10_000) })));
    expect(gaps[0]?.detail).toBe(`df: exit 1: ${'x'.repeat(200)}`);
  });

  test('a check that did not run keeps its own reason and hint', () => {
    const { facts, gaps, statuses } = read({
      kind: 'not-run',
      key: 'disk',
      reason: 'unreachable',
      detail: 'no route',
      hint: 'ask the network',
    });
    expect(facts.size).toBe(0);
    expect(gaps).toEqual([{ check: 'disk', host: 'app', reason: 'unreachable', detail: 'no route', hint: 'ask the network' }]);
    expect(statuses).toEqual([{ check: 'disk', host: 'app', status: 'unreachable', ms: 0 }]);
  });

  test('a check that was not planned is a gap as well, and checks are listed by name', () => {
    const skipped: CheckRun = { kind: 'not-run', key: 'disk', reason: 'skipped', detail: 'needs a port', hint: 'give it' };
    const visit = { host: 'app', hostClock: CLOCK, uid: 0, runs: [ran('twice', ok, ok)] };
    const { gaps, statuses } = readFacts(playbooks, plan({ unplanned: [skipped] }), 'app', [visit], { parsers: known(), matchesLine });
    expect(gaps).toEqual([{ check: 'disk', host: 'app', reason: 'skipped', detail: 'needs a port', hint: 'give it' }]);
    expect(statuses.map(({ check, status }) => `${check} ${status}`)).toEqual(['disk skipped', 'twice ok']);
  });

  test('the parser sees the bound parameters', () => {
    const visit = { host: 'app', hostClock: CLOCK, uid: 0, runs: [ran('disk', ok)] };
    const bound = plan({ params: new Map([['disk', { of: 'us' }]]) });
    const { facts } = readFacts(playbooks, bound, 'app', [visit], { parsers: known(), matchesLine });
    expect(facts.get('disk')?.values.seen).toEqual({ looks: 1, of: 'us' });
  });

  test('output that we cut off is read whatever its exit code, and every list may hold more', () => {
    const { facts, gaps, statuses } = read(ran('disk', attempt({ command: 'df', stdout: STDOUT, exit: -1, truncated: true })));
    const values = facts.get('disk')?.values;
    expect(values?.rows).toEqual([{ name: 'root', used: 7, line: 'root 7' }, { name: 'data', used: 9, line: 'data 9' }, {}]);
    expect(values?.more).toHaveLength(3);
    expect(gaps).toMatchObject([
      { reason: 'truncated', detail: 'df: its output is longer than 64 bytes; what was cut is unknown', hint: '' },
    ]);
    expect(statuses).toMatchObject([{ status: 'truncated' }]);
  });

  test('a parser that names the lists that are incomplete adds an unknown row to these only', () => {
    const { facts, gaps, statuses } = read(ran('disk', ok), { reason: 'partial', why: 'the log was rotated', lists: ['rows'] });
    expect(facts.get('disk')?.values.rows).toHaveLength(3);
    expect(facts.get('disk')?.values.more).toHaveLength(2);
    expect(gaps).toMatchObject([{ reason: 'partial', detail: 'df: the log was rotated', hint: 'run it as root' }]);
    expect(statuses).toMatchObject([{ status: 'partial' }]);
  });

  test('a parser that names no list means all of them', () => {
    const { facts } = read(ran('disk', ok), { reason: 'denied', why: 'only your own' });
    expect(facts.get('disk')?.values.rows).toHaveLength(3);
    expect(facts.get('disk')?.values.more).toHaveLength(3);
  });

  test('a fallback gives only the fields that it says it gives; the others are unknown', () => {
    const { facts } = read(ran('disk', attempt({ variant: 1, command: 'mount', stdout: 'NAME USED\nroot 7\n' })));
    const values = facts.get('disk')?.values;
    expect(values).toMatchObject({ rows: [{ name: 'root', line: 'root 7' }], seen: {} });
    expect(values?.rows).not.toMatchObject([{ used: 7 }]);
    expect(values?.seen).not.toHaveProperty('looks');
    expect(values).not.toHaveProperty('now');
  });

  test('of several attempts in one look the last counts', () => {
    const failed = attempt({ command: 'df', exit: 127 });
    const fallback = attempt({ variant: 1, command: 'mount', stdout: STDOUT, from: 101, to: 101.25 });
    const { facts, gaps, statuses } = read({ kind: 'ran', key: 'disk', looks: [{ attempts: [failed, fallback] }] });
    expect(facts.get('disk')?.source.command).toBe('mount');
    expect(gaps).toEqual([]);
    expect(statuses).toEqual([{ check: 'disk', host: 'app', status: 'ok', ms: 750 }]);
  });

  test('two good looks are read together', () => {
    const { facts, gaps } = read(ran('twice', ok, attempt({ command: 'df', stdout: STDOUT, from: 105, to: 105.5 })));
    expect(facts.get('twice')?.values.seen).toMatchObject({ looks: 2 });
    expect(gaps).toEqual([]);
  });

  test('of two looks only one usable: it is read, and the gap says why the other is not', () => {
    const { facts, gaps, statuses } = read(ran('twice', ok, attempt({ command: 'df', end: 'timed-out', exit: -1, from: 105, to: 110 })));
    expect(facts.get('twice')?.values.seen).toMatchObject({ looks: 1 });
    const detail = 'df: only one of two looks could be used; df: no answer within our limit of 5 s';
    expect(gaps).toMatchObject([{ reason: 'partial', detail }]);
    expect(statuses).toMatchObject([{ status: 'partial' }]);
  });

  test('two looks by different variants cannot be compared: only the last is read', () => {
    const other = attempt({ variant: 1, command: 'mount', stdout: 'NAME USED\nroot 7\n', from: 105, to: 105.5 });
    const { facts, statuses } = read(ran('twice', ok, other));
    expect(facts.get('twice')?.values.seen).toMatchObject({ looks: 1 });
    expect(facts.get('twice')?.values.rows).toHaveLength(1);
    expect(facts.get('twice')?.source.command).toBe('mount');
    expect(statuses).toMatchObject([{ status: 'partial' }]);
  });

  test('times are by the clock of the host: when its first attempt began, and the seconds since', () => {
    const later = attempt({ command: 'df', stdout: STDOUT, from: 140, to: 142 });
    const two = { attempts: [attempt({ exit: 127 }), attempt({ command: 'df', stdout: STDOUT, from: 101, to: 103 })] };
    const runs: CheckRun[] = [ran('twice', later), { kind: 'ran', key: 'disk', looks: [two] }];
    const visit = { host: 'app', hostClock: CLOCK, uid: 0, runs };
    const { facts } = readFacts(playbooks, plan(), 'app', [visit], { parsers: known(), matchesLine });
    expect(facts.get('disk')).toMatchObject({ source: { at: CLOCK + 3 }, values: { now: CLOCK + 3 } });
    expect(facts.get('twice')).toMatchObject({ source: { at: CLOCK + 42 }, values: { now: CLOCK + 42 } });
  });
});
