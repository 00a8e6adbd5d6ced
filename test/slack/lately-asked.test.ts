import { LatelyAsked } from '../../src/slack/lately-asked.js';

test('a question counts as asked for its time, and then no more', () => {
  const lately = new LatelyAsked(2_000, 10);
  expect(lately.ask('a', 0)).toBeUndefined();
  expect(lately.ask('a', 1_999)).toEqual({ until: 2_000 });
  expect(lately.ask('a', 2_000)).toBeUndefined();
});

test('what nothing was opened for may be asked again at once, and what is answered too', () => {
  const lately = new LatelyAsked(2_000, 10);
  lately.ask('a', 0);
  lately.became('a', undefined);
  expect(lately.ask('a', 1)).toBeUndefined();
  lately.became('a', 'inc-1');
  expect(lately.ask('a', 2)).toMatchObject({ incident: 'inc-1' });
  lately.answered('a', 'inc-1');
  expect(lately.ask('a', 3)).toBeUndefined();
});

test('two who find the same answer open one new question', () => {
  const lately = new LatelyAsked(2_000, 10);
  lately.ask('a', 0);
  lately.became('a', 'inc-1');
  lately.answered('a', 'inc-1');
  expect(lately.ask('a', 1)).toBeUndefined();
  lately.answered('a', 'inc-1');
  expect(lately.ask('a', 1)).toBeDefined();
});

test('the oldest go first when there are too many', () => {
  const lately = new LatelyAsked(60_000, 3);
  for (const key of ['a', 'b', 'c', 'd']) lately.ask(key, 0);
  expect(['b', 'c', 'd'].map(key => lately.ask(key, 1) !== undefined)).toEqual([true, true, true]);
  expect(lately.ask('a', 1)).toBeUndefined();
});
