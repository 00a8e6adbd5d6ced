import { parseSeconds } from '../../src/cli/duration.js';

test.each([
  ['5s', 5],
  ['500ms', 0.5],
  ['2m', 120],
  ['7', 7],
  ['1.5s', 1.5],
  ['', undefined],
  ['5 h', undefined],
  ['-5s', undefined],
  ['1e9', undefined],
])('%s is %s seconds', (text, expected) => {
  expect(parseSeconds(text)).toBe(expected);
});
