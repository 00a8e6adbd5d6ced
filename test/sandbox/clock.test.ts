import { createClock } from '../../src/sandbox/clock.js';

test('what is due on the way runs in its order, with the time that it was due at', () => {
  const clock = createClock(1_000_000);
  const seen: [string, number][] = [];
  clock.after(2000, () => seen.push(['b', clock.now()]));
  clock.after(1000, () => {
    seen.push(['a', clock.now()]);
    clock.after(500, () => seen.push(['nested', clock.now()]));
  });
  const cancel = clock.after(1500, () => seen.push(['never', 0]));
  clock.after(10_000, () => seen.push(['later', 0]));
  cancel();
  clock.advance(3000);
  expect(seen.map(([name]) => name)).toEqual(['a', 'nested', 'b']);
  for (const [at, due] of [1_001_000, 1_001_500, 1_002_000].entries()) expect(seen[at]?.[1]).toBeGreaterThanOrEqual(due);
  expect(clock.now()).toBeGreaterThanOrEqual(1_003_000);
  clock.close();
  clock.after(0, () => seen.push(['closed', 0]));
  clock.advance(20_000);
  expect(seen).toHaveLength(3);
});
