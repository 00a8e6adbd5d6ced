import { clockTime, dayAndTime, dayName, fullTime, repliesLine, secondsOf } from '../../../../src/sandbox/page/chat/times.js';

/** 21 November 2026, 14:00 UTC; in Berlin 15:00. */
const now = 1_795_269_600;
const clock = { now, timeZone: 'Europe/Berlin' };
const ts = (offset: number): string => `${now + offset}.000100`;

test('times are the readers, of 24 hours', () => {
  expect(clockTime(ts(120), 'Europe/Berlin')).toBe('15:02');
  expect(fullTime(ts(0), 'UTC')).toBe('Saturday 21 November 2026, 14:00:00');
});

test.each([
  [0, 'Today'],
  [-15 * 3600, 'Today'],
  [-15 * 3600 - 1, 'Yesterday'],
  [-3 * 86_400, 'Wednesday 18 November'],
  [-400 * 86_400, 'Friday 17 October 2025'],
])('%i seconds from now is %s', (offset, name) => {
  expect(dayName(ts(offset), clock)).toBe(name);
});

test('in the middle of a sentence', () => {
  expect(dayAndTime(ts(0), clock)).toBe('today at 15:00');
  expect(dayAndTime(ts(-3 * 86_400), clock)).toBe('Wednesday 18 November at 15:00');
  expect(repliesLine(3, ts(0), clock)).toBe('3 replies, last reply today at 15:00');
  expect(repliesLine(1, undefined, clock)).toBe('1 reply');
});

test('what is no ts is the beginning of time, not NaN', () => {
  expect(secondsOf('x')).toBe(0);
});
