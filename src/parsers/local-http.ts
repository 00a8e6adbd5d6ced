// One request of curl on the host itself, in one line; times are since the start, as curl counts them, and 0 for what was not reached:
//
//   curl exit 0 refused no http_code 200 name_lookup 0.000021 connect 0.000145 tls 0.000000 sent 0.000170 first_byte 0.002301 total 0.002350
import type { Parser } from '../model/parser.js';
import { linesOf } from './lines.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const TIMES = ['name_lookup', 'connect', 'tls', 'sent', 'first_byte', 'total'] as const;
const LINE = new RegExp(
  `^curl exit (\\d+) refused (yes|no) http_code (\\d{3}) ${TIMES.map(name => `${name} (\\d+\\.\\d+)`).join(' ')}$`,
  'u',
);
// curl(1): the operation timed out.
const TIMEOUT = 28;

/** Whole microseconds, which is what curl prints: else a difference of two times has 17 digits. */
function seconds(microseconds: number): number {
  return Math.max(0, Math.round(microseconds)) / 1e6;
}

/** How a URL answers on the host itself, and how long each leg took. */
export const localHttp: Parser = {
  name: 'local_http',
  gives: {
    exit: 'number',
    http_code: 'number',
    refused: 'bool',
    timed_out: 'bool',
    name_lookup_s: 'number',
    connect_s: 'number',
    tls_s: 'number',
    first_byte_s: 'number',
    total_s: 'number',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [line = { no: 1, text: '' }, extra] = linesOf(last);
    if (extra) throw new OddLine(extra, 'should be the only line');
    const [, exitText, refused, code, ...times] = matchOf(LINE, line, "should be 'curl exit N refused …' with its code and times");
    const exit = Number(exitText);
    const [lookup = 0, connect = 0, tls = 0, sent = 0, firstByte = 0, total = 0] = times.map(text => Number(text) * 1e6);
    const hasAnswer = code !== '000';
    const leg = (from: number, to: number): number | undefined => (to > 0 ? seconds(to - from) : undefined);
    return {
      kind: 'facts',
      values: present({
        exit,
        http_code: hasAnswer ? Number(code) : undefined,
        refused: refused === 'yes',
        timed_out: exit === TIMEOUT,
        name_lookup_s: leg(0, lookup),
        connect_s: leg(lookup, connect),
        tls_s: leg(connect, tls),
        // When the connection is closed without an answer, curl gives the time of that.
        first_byte_s: hasAnswer ? leg(sent, firstByte) : undefined,
        total_s: exit === 0 ? seconds(total) : undefined,
      }),
      lines: { '': rowLine(line.text) },
    };
  }),
};
