// ss -ltnp (iproute2 4.x to 6.x): listening TCP sockets. Recv-Q is the length of the accept queue, Send-Q its limit.
//
//   State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess
//   LISTEN 5      4            0.0.0.0:8080      0.0.0.0:*    users:(("node",pid=350,fd=19))
import type { Parser, Printed } from '../model/parser.js';
import { families, socketAddress } from './address.js';
import { columns } from './columns.js';
import { type Line, linesOf } from './lines.js';
import { LISTENER_FIELDS, type Listener, listenerRows } from './listener-row.js';
import { cutShort, partialOf } from './partial.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^State +Recv-Q +Send-Q +Local Address:Port +Peer Address:Port/u;
// Libraries and nscd print warnings above the header; they have none of ss's columns.
const NOISE = /^(?:Cannot open netlink socket: |.*\b[Ww]arning\b)/u;

// Room for about 100 processes that share one socket.
const MAX_PROCESSES = 4096;

/** The oldest of the processes that share a socket: the lowest pid, which is the parent of the workers. */
function owner(text: string): { process?: string; pid?: number } {
  let found: { process?: string; pid?: number } = {};
  for (const match of text.slice(0, MAX_PROCESSES).matchAll(/\("(.*?)",(?:pid=)?(\d+),(?:fd=)?\d+\)/gu)) {
    const pid = Number(match[2]);
    if (found.pid === undefined || pid < found.pid) found = { process: match[1] ?? '', pid };
  }
  return found;
}

/**
 * Since about 4.14 (2017) ss prints `*` for a socket of both families, `[::]` for IPv6 alone and `0.0.0.0` for IPv4 alone. Before, `*` was IPv4 alone and
 * `::` either of the others; there the peer of an IPv4 socket is `*` as well. Only rows that differ tell which one it is.
 */
type Style = 'new' | 'old' | 'unknown';

function styleOf(rows: readonly Line[]): Style {
  for (const { text } of rows) {
    const [, , , local = '', peer = ''] = columns(text, 6);
    if (/^(?:0\.0\.0\.0|\[::\]):\*$/u.test(peer)) return 'new';
    if (/^:::\*$/u.test(peer) || (/^\d+\.\d+\.\d+\.\d+[:%]/u.test(local) && peer === '*:*')) return 'old';
  }
  return 'unknown';
}

function familiesOf(addr: string, style: Style): Pick<Listener, 'any' | 'any6'> {
  if (addr === '*') return { any: true, any6: style === 'unknown' ? undefined : style === 'new' };
  if (addr === '::' && style === 'new') return { any: false, any6: true };
  return families(addr);
}

function listener(line: Line, style: Style): Listener {
  const [state, queue, limit, local, peer, rest = ''] = columns(line.text, 6);
  if (state !== 'LISTEN' || local === undefined || peer === undefined)
    throw new OddLine(line, 'should be a LISTEN row of ss with five columns');
  const address = socketAddress(local);
  if (address?.port === undefined) throw new OddLine(line, `'${local}' should be an address and a port`);
  return {
    addr: address.addr,
    ...familiesOf(address.addr, style),
    scope: address.scope,
    port: address.port,
    queue: wholeNumber(queue, line, 'Recv-Q'),
    limit: wholeNumber(limit, line, 'Send-Q'),
    ...owner(rest),
    text: line.text,
  };
}

function listeners(printed: Printed): { header: Line; sockets: readonly Listener[] } {
  let header: Line | undefined;
  const rows: Line[] = [];
  for (const line of linesOf(printed)) {
    if (line.text.trim() === '') continue;
    if (header) rows.push(line);
    else if (HEADER.test(line.text)) header = line;
    else if (!NOISE.test(line.text)) throw new OddLine(line, "should be the header of ss, 'State Recv-Q Send-Q …'");
  }
  if (!header) throw new OddLine({ no: 1, text: '' }, 'ss printed no header');
  const style = styleOf(rows);
  return { header, sockets: rows.map(row => listener(row, style)) };
}

/** Listening sockets with queue, limit and process. */
export const ssListen: Parser = {
  name: 'ss_listen',
  gives: { ...LISTENER_FIELDS, 'rows.limit': 'number', 'rows.limit_before': 'number', 'rows.process': 'text', 'rows.pid': 'number' },
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const { header, sockets } = listeners(last);
    return {
      kind: 'facts',
      values: { rows: listenerRows(sockets, first && listeners(first).sockets) },
      lines: { '': rowLine(header.text) },
      ...partialOf(cutShort(last)),
    };
  }),
};
