// Each name server asked by itself, and one lookup as programs make it; times in microseconds:
//
//   resolvers of api.example.com order files,dns
//   servers 10.0.0.53 10.0.0.54 fd00::53   in the order of /etc/resolv.conf
//   server 10.0.0.53 answer 0 us 812          the number is the RCODE (RFC 1035, 4.1.1)
//   server 10.0.0.54 lost us 2001450
//   server fd00::53 error unreachable
//   lookup exit 0 us 1204
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { median } from './probe-lines.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const ANSWER = /^server (\S+) (?:answer (\d{1,2}) us (\d{1,9})|lost us \d{1,9}|error unreachable)$/u;
/** RFC 1035 and 1035bis: the server could not or would not say. NXDOMAIN (3) is an answer like any other. */
const SERVFAIL = 2;
const REFUSED = 5;
// timeout(1) of GNU and of busybox.
const TIMED_OUT = [124, 143];

interface Question {
  readonly code?: number;
  readonly seconds?: number;
  readonly line: Line;
}

function serverRow(addr: string, position: number, questions: readonly Question[]): FactRow {
  const times = questions.flatMap(({ seconds }) => (seconds === undefined ? [] : [seconds]));
  const worst = questions.find(({ seconds }) => seconds === undefined) ?? questions.find(({ seconds }) => seconds === Math.max(...times));
  return present({
    addr,
    position,
    asked: questions.length,
    answered: times.length,
    lost: questions.length - times.length,
    refused: questions.filter(({ code }) => code === SERVFAIL || code === REFUSED).length,
    median_s: median(times),
    slowest_s: times.length > 0 ? Math.max(...times) : undefined,
    line: rowLine(worst?.line.text ?? ''),
  });
}

/** How each name server of a host answers, and how long a whole lookup takes. */
export const resolvers: Parser = {
  name: 'resolvers',
  gives: {
    name: 'text',
    order: 'text',
    uses_dns: 'bool',
    servers: 'list',
    'servers.addr': 'text',
    'servers.position': 'number',
    'servers.asked': 'number',
    'servers.answered': 'number',
    'servers.lost': 'number',
    'servers.refused': 'number',
    'servers.median_s': 'number',
    'servers.slowest_s': 'number',
    lookup_s: 'number',
    lookup_found: 'bool',
    lookup_timed_out: 'bool',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const [header = { no: 1, text: '' }, list = { no: 2, text: 'servers' }, ...rest] = linesOf(last);
    const [, name = '', order = ''] = matchOf(/^resolvers of (\S+) order (\S+)$/u, header, "should be 'resolvers of NAME order WHERE'");
    const listed =
      matchOf(/^servers((?: \S+)*)$/u, list, "should be 'servers' with their addresses")[1]
        ?.split(' ')
        .slice(1) ?? [];
    const asked = new Map<string, Question[]>();
    let lookup: { exit: number; seconds: number; line: Line } | undefined;
    let isWhole = false;
    for (const line of rest) {
      const looked = /^lookup exit (\d{1,3}) us (\d{1,9})$/u.exec(line.text);
      if (isWhole) throw new OddLine(line, "should not stand behind 'end'");
      if (line.text === 'end') isWhole = true;
      else if (looked) lookup = { exit: Number(looked[1]), seconds: Number(looked[2]) / 1e6, line };
      else {
        const [, addr = '', code, micros] = matchOf(ANSWER, line, 'should be a server with its answer');
        const question = code === undefined ? { line } : { code: Number(code), seconds: Number(micros) / 1e6, line };
        asked.set(addr, [...(asked.get(addr) ?? []), question]);
      }
    }
    if (!isWhole && !last.truncated) throw new OddLine({ no: rest.length + 2, text: '' }, "the last line should be 'end'");
    const isTimedOut = lookup && TIMED_OUT.includes(lookup.exit);
    return {
      kind: 'facts',
      values: {
        servers: listed.map((addr, index) => serverRow(addr, index + 1, asked.get(addr) ?? [])),
        ...present({
          name,
          order,
          uses_dns: /\b(?:dns|resolve)\b/u.test(order),
          lookup_s: lookup?.seconds,
          lookup_found: lookup && !isTimedOut ? lookup.exit === 0 : undefined,
          lookup_timed_out: isTimedOut,
        }),
      },
      lines: { '': rowLine(header.text), ...(lookup ? { lookup_s: rowLine(lookup.line.text) } : {}) },
      ...partialOf(cutShort(last)),
    };
  }),
};
