import fc from 'fast-check';
import { editDistance } from '../../src/model/edit-distance.js';

test.each([
  ['', '', 0],
  ['', 'abc', 3],
  ['queue', 'queue', 0],
  ['queue', 'queu', 1],
  ['queue', 'quuee', 1],
  ['socket', 'sockets', 1],
  ['kitten', 'sitting', 3],
])('from “%s” to “%s” it is %i edits', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
});

test('it is as far there as back, none to itself, and never further than the longer word is long', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, a)).toBe(0);
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});
