import { civil, daysFromToday, type ReadersClock } from '../text/slack-date.js';

/** A message's `ts` as seconds since the epoch. */
export function secondsOf(ts: string): number {
  const seconds = Number(ts);
  return Number.isFinite(seconds) ? seconds : 0;
}

/** `14:02`: a day of 24 hours, as logs have it. */
export function clockTime(ts: string, timeZone: string): string {
  const { hour, minute } = civil(secondsOf(ts), timeZone);
  return `${hour}:${minute}`;
}

/** `Today`, `Yesterday`, `Friday 21 November`, with the year when it is another one. */
export function dayName(ts: string, clock: ReadersClock): string {
  const at = secondsOf(ts);
  const days = daysFromToday(at, clock);
  if (days === 0) return 'Today';
  if (days === -1) return 'Yesterday';
  const { weekday, day, monthName, year } = civil(at, clock.timeZone);
  const date = `${weekday} ${day} ${monthName}`;
  return year === civil(clock.now, clock.timeZone).year ? date : `${date} ${year}`;
}

/** `today at 14:02`, in the middle of a sentence. */
export function dayAndTime(ts: string, clock: ReadersClock): string {
  const name = dayName(ts, clock);
  const day = name === 'Today' || name === 'Yesterday' ? name.toLowerCase() : name;
  return `${day} at ${clockTime(ts, clock.timeZone)}`;
}

/** `Friday 21 November 2026, 14:02:09`, for the tooltip of a time. */
export function fullTime(ts: string, timeZone: string): string {
  const { weekday, day, monthName, year, hour, minute, second } = civil(secondsOf(ts), timeZone);
  return `${weekday} ${day} ${monthName} ${year}, ${hour}:${minute}:${second}`;
}

/** `3 replies, last reply today at 14:02`. */
export function repliesLine(replies: number, lastReply: string | undefined, clock: ReadersClock): string {
  const count = `${replies} ${replies === 1 ? 'reply' : 'replies'}`;
  return lastReply === undefined ? count : `${count}, last reply ${dayAndTime(lastReply, clock)}`;
}
