// Connections that the host makes to itself, one line each, from curl or from bash's /dev/tcp:
//
//   try 127.0.0.1 exit 0 http_code 404 connect_s 0.000168 first_byte_s 0.002146
//   tcp 10.78.2.2 exit 1 bash: connect: Connection refused
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const CURL = /^try (\S+) exit (\d+) http_code (\d{3}) connect_s (\d+[.,]\d+) first_byte_s (\d+[.,]\d+)$/u;
const BASH = /^tcp (\S+) exit (\d+) ?(.*)$/u;
// curl(1): 7 could not connect; 28 time is over. timeout(1) of coreutils: 124, of busybox: 143.
const [CURL_REFUSED, CURL_TIMEOUT] = [7, 28];
const TIMEOUTS: ReadonlySet<number> = new Set([124, 143]);

function curlRow(line: Line): FactRow {
  const [, address = '', exitText, code, connect = '', firstByte = ''] = matchOf(
    CURL,
    line,
    'should be a try of curl with its code and times',
  );
  const exit = Number(exitText);
  const seconds = (text: string): number => Number(text.replace(',', '.'));
  // curl prints 0 for what was not reached.
  const isConnected = seconds(connect) > 0;
  return present({
    address,
    connected: isConnected,
    refused: exit === CURL_REFUSED,
    timed_out: exit === CURL_TIMEOUT,
    connect_s: isConnected ? seconds(connect) : undefined,
    first_byte_s: seconds(firstByte) > 0 ? seconds(firstByte) : undefined,
    http_code: code === '000' ? undefined : Number(code),
    exit,
    line: rowLine(line.text),
  });
}

function bashRow(line: Line): FactRow {
  const [, address = '', exitText, said = ''] = matchOf(BASH, line, 'should be a try of bash with its exit code');
  const exit = Number(exitText);
  return {
    address,
    connected: exit === 0,
    refused: exit !== 0 && /connection refused/iu.test(said),
    timed_out: TIMEOUTS.has(exit) || /timed out/iu.test(said),
    exit,
    line: rowLine(line.text),
  };
}

/** Whether the port answers on the host itself, on loopback and on its own address. */
export const localConnect: Parser = {
  name: 'local_connect',
  gives: {
    tries: 'list',
    'tries.address': 'text',
    'tries.connected': 'bool',
    'tries.refused': 'bool',
    'tries.timed_out': 'bool',
    'tries.connect_s': 'number',
    'tries.first_byte_s': 'number',
    'tries.http_code': 'number',
    'tries.exit': 'number',
    loopback_ok: 'bool',
    own_ok: 'bool',
  },
  parse: strictly(input => {
    const { last } = looksOf(input);
    const lines = linesOf(last);
    const tries: FactRow[] = [];
    let hasEnd = false;
    for (const line of lines) {
      if (line.text === 'end') hasEnd = true;
      else if (line.text.startsWith('try ')) tries.push(curlRow(line));
      else if (line.text.startsWith('tcp ')) tries.push(bashRow(line));
      else throw new OddLine(line, "should be a line that begins with 'try' or 'tcp'");
    }
    if (tries.length === 0) throw new OddLine(lines[0] ?? { no: 1, text: '' }, 'no connection was tried');
    if (!hasEnd && !last.truncated) throw new OddLine(lines.at(-1) ?? { no: 1, text: '' }, "the last line should be 'end'");
    // The check tries loopback first and then the host's own address, which may be the same.
    const [loopback, own] = tries;
    return {
      kind: 'facts',
      values: { tries, ...present({ loopback_ok: loopback?.connected, own_ok: own?.connected }) },
      lines: {
        '': String((own ?? loopback)?.line ?? ''),
        loopback_ok: String(loopback?.line ?? ''),
        ...(own ? { own_ok: String(own.line) } : {}),
      },
      ...partialOf(cutShort(last)),
    };
  }),
};
