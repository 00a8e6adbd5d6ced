import { nearest, suggest } from '../../src/playbooks/suggest.js';

test('the nearest word', () => {
  const words = ['queue', 'limit', 'port', 'loopback'];
  expect(nearest('quue', words)).toBe('queue');
  expect(nearest('prot', words)).toBe('port');
  expect(nearest('Limit', words)).toBe('limit');
  expect(nearest('loop', words)).toBe('loopback');
  expect(nearest('address', words)).toBeUndefined();
});

test('the tail of a message', () => {
  expect(suggest('prot', ['port', 'addr'])).toBe('; did you mean "port"? Allowed: addr, port');
  expect(suggest('zzz', ['port', 'addr'], 'It has')).toBe('. It has: addr, port');
  expect(suggest('zzz', [])).toBe('.');
  const many = Array.from({ length: 40 }, (_, i) => `Counter${i}`);
  expect(suggest('Counter7x', many)).toMatch(/^; did you mean "Counter7"\? Allowed: (?:Counter\d+, ){11}Counter\d+ and 28 more$/);
});
