// netstat -ltnp (net-tools 1.60 to 2.10, busybox). Its Send-Q is not the limit of the queue, so it gives none.
//
//   Active Internet connections (only servers)
//   Proto Recv-Q Send-Q Local Address           Foreign Address         State       PID/Program name
//   tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      58/sshd: /usr/sbin/
import type { Parser, Printed } from '../model/parser.js';
import { families, socketAddress } from './address.js';
import { columns } from './columns.js';
import { type Line, linesOf } from './lines.js';
import { LISTENER_FIELDS, type Listener, listenerRows } from './listener-row.js';
import { cutShort, partialOf } from './partial.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly, wholeNumber } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^Proto +Recv-Q +Send-Q +Local Address +Foreign Address +State/u;
const NOISE =
  /^(?:Active Internet connections|\(Not all processes could be identified| will not be shown|\(No info could be read|netstat: )/u;
// net-tools cuts an address so that address, colon and port are at most 22 characters; the port stays whole.
const CUT_AT = 22;

/** Program names are the beginning of the command line: `58/sshd: /usr/sbin/`. */
function owner(text: string): { process?: string; pid?: number } {
  const match = /^(\d+)\/(.*)$/u.exec(text);
  return match ? { pid: Number(match[1]), process: (match[2] ?? '').replace(/: .*$|:$/u, '').trim() } : {};
}

function listener(line: Line): Listener {
  const [proto, queue, , local, , state, program = '-'] = columns(line.text, 7);
  if (!proto || !/^tcp6?$/u.test(proto) || local === undefined || state !== 'LISTEN') {
    throw new OddLine(line, 'should be a tcp or tcp6 row of netstat in state LISTEN');
  }
  const address = socketAddress(local);
  if (address?.port === undefined) throw new OddLine(line, `'${local}' should be an address and a port`);
  const isCut = local.length >= CUT_AT && address.addr.includes(':');
  const addr = isCut ? undefined : address.addr;
  return {
    addr,
    ...families(addr),
    scope: address.scope,
    port: address.port,
    queue: wholeNumber(queue, line, 'Recv-Q'),
    ...owner(program),
    text: line.text,
  };
}

function listeners(printed: Printed): { header: Line; sockets: readonly Listener[] } {
  let header: Line | undefined;
  const sockets: Listener[] = [];
  for (const line of linesOf(printed)) {
    if (line.text.trim() === '' || NOISE.test(line.text)) continue;
    if (HEADER.test(line.text)) header = line;
    else if (!header) throw new OddLine(line, "should be the header of netstat, 'Proto Recv-Q Send-Q …'");
    else sockets.push(listener(line));
  }
  if (!header) throw new OddLine({ no: 1, text: '' }, 'netstat printed no header');
  return { header, sockets };
}

/** Listening sockets with queue and process, without the limit of the queue. */
export const netstatListen: Parser = {
  name: 'netstat_listen',
  gives: { ...LISTENER_FIELDS, 'rows.process': 'text', 'rows.pid': 'number' },
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
