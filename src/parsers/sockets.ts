// The counts that the check `sockets` makes on the host with awk, from ss (`text`) or /proc/net/tcp (`hex` addresses).
//
//   sockets text total 94 destinations 1 odd 0
//   port 8080 syn_recv 129 peers 96 established 4 close_wait 0 time_wait 2
//   dest 10.77.2.2:8080 used 80 established 0 close_wait 0 time_wait 80
//   end
import type { FactRow } from '../model/fact.js';
import type { Parser, Printed } from '../model/parser.js';
import { type SocketAddress, socketAddress } from './address.js';
import { hexAddress } from './hex-address.js';
import { type Line, linesOf } from './lines.js';
import { cutShort, partialOf } from './partial.js';
import { present } from './present.js';
import { rowLine } from './row-line.js';
import { matchOf, OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^sockets (text|hex) total (\d+) destinations (\d+) odd (\d+)$/u;
const PORT = /^port (\S+) syn_recv (\d+) peers (\d+) established (\d+) close_wait (\d+) time_wait (\d+)$/u;
const DEST = /^dest (\S+) used (\d+) established (\d+) close_wait (\d+) time_wait (\d+)$/u;

interface Counted {
  readonly header: Line;
  readonly ports: ReadonlyMap<number, FactRow>;
  readonly dests: ReadonlyMap<string, FactRow>;
  /** Every destination was listed, so one that is not there had no socket. */
  readonly hasAllDests: boolean;
}

function portRow(line: Line, isHex: boolean): [number, FactRow] {
  const [, name = '', ...counts] = matchOf(PORT, line, 'should be a port with its five counts');
  const port = Number.parseInt(name, isHex ? 16 : 10);
  if (!(port > 0 && port <= 65_535)) throw new OddLine(line, `'${name}' should be a port`);
  const [synRecv = 0, peers = 0, established = 0, closeWait = 0, timeWait = 0] = counts.map(Number);
  return [
    port,
    { port, syn_recv: synRecv, syn_recv_peers: peers, established, close_wait: closeWait, time_wait: timeWait, line: rowLine(line.text) },
  ];
}

function destRow(line: Line, isHex: boolean): [string, FactRow] {
  const [, name = '', ...counts] = matchOf(DEST, line, 'should be a destination with its four counts');
  const address: SocketAddress | undefined = isHex ? hexAddress(name) : socketAddress(name);
  if (!address) throw new OddLine(line, `'${name}' should be an address and a port`);
  const [used = 0, established = 0, closeWait = 0, timeWait = 0] = counts.map(Number);
  return [
    `${address.addr} ${address.port ?? ''}`,
    present({
      addr: address.addr,
      port: address.port,
      used,
      time_wait: timeWait,
      established,
      close_wait: closeWait,
      line: rowLine(line.text),
    }),
  ];
}

function counted(printed: Printed): Counted {
  const [header, ...rest] = linesOf(printed);
  const [, kind, , destinations, odd] = matchOf(HEADER, header ?? { no: 1, text: '' }, 'should be the summary that the check prints first');
  if (!header) throw new OddLine({ no: 1, text: '' }, 'printed nothing');
  const first = rest[0];
  if (odd !== '0') throw new OddLine(first?.text.startsWith('odd-row ') ? first : header, `${odd} rows have fewer columns than a socket`);
  const ports = new Map<number, FactRow>();
  const dests = new Map<string, FactRow>();
  let hasEnd = false;
  for (const line of rest) {
    if (line.text.startsWith('port ')) ports.set(...portRow(line, kind === 'hex'));
    else if (line.text.startsWith('dest ')) dests.set(...destRow(line, kind === 'hex'));
    else if (line.text === 'end') hasEnd = true;
    else throw new OddLine(line, "should be a line that begins with 'port', 'dest' or 'end'");
  }
  if (!hasEnd && !printed.truncated) throw new OddLine(rest.at(-1) ?? header, "the last line should be 'end'");
  return { header, ports, dests, hasAllDests: hasEnd && Number(destinations) === dests.size };
}

/** TCP sockets counted per listening port and per destination. */
export const sockets: Parser = {
  name: 'sockets',
  gives: {
    ports: 'list',
    'ports.port': 'number',
    'ports.syn_recv': 'number',
    'ports.syn_recv_peers': 'number',
    'ports.established': 'number',
    'ports.close_wait': 'number',
    'ports.close_wait_before': 'number',
    'ports.time_wait': 'number',
    dests: 'list',
    'dests.addr': 'text',
    'dests.port': 'number',
    'dests.used': 'number',
    'dests.time_wait': 'number',
    'dests.established': 'number',
    'dests.close_wait': 'number',
    'dests.close_wait_before': 'number',
  },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const now = counted(last);
    const before = first && counted(first);
    const ports = [...now.ports].map(([port, row]) => present({ ...row, close_wait_before: before?.ports.get(port)?.close_wait }));
    const dests = [...now.dests].map(([key, row]) => {
      const unseen = before?.hasAllDests ? 0 : undefined;
      return present({ ...row, close_wait_before: before?.dests.get(key)?.close_wait ?? unseen });
    });
    return {
      kind: 'facts',
      values: { ports: ports.sort((a, b) => Number(a.port) - Number(b.port)), dests },
      lines: { '': rowLine(now.header.text) },
      ...partialOf(cutShort(last)),
    };
  }),
};
