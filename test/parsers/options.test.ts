import { parsers } from '../../src/parsers/registry.js';

describe('options of the generic parsers', () => {
  it.each([
    ['table', { columns: [{ name: 'Disk' }] }, 'columns.0.name: should be a lower-case name such as rows'],
    ['table', { columns: [] }, 'columns: names at least one column'],
    ['lines', { skip: '(' }, 'skip: RE2 does not take this pattern'],
    ['lines', { skipp: 'x' }, 'Unrecognized key: "skipp"'],
    ['regex', { pattern: '^a' }, 'pattern: has no named group, (?P<name>…)'],
    ['regex', { pattern: '^(?P<a>x)', fields: { b: {} } }, 'fields.b: is not a group of the pattern'],
    ['json', {}, 'names neither fields nor rows'],
    ['keyvalue', { fields: { a: { key: 'A', unit: 'parsec' } } }, 'fields.a.unit: Invalid option'],
  ])('%s: a wrong one is named', (name, options, sentence) => {
    expect(parsers.get(name)?.checkOptions?.(options)).toContain(sentence);
  });

  it.each([
    ['table', { columns: [{ name: 'disk' }, { name: 'size_bytes', type: 'number', unit: 'kB' }] }],
    ['lines', undefined],
    ['regex', { pattern: '^(?P<a>x)' }],
    ['json', { rows: { at: 'items', fields: { name: { at: 'name' } } } }],
    ['keyvalue', { fields: { a: { key: 'A' } } }],
  ])('%s: right ones pass', (name, options) => {
    expect(parsers.get(name)?.checkOptions?.(options)).toBeUndefined();
  });
});
