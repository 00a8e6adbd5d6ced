// nginx's error log (format fixed since 0.7): `2026/11/21 04:59:45 [error] 86#86: *18 message, client: …, upstream: "…", host: "…"`,
// after a line of ours: `-- zone +0000 of /var/log/nginx/error.log, bytes: 12345`.
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { nginxTime, zoneOffset } from './log-time.js';
import { newLines } from './new-lines.js';
import { upstreamError } from './nginx-error.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

// Older errors belong to another incident.
const INCIDENT_S = 900;
// The check keeps the last 250,000 bytes: a longer log begins in the middle of a line.
const FRONT_CUT_BYTES = 249_000;

// NGX_MAX_ERROR_STR: nginx writes no longer line.
const MAX_MESSAGE = 2048;

interface Entry {
  readonly at: number;
  readonly message: string;
  readonly line: Line;
}

function entries(printed: Printed): { header: Line; found: readonly Entry[]; texts: readonly string[] } {
  const [header = { no: 1, text: '' }, ...rest] = linesOf(printed);
  const [, zone = ''] = matchOf(
    /^-- zone ([-+]\d{4}) of .*, bytes: *\d+$/u,
    header,
    "should be '-- zone', the offset from UTC and the log's name",
  );
  const offset = zoneOffset(zone) ?? 0;
  const isFrontCut = printed.stdout.length > FRONT_CUT_BYTES;
  const found: Entry[] = [];
  for (const [index, line] of rest.entries()) {
    const match = /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d) \[\w+\] \d+#\d+: (?:\*\d+ )?(.*)$/u.exec(line.text);
    const at = match ? nginxTime(match[1] ?? '', offset) : undefined;
    if (at !== undefined) found.push({ at, message: (match?.[2] ?? '').slice(0, MAX_MESSAGE), line });
    // Text from FastCGI applications goes on over several lines; the first line may be the rest of one.
    else if (found.length === 0 && line.text.trim() !== '' && !(isFrontCut && index === 0)) {
      throw new OddLine(line, 'should begin with date, time and level as nginx writes them');
    }
  }
  return { header, found, texts: rest.map(line => line.text) };
}

interface Group {
  readonly fields: Readonly<Record<string, string | number | undefined>>;
  count: number;
  fresh: number;
  newest: Entry;
}

/** Errors with upstreams per address, phase and error, and nginx's own troubles, of the last 15 minutes. */
export const nginxErrorLog: Parser = {
  name: 'nginx_error_log',
  gives: {
    upstreams: 'list',
    'upstreams.addr': 'text',
    'upstreams.port': 'number',
    'upstreams.name': 'text',
    'upstreams.backend': 'text',
    'upstreams.phase': 'text',
    'upstreams.error': 'text',
    'upstreams.count': 'number',
    'upstreams.new': 'number',
    'upstreams.last_age_s': 'number',
    emfile_count: 'number',
    emfile_new: 'number',
    emfile_last_age_s: 'number',
    limiting_count: 'number',
    limiting_new: 'number',
    limiting_last_age_s: 'number',
    limiting_zone: 'text',
    covers_from: 'time',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const { header, found, texts } = entries(last);
    const freshFrom = first ? texts.length - newLines(entries(first).texts, texts) : undefined;
    // Line 1 is the header, so the log's line n stands at n - 2.
    const isFresh = (entry: Entry): boolean => freshFrom !== undefined && entry.line.no - 2 >= freshFrom;
    const recent = found.filter(entry => input.now - entry.at <= INCIDENT_S);
    const groups = new Map<string, Group>();
    for (const entry of recent) {
      const error = upstreamError(entry.message);
      if (!error) continue;
      const key = JSON.stringify([error.addr, error.port, error.name, error.phase, error.error]);
      const group = groups.get(key) ?? { fields: { ...error }, count: 0, fresh: 0, newest: entry };
      group.count += 1;
      if (isFresh(entry)) group.fresh += 1;
      group.newest = entry;
      groups.set(key, group);
    }
    const age = (entry: Entry): number => Math.max(0, input.now - entry.at);
    const emfile = recent.filter(entry => /failed \(24: /u.test(entry.message));
    const limiting = recent.filter(entry => /^limiting (?:requests|connections)(?!, dry run)/u.test(entry.message));
    const [lastEmfile, lastLimiting] = [emfile.at(-1), limiting.at(-1)];
    const upstreams: FactRow[] = [...groups.values()].map(group =>
      present({
        ...group.fields,
        count: group.count,
        new: first ? group.fresh : undefined,
        last_age_s: age(group.newest),
        line: rowLine(group.newest.line.text),
      }),
    );
    return {
      kind: 'facts',
      values: {
        upstreams,
        emfile_count: emfile.length,
        limiting_count: limiting.length,
        ...present({
          emfile_new: first ? emfile.filter(isFresh).length : undefined,
          emfile_last_age_s: lastEmfile && age(lastEmfile),
          limiting_new: first ? limiting.filter(isFresh).length : undefined,
          limiting_last_age_s: lastLimiting && age(lastLimiting),
          limiting_zone: lastLimiting && /zone "([\w.-]{1,80})"/u.exec(lastLimiting.message)?.[1],
          covers_from: found[0]?.at,
        }),
      },
      lines: {
        '': rowLine(header.text),
        ...(lastEmfile ? { emfile_count: rowLine(lastEmfile.line.text), emfile_new: rowLine(lastEmfile.line.text) } : {}),
        ...(lastLimiting ? { limiting_count: rowLine(lastLimiting.line.text) } : {}),
      },
      ...partialOf(cutShort(last)),
    };
  }),
};
