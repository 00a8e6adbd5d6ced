/** Days from 1970-01-01 to a date of the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"). */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Seconds since the epoch for a wall clock time that is `offset` seconds ahead of UTC; nothing when no such time exists. */
function timeAt(parts: readonly number[], offset: number): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second >= 61) return undefined;
  return daysSinceEpoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset;
}

/** Seconds that a zone such as `+0200`, `-03:30` or `Z` is ahead of UTC. */
export function zoneOffset(zone: string): number | undefined {
  if (zone === 'Z') return 0;
  const match = /^([-+])(\d\d):?(\d\d)$/u.exec(zone);
  if (!match) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
}

/** `2026-11-21T07:06:31,576330+00:00` as `dmesg --time-format iso` prints it, in seconds since the epoch. */
export function isoTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?(Z|[-+]\d\d:?\d\d)$/u.exec(text);
  const offset = match ? zoneOffset(match[8] ?? '') : undefined;
  if (!match || offset === undefined) return undefined;
  const whole = timeAt(match.slice(1, 7).map(Number), offset);
  return whole === undefined ? undefined : whole + Number(`0.${match[7] ?? '0'}`);
}

/** `2026/11/21 04:59:45` as nginx writes it: local time, so the zone of the host comes from elsewhere. */
export function nginxTime(text: string, offset: number): number | undefined {
  const match = /^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)$/u.exec(text);
  return match ? timeAt(match.slice(1, 7).map(Number), offset) : undefined;
}
