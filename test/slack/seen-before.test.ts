import { SeenBefore } from '../../src/slack/seen-before.js';

test('a key counts as seen for its time, and then no more', () => {
  const seen = new SeenBefore(2_000, 10);
  expect(seen.seen('a', 0)).toBe(false);
  expect(seen.seen('a', 1_999)).toBe(true);
  expect(seen.seen('a', 2_000)).toBe(false);
  seen.forget('a');
  expect(seen.seen('a', 2_001)).toBe(false);
});

test('the oldest go first when there are too many', () => {
  const seen = new SeenBefore(60_000, 3);
  for (const key of ['a', 'b', 'c', 'd']) seen.seen(key, 0);
  expect(['b', 'c', 'd'].map(key => seen.seen(key, 1))).toEqual([true, true, true]);
  expect(seen.seen('a', 1)).toBe(false);
});
