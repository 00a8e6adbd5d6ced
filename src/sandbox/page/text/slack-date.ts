/** Where and when the reader is. */
export interface ReadersClock {
  /** Seconds since the epoch. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone: string;
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly monthName: string;
  readonly monthShort: string;
  readonly weekday: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** The calendar day and the clock of a moment, as the reader's wall has them. */
export function civil(at: number, timeZone: string): Civil {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(at * 1000).map(({ type, value }) => [type, value]));
  const part = (name: Intl.DateTimeFormatPartTypes): string => parts.get(name) ?? '';
  const word = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat('en-US', { timeZone, ...options }).format(at * 1000);
  return {
    year: Number(part('year')),
    month: Number(part('month')),
    day: Number(part('day')),
    monthName: word({ month: 'long' }),
    monthShort: word({ month: 'short' }),
    weekday: word({ weekday: 'long' }),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/** Whole days from today to the moment's day: 0 today, -1 yesterday. */
export function daysFromToday(at: number, { now, timeZone }: ReadersClock): number {
  const dayNumber = ({ year, month, day }: Civil): number => Date.UTC(year, month - 1, day) / 86_400_000;
  return dayNumber(civil(at, timeZone)) - dayNumber(civil(now, timeZone));
}

function ordinal(day: number): string {
  const ending = day % 100 >= 11 && day % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th');
  return `${day}${ending}`;
}

function relativeDay(at: number, clock: ReadersClock): string | undefined {
  const days = daysFromToday(at, clock);
  return days === 0 ? 'today' : days === -1 ? 'yesterday' : days === 1 ? 'tomorrow' : undefined;
}

function ago(at: number, now: number): string {
  const seconds = Math.round(Math.abs(now - at));
  const [amount, unit] =
    seconds < 60
      ? [seconds, 'second']
      : seconds < 3600
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 86_400
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  const words = `${amount} ${unit}${amount === 1 ? '' : 's'}`;
  return at <= now ? `${words} ago` : `in ${words}`;
}

/** The words of `<!date^at^format>`; undefined when the format has a token that Slack doesn't know. */
export function slackDate(at: number, format: string, clock: ReadersClock): string | undefined {
  const is = civil(at, clock.timeZone);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${is.monthName} ${ordinal(is.day)}, ${is.year}`;
  const short = `${is.monthShort} ${is.day}, ${is.year}`;
  const long = `${is.weekday}, ${date}`;
  const pretty = relativeDay(at, clock);
  const words: Readonly<Record<string, string>> = {
    date_num: `${is.year}-${two(is.month)}-${two(is.day)}`,
    date_slash: `${two(is.day)}/${two(is.month)}/${is.year}`,
    date,
    date_short: short,
    date_long: long,
    date_pretty: pretty ?? date,
    date_short_pretty: pretty ?? short,
    date_long_pretty: pretty ?? long,
    time: `${is.hour}:${is.minute}`,
    time_secs: `${is.hour}:${is.minute}:${is.second}`,
    ago: ago(at, clock.now),
  };
  let known = true;
  const said = format.replace(/\{(\w+)\}/gu, (token, name: string) => {
    const word = words[name];
    if (word === undefined) known = false;
    return word ?? token;
  });
  return known ? said : undefined;
}
