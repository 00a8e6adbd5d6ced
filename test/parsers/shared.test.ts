import { serviceOf, unitOf, unitOfProcess } from '../../src/parsers/cgroup-unit.js';
import { columns } from '../../src/parsers/columns.js';
import { rise } from '../../src/parsers/counters.js';
import { linesOf } from '../../src/parsers/lines.js';
import { cutShort, partialOf } from '../../src/parsers/partial.js';
import { portList } from '../../src/parsers/port-list.js';
import { present } from '../../src/parsers/present.js';
import { median } from '../../src/parsers/probe-lines.js';
import { toBase } from '../../src/parsers/quantity.js';
import { rowLine } from '../../src/parsers/row-line.js';
import { looksOf } from '../../src/parsers/window.js';

const printed = { stdout: '', stderr: '', exit: 0, truncated: false, uptime: 10 };

describe('lines', () => {
  it('are numbered, keep empty ones, and lose line ends', () => {
    expect(linesOf({ stdout: 'a\r\n\nb\n', truncated: false })).toEqual([
      { no: 1, text: 'a' },
      { no: 2, text: '' },
      { no: 3, text: 'b' },
    ]);
  });

  it('take a last line without an end, unless the cap cut it', () => {
    expect(linesOf({ stdout: 'a\nb', truncated: false }).map(line => line.text)).toEqual(['a', 'b']);
    expect(linesOf({ stdout: 'a\nb', truncated: true }).map(line => line.text)).toEqual(['a']);
  });

  it('are cited on one line, without control characters, at most 300 characters long', () => {
    expect(rowLine(' a\u001b[31m\tb\u2028c\n')).toBe('a [31m b c');
    expect(rowLine('x'.repeat(301))).toHaveLength(300);
    expect(rowLine('x'.repeat(300))).toBe('x'.repeat(300));
  });
});

it('columns: the last takes the rest', () => {
  expect(columns('  a  b   c d  e ', 3)).toEqual(['a', 'b', 'c d  e']);
  expect(columns('a', 3)).toEqual(['a']);
  expect(columns('   ', 3)).toEqual([]);
});

describe('rise', () => {
  it('subtracts before it rounds', () => {
    expect(rise('9007199254740993', '9007199254740995')).toBe(2);
    expect(rise('18446744073709551610', '18446744073709551615')).toBe(5);
  });

  it('is unknown for a counter that went down, is new, or is no counter', () => {
    expect([rise('5', '4'), rise(undefined, '4'), rise('-1', '-1'), rise('x', '4')]).toEqual([undefined, undefined, undefined, undefined]);
    expect(rise('4', '4')).toBe(0);
  });
});

it('quantities come in base units', () => {
  expect([toBase(15, 'ms'), toBase(2, 'kB'), toBase(4, 'percent'), toBase(3, 'min')]).toEqual([0.015, 2048, 0.04, 180]);
});

describe('units of cgroups', () => {
  it('are the innermost service', () => {
    expect(serviceOf('/user.slice/user@1000.service/app.slice/b.service')).toBe('b.service');
    expect(serviceOf('/docker/0a1b')).toBeUndefined();
    expect([unitOf('/docker/0a1b'), unitOf('/')]).toEqual(['0a1b', undefined]);
  });

  it('are found in what ps prints, for services and containers', () => {
    expect(unitOfProcess('9:name=systemd:/system.slice/api.service,8:pids:/x,0::/system.slice/api.service')).toBe('api.service');
    expect(unitOfProcess('0::/system.slice/docker-0a1b.scope')).toBe('docker-0a1b.scope');
    expect([unitOfProcess('0::/init.scope'), unitOfProcess('-')]).toEqual([undefined, undefined]);
  });
});

describe('portList', () => {
  it.each([
    ['8080', [{ first: 8080, last: 8080 }]],
    [
      '80,8000:8010',
      [
        { first: 80, last: 80 },
        { first: 8000, last: 8010 },
      ],
    ],
    [
      '{ 22, 8000-8010, https }',
      [
        { first: 22, last: 22 },
        { first: 8000, last: 8010 },
        { first: 443, last: 443 },
      ],
    ],
    ['@ports', 'unknown'],
    ['80,nobody-knows', 'unknown'],
    ['', 'unknown'],
  ])('reads %s', (text, expected) => {
    expect(portList(text)).toEqual(expected);
  });
});

describe('looks', () => {
  it('have a window by uptime', () => {
    expect(looksOf({ looks: [printed, { ...printed, uptime: 15 }], now: 0, params: {}, options: undefined }).window).toBe(5);
  });

  it('have no first look when there is one, or when the host was booted in between', () => {
    expect(looksOf({ looks: [printed], now: 0, params: {}, options: undefined })).toEqual({ last: printed });
    expect(looksOf({ looks: [printed, { ...printed, uptime: 3 }], now: 0, params: {}, options: undefined }).first).toBeUndefined();
  });
});

it('reasons for missing rows are joined', () => {
  const denied = { reason: 'denied' as const, why: 'a', lists: ['x'] };
  expect(partialOf(undefined, undefined)).toEqual({});
  expect(partialOf(denied, { reason: 'stale', why: 'b', lists: ['x', 'y'] })).toEqual({
    partial: { reason: 'denied', why: 'a; b', lists: ['x', 'y'] },
  });
  expect(partialOf(denied, cutShort({ ...printed, truncated: true }))).toEqual({
    partial: { reason: 'denied', why: 'a; the end of its output was cut off' },
  });
});

it('median and present', () => {
  expect([median([3, 1, 2]), median([4, 1]), median([])]).toEqual([2, 2.5, undefined]);
  expect(present({ a: 0, b: undefined, c: false })).toEqual({ a: 0, c: false });
});
