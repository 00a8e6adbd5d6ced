import fc from 'fast-check';
import { newLines } from '../../src/parsers/new-lines.js';

/** The same by trying every overlap, longest first. */
function slowly(before: readonly string[], after: readonly string[]): number {
  for (let kept = Math.min(before.length, after.length); kept > 0; kept -= 1) {
    if (before.slice(before.length - kept).every((line, at) => line === after[at])) return after.length - kept;
  }
  return after.length;
}

describe('newLines', () => {
  test.each([
    [['a', 'b'], ['a', 'b', 'c'], 1],
    [['a', 'b', 'c'], ['b', 'c', 'd', 'e'], 2],
    [['a'], ['x', 'y'], 2],
    [[], ['x'], 1],
    [['a'], [], 0],
    [['a', 'a'], ['a', 'a', 'a'], 1],
    [['a', 'b'], ['a', 'b'], 0],
  ])('%j then %j: %s', (before, after, expected) => {
    expect(newLines(before, after)).toBe(expected);
  });

  test('agrees with trying every overlap', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(fc.property(lines, lines, (before, after) => newLines(before, after) === slowly(before, after)));
  });

  test('a hundred thousand equal lines end', () => {
    const equal = Array.from({ length: 100_000 }, () => '');
    expect(newLines([...equal, 'x'], [...equal, 'y'])).toBe(100_001);
  });
});
