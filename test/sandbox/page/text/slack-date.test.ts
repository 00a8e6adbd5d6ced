import { slackDate } from '../../../../src/sandbox/page/text/slack-date.js';

/** 21 November 2026, 14:00 UTC. */
const now = 1_795_269_600;
const clock = { now, timeZone: 'UTC' };

test.each([
  ['{date_num} {time_secs}', '2026-11-21 14:00:00'],
  ['{date}', 'November 21st, 2026'],
  ['{date_short}', 'Nov 21, 2026'],
  ['{date_long}', 'Saturday, November 21st, 2026'],
  ['{date_pretty}, {time}', 'today, 14:00'],
  ['{ago}', '0 seconds ago'],
])('%s', (format, words) => {
  expect(slackDate(now, format, clock)).toBe(words);
});

test.each([
  [-86_400, 'yesterday'],
  [86_400, 'tomorrow'],
  [-9 * 86_400, 'Nov 12, 2026'],
])('%i seconds from now', (offset, words) => {
  expect(slackDate(now + offset, '{date_short_pretty}', clock)).toBe(words);
});

test('ordinals', () => {
  const day = (number: number) => slackDate(Date.UTC(2026, 0, number, 12) / 1000, '{date}', clock);
  expect([1, 2, 3, 4, 11, 12, 13, 22, 23, 31].map(day)).toEqual(
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '22nd', '23rd', '31st'].map(word => `January ${word}, 2026`),
  );
});

test('the day is the readers, not the servers', () => {
  const late = Date.UTC(2026, 10, 21, 23, 30) / 1000;
  expect(slackDate(late, '{date_num} {time}', { now, timeZone: 'Europe/Berlin' })).toBe('2026-11-22 00:30');
});

test('an unknown token is no date', () => {
  expect(slackDate(now, '{date} {wrong}', clock)).toBeUndefined();
});
