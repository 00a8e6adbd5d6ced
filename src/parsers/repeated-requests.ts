// Requests of one curl over one connection:
//
//   request http_code 200 connects 1 sent 0.000171 first_byte 0.001204 total 0.001251
//   request http_code 200 connects 0 sent 0.000032 first_byte 0.000411 total 0.041873
//   curl exit 0
import type { Parser } from '../model/parser.js';
import { linesOf } from './lines.js';
import { present } from './present.js';
import { median } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const REQUEST = /^request http_code (\d{3}) connects (\d+) sent (\d+\.\d+) first_byte (\d+\.\d+) total (\d+\.\d+)$/u;

/** Where the time of an answer goes when the connection is old: before its first byte, or after. */
export const repeatedRequests: Parser = {
  name: 'repeated_requests',
  gives: { requests: 'number', first_byte_s: 'number', rest_s: 'number', fresh_rest_s: 'number' },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const lines = linesOf(last);
    const first = lines[0] ?? { no: 1, text: '' };
    const end = lines.at(-1) ?? first;
    if (!/^curl exit \d+$/u.test(end.text) && !last.truncated) throw new OddLine(end, "the last line should be 'curl exit' and its code");
    const made = lines
      .filter(line => line !== end || line.text.startsWith('request '))
      .map(line => {
        const [, code, connects, sent, firstByte, total] = matchOf(REQUEST, line, 'should be a request with its times');
        return {
          isAnswered: code !== '000',
          isFresh: connects !== '0',
          wait: Number(firstByte) - Number(sent),
          rest: Number(total) - Number(firstByte),
        };
      });
    const old = made.filter(({ isAnswered, isFresh }) => isAnswered && !isFresh);
    const fresh = made.find(({ isAnswered, isFresh }) => isAnswered && isFresh);
    return {
      kind: 'facts',
      values: present({
        requests: old.length,
        first_byte_s: median(old.map(({ wait }) => wait)),
        rest_s: median(old.map(({ rest }) => rest)),
        fresh_rest_s: fresh?.rest,
      }),
      lines: { '': rowLine(lines.at(-2)?.text ?? end.text) },
    };
  }),
};
