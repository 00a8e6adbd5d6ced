// An access log, counted on the host:
//
//   access of /var/log/nginx/access.log
//   lines 240 odd 0 span 118 known 240 clients 3
//   status 429 count 110 unasked 110 upstream 0      unasked: answered without a backend; upstream: the backend's own answer
//   client 10.0.0.9 count 200
//   backend 10.0.0.7:8080 count 130 timed 130 seconds 2.310
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const COUNTS = /^lines (\d+) odd (\d+) span (\d+)(?: known (\d+) clients (\d+))?$/u;
const ROW =
  /^(?:status (\d{3}) count (\d+) unasked (\d+) upstream (\d+)|client (\S+) count (\d+)|backend (\S+) count (\d+) timed (\d+) seconds (\d+\.\d+))$/u;

interface Status {
  readonly count: number;
  readonly unasked: number;
  readonly upstream: number;
  readonly line: Line;
}

/** How a proxy answered in the last two minutes, to whom, and by which backends. */
export const accessLog: Parser = {
  name: 'access_log',
  gives: {
    requests: 'number',
    span_s: 'number',
    rate: 'number',
    count_429: 'number',
    count_503: 'number',
    refused_429: 'number',
    refused_503: 'number',
    upstream_503: 'number',
    upstream_429: 'number',
    statuses: 'list',
    'statuses.code': 'number',
    'statuses.count': 'number',
    'statuses.share': 'number',
    clients: 'number',
    top_client: 'text',
    top_client_count: 'number',
    top_client_share: 'number',
    top_client_rate: 'number',
    backends: 'list',
    'backends.addr': 'text',
    'backends.count': 'number',
    'backends.share': 'number',
    'backends.mean_s': 'number',
    backends_seen: 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, counts = { no: 2, text: '' }, ...rest] = linesOf(last);
    matchOf(/^access of ./u, header, "should be 'access of' and the log's name");
    const [, lines, odd, span, known, clients = '0'] = matchOf(COUNTS, counts, "should be 'lines N odd N span N …'");
    const requests = Number(lines);
    // A log of another kind is not an empty one.
    if (requests === 0 && Number(odd) > 0)
      throw new OddLine(counts, 'none of its lines begins with an address, [day/month/year:time zone], a quoted request and a status');
    const statuses = new Map<number, Status>();
    const backends: FactRow[] = [];
    let top: { addr: string; count: number; line: Line } | undefined;
    const share = (count: number): number => Math.round((count / requests) * 1e4) / 1e4;
    for (const [index, line] of rest.entries()) {
      if (line.text === 'end' && index === rest.length - 1) break;
      const [, code, count, unasked, upstream, client, clientCount, backend, served, timed, seconds] = matchOf(
        ROW,
        line,
        'should be a status, a client or a backend with its counts',
      );
      if (code !== undefined)
        statuses.set(Number(code), { count: Number(count), unasked: Number(unasked), upstream: Number(upstream), line });
      if (client !== undefined && Number(clientCount) > (top?.count ?? 0)) top = { addr: client, count: Number(clientCount), line };
      if (backend !== undefined) {
        backends.push(
          present({
            addr: backend,
            count: Number(served),
            share: share(Number(served)),
            mean_s: Number(timed) > 0 ? Math.round((Number(seconds) / Number(timed)) * 1e6) / 1e6 : undefined,
            line: rowLine(line.text),
          }),
        );
      }
    }
    if (rest.at(-1)?.text !== 'end' && !last.truncated)
      throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    // Where the end is cut off, a status that is not there may have stood there.
    const counted = (code: number, key: keyof Omit<Status, 'line'>): number | undefined =>
      statuses.get(code)?.[key] ?? (last.truncated ? undefined : 0);
    const says = requests === 0 || Number(known ?? '0') > 0;
    const spanned = Math.max(1, Number(span));
    const rate = (count: number): number => Math.round((count / spanned) * 100) / 100;
    const cited = (code: number): Record<string, string> => {
      const found = statuses.get(code);
      const text = found && rowLine(found.line.text);
      return text === undefined ? {} : { [`count_${code}`]: text, [`refused_${code}`]: text, [`upstream_${code}`]: text };
    };
    return {
      kind: 'facts',
      values: {
        statuses: [...statuses].map(([code, { count, line }]) => ({ code, count, share: share(count), line: rowLine(line.text) })),
        backends,
        ...present({
          requests,
          span_s: Number(span),
          rate: rate(requests),
          count_429: counted(429, 'count'),
          count_503: counted(503, 'count'),
          refused_429: says ? counted(429, 'unasked') : undefined,
          refused_503: says ? counted(503, 'unasked') : undefined,
          upstream_503: says ? counted(503, 'upstream') : undefined,
          upstream_429: says ? counted(429, 'upstream') : undefined,
          clients: Number(clients),
          top_client: top?.addr,
          top_client_count: top?.count,
          top_client_share: top && share(top.count),
          top_client_rate: top && rate(top.count),
          backends_seen: last.truncated ? undefined : backends.length,
        }),
      },
      lines: {
        '': rowLine(counts.text),
        ...cited(429),
        ...cited(503),
        ...(top ? { top_client: rowLine(top.line.text), top_client_share: rowLine(top.line.text) } : {}),
      },
      ...partialOf(cutShort(last)),
    };
  }),
};
