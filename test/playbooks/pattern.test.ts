import { allowFault, compilePattern } from '../../src/playbooks/pattern.js';

test('patterns that are safe for parameters', () => {
  for (const allow of ['^[0-9]{1,5}$', '^(?:a|b)$', '^/[A-Za-z0-9._/-]+$', '^[a|b]$', '^a\\|b$'])
    expect([allow, allowFault(allow)]).toEqual([allow, undefined]);
});

test('patterns that are not', () => {
  for (const allow of [
    '[0-9]+',
    '^[0-9]+',
    '[0-9]+$',
    '^a|b$',
    '^.*$',
    '^-?[0-9]+x?$|^$',
    '^(?s).+$',
    '^[\\s\\S]+$',
    '^\\_$',
    '^a\\$',
    '^[^x]+$',
  ]) {
    expect([allow, allowFault(allow)]).toEqual([allow, expect.any(String)]);
  }
});

test('RE2 only', () => {
  expect(compilePattern('(?=a)').ok).toBe(false);
  expect(compilePattern('(a)\\1').ok).toBe(false);
  const pattern = compilePattern('b+$');
  expect(pattern.ok && [pattern.test('abb'), pattern.test('bba')]).toEqual([true, false]);
});
