import { isoTime, nginxTime, zoneOffset } from '../../src/parsers/log-time.js';

const seconds = (text: string): number => Date.parse(text) / 1000;

describe('isoTime', () => {
  it.each([
    ['2026-11-21T07:06:31,576330+00:00', seconds('2026-11-21T07:06:31Z') + 0.57633],
    ['2024-02-29T23:59:59+05:30', seconds('2024-02-29T23:59:59+05:30')],
    ['2000-01-01T00:00:00Z', seconds('2000-01-01T00:00:00Z')],
    ['1970-01-01T00:00:00-0100', 3600],
  ])('reads %s', (text, expected) => {
    expect(isoTime(text)).toBeCloseTo(expected, 5);
  });

  it.each(['2026-13-21T07:06:31Z', '2026-11-21 07:06:31Z', '2026-11-21T07:06:31', '2026-11-21T27:06:31Z'])('refuses %s', text => {
    expect(isoTime(text)).toBeUndefined();
  });
});

it('reads the local time of nginx with the zone of the host', () => {
  expect(nginxTime('2026/11/21 04:59:45', zoneOffset('-0330') ?? 0)).toBe(seconds('2026-11-21T08:29:45Z'));
  expect(nginxTime('2026/11/21', 0)).toBeUndefined();
});
