// /proc/net/tcp and tcp6: rx_queue of a listening socket is the length of its accept queue; there is no limit and no process.
//
//     sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
//      0: 0100007F:1F90 00000000:0000 0A 00000000:00000006 00:00000000 00000000     0        0 1512 1 …
import type { Parser, Printed } from '../model/parser.js';
import { families } from './address.js';
import { columns } from './columns.js';
import { hexAddress } from './hex-address.js';
import type { Line } from './lines.js';
import { LISTENER_FIELDS, type Listener, listenerRows } from './listener-row.js';
import { cutShort, partialOf } from './partial.js';
import { readFiles } from './read-files.js';
import { rowLine } from './row-line.js';
import { OddLine, strictly } from './strict.js';
import { looksOf } from './window.js';

const HEADER = /^ *sl +local_address +rem(?:ote)?_address +st tx_queue/u;
const LISTENING = '0A';

function listener(line: Line): Listener | undefined {
  const [number, local, remote, state, queues] = columns(line.text, 6);
  const address = local === undefined ? undefined : hexAddress(local);
  const queue = /^[0-9A-F]{8}:([0-9A-F]{8})$/iu.exec(queues ?? '')?.[1];
  if (!number || !/^\d+:$/u.test(number) || !address || !remote || !state || queue === undefined) {
    throw new OddLine(line, 'should be a socket: number, two hexadecimal addresses, state, queues');
  }
  if (state.toUpperCase() !== LISTENING) return undefined;
  return { addr: address.addr, ...families(address.addr), port: address.port, queue: Number.parseInt(queue, 16), text: line.text };
}

function listeners(printed: Printed): readonly Listener[] {
  const sockets: Listener[] = [];
  for (const [path, lines] of readFiles(printed)) {
    const [header, ...rows] = lines;
    if (!header || !HEADER.test(header.text)) throw new OddLine(header ?? { no: 1, text: path }, `should be the header of ${path}`);
    for (const row of rows) {
      const socket = listener(row);
      if (socket) sockets.push(socket);
    }
  }
  return sockets;
}

/** Listening sockets with their queue, from the kernel's own files. */
export const procNetTcpListen: Parser = {
  name: 'proc_net_tcp_listen',
  gives: LISTENER_FIELDS,
  parse: strictly(input => {
    const { first, last } = looksOf(input);
    const sockets = listeners(last);
    return {
      kind: 'facts',
      values: { rows: listenerRows(sockets, first && listeners(first)) },
      lines: { '': rowLine(last.stdout.split('\n')[0] ?? '') },
      ...partialOf(cutShort(last)),
    };
  }),
};
