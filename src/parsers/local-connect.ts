// Connections that the host makes to itself, one line each, from bash's /dev/tcp, nc or curl's telnet://:
//
//   try 127.0.0.1 exit 28 connect_s 0.000168
//   tcp 10.78.2.2 exit 1 bash: connect: Connection refused
import type { FactRow } from '../model/fact.js';
import type { Parser } from '../model/parser.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const CURL = /^try (\S+) exit (\d+) connect_s (\d+\.\d+) ?(.*)$/u;
const TCP = /^tcp (\S+) exit (\d+) ?(.*)$/u;
// curl(1): time is over. timeout(1) of coreutils: 124, of busybox: 143.
const CURL_TIMEOUT = 28;
const TIMEOUTS: ReadonlySet<number> = new Set([124, 143]);
const REFUSED = /connection refused/iu;
// curl(1): could not resolve host. A name that only the bot knows tells nothing about the port.
const CURL_NO_NAME = 6;
const NO_NAME = /not known|name resolution|No address associated|lookup failed|resolve /iu;

function curlRow(line: Line): FactRow {
  const [, address = '', exitText, connect, said = ''] = matchOf(CURL, line, 'should be a try of curl with its exit code and time');
  const [exit, seconds] = [Number(exitText), Number(connect)];
  // curl prints 0 for what was not reached. Connected, it waits for the other side to speak, which it need not do.
  const isConnected = seconds > 0;
  if (exit === CURL_NO_NAME) return { address, exit, line: rowLine(line.text) };
  return present({
    address,
    connected: isConnected,
    refused: !isConnected && REFUSED.test(said),
    timed_out: !isConnected && exit === CURL_TIMEOUT,
    connect_s: isConnected ? seconds : undefined,
    exit,
    line: rowLine(line.text),
  });
}

function tcpRow(line: Line): FactRow {
  const [, address = '', exitText, said = ''] = matchOf(TCP, line, 'should be a try of bash or nc with its exit code');
  const exit = Number(exitText);
  if (exit !== 0 && NO_NAME.test(said)) return { address, exit, line: rowLine(line.text) };
  return {
    address,
    connected: exit === 0,
    refused: exit !== 0 && REFUSED.test(said),
    timed_out: exit !== 0 && (TIMEOUTS.has(exit) || /timed out|\bTIMEOUT\b/iu.test(said)),
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
      else if (line.text.startsWith('tcp ')) tries.push(tcpRow(line));
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
