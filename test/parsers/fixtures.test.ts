import { readFileSync, writeFileSync } from 'node:fs';
import { parsers } from '../../src/parsers/registry.js';
import { type FixtureKind, fixtures } from './fixtures.js';

const all = fixtures();
const KINDS: readonly FixtureKind[] = ['healthy', 'faulty', 'empty', 'truncated', 'noise'];
// Parsers whose command may be refused or show only a part, so that they must say so.
const MAY_BE_DENIED = [
  'access_log',
  'close_wait',
  'cpu_profile',
  'descriptors',
  'filesystems',
  'firewall',
  'gc_log',
  'kernel_log',
  'netstat_listen',
  'nginx_error_log',
  'pool_log',
  'path',
  'process_io',
  'process_memory',
  'proc_pressure',
  'ss_listen',
  'threads',
  'unit_log',
];

describe('the parsers', () => {
  it.each(all.map(fixture => [`${fixture.parser} ${fixture.name}`, fixture] as const))('read %s as expected', (_, fixture) => {
    const output = parsers.get(fixture.parser)?.parse(fixture.input);
    // After a change of a parser: renew them, and read every line of the difference.
    if (process.env.FAULTLINE_GOLDEN === 'renew') writeFileSync(fixture.expectedPath, `${JSON.stringify(output, null, 1)}\n`);
    const expected: unknown = JSON.parse(readFileSync(fixture.expectedPath, 'utf8'));
    expect(output).toEqual(expected);
  });

  it.each([...parsers.keys()])('%s has fixtures of every kind', name => {
    const kinds = all.filter(fixture => fixture.parser === name).map(fixture => fixture.meta.kind);
    const wanted = MAY_BE_DENIED.includes(name) ? [...KINDS, 'denied'] : KINDS;
    expect(wanted.filter(kind => !kinds.includes(kind as FixtureKind))).toEqual([]);
  });

  it('have no fixture without a parser', () => {
    expect([...new Set(all.map(fixture => fixture.parser))].filter(name => !parsers.has(name))).toEqual([]);
  });

  it.each(
    all
      .filter(fixture => fixture.input.looks.at(-1)?.stdout === '')
      .map(fixture => [`${fixture.parser} ${fixture.name}`, fixture] as const),
  )('never make facts of nothing: %s', (_, fixture) => {
    const output = parsers.get(fixture.parser)?.parse(fixture.input);
    const hasValues = output?.kind === 'facts' && Object.values(output.values).some(value => !Array.isArray(value) || value.length > 0);
    expect(hasValues).toBe(false);
  });

  it.each(all.map(fixture => [`${fixture.parser} ${fixture.name}`, fixture] as const))('give what they promise: %s', (_, fixture) => {
    const parser = parsers.get(fixture.parser);
    const output = parser?.parse(fixture.input);
    if (output?.kind !== 'facts' || parser === undefined || parser.gives === 'declared') return;
    for (const [name, value] of Object.entries(output.values)) {
      const rows = Array.isArray(value) ? value : [];
      expect({ name, type: parser.gives[name] }).toEqual({ name, type: typeOf(value, parser.gives[name]) });
      for (const row of rows) {
        expect(typeof row.line).toBe('string');
        expect(String(row.line).length).toBeLessThanOrEqual(300);
        for (const [field, scalar] of Object.entries(row as Record<string, unknown>)) {
          if (field === 'line') continue;
          const dotted = `${name}.${field}`;
          expect({ dotted, type: parser.gives[dotted] }).toEqual({ dotted, type: typeOf(scalar, parser.gives[dotted]) });
        }
      }
    }
  });
});

function typeOf(value: unknown, declared: string | undefined): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return declared === 'time' ? 'time' : 'number';
  return typeof value === 'boolean' ? 'bool' : 'text';
}
