import { Pacing } from '../../../src/slack/messenger/pacing.js';

test('posts: a burst of three a channel, then one a second', () => {
  const pacing = new Pacing();
  const waits = [0, 1, 2, 3].map(() => {
    const wait = pacing.wait('chat.postMessage', 'C1', 0);
    pacing.took('chat.postMessage', 'C1', 0);
    return wait;
  });
  expect(waits).toEqual([0, 0, 0, 1000]);
  expect(pacing.wait('chat.postMessage', 'C2', 0)).toBe(0);
});

test('updates: forty-five in a rolling minute for all channels, twenty-five of them for progress', () => {
  const pacing = new Pacing();
  for (let i = 0; i < 25; i++) pacing.took('chat.update', `C${i}`, i * 100);
  expect(pacing.waitForProgress('C1', 3_000)).toBe(57_000);
  expect(pacing.wait('chat.update', 'C1', 3_000)).toBe(0);
  for (let i = 25; i < 45; i++) pacing.took('chat.update', 'C1', 3_000);
  expect(pacing.wait('chat.update', 'C1', 3_000)).toBe(57_000);
  expect(pacing.wait('chat.update', 'C1', 60_000)).toBe(0);
});

test('a pause holds a post in its channel, an update everywhere', () => {
  const pacing = new Pacing();
  pacing.pause('chat.postMessage', 'C1', 5_000, 0);
  expect([pacing.wait('chat.postMessage', 'C1', 0), pacing.wait('chat.postMessage', 'C2', 0)]).toEqual([5_000, 0]);
  pacing.pause('chat.update', 'C1', 5_000, 0);
  expect(pacing.wait('chat.update', 'C2', 1_000)).toBe(4_000);
});
