import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';

/** What a client sees of a service. */
export type Seen = 'answers' | 'refused' | 'silent' | 'odd';

/** How long a service may take to answer before it is called silent, in milliseconds. */
const PATIENCE_MS = 1000;

/** Asks a service for its page, as a client does. */
export function seenFrom(address: string, port: number): Promise<Seen> {
  return new Promise(resolve => {
    const request = get({ host: address, port, path: '/', agent: false }, response => {
      response.resume();
      resolve('answers');
      // A service that forgets to close would otherwise be left with one more connection each time.
      response.once('end', () => request.destroy());
    });
    const timer = setTimeout(() => {
      resolve('silent');
      request.destroy();
    }, PATIENCE_MS);
    request.on('error', error => resolve('code' in error && error.code === 'ECONNREFUSED' ? 'refused' : 'odd'));
    request.once('close', () => clearTimeout(timer));
  });
}

interface TcpRow {
  readonly port: number;
  readonly state: string;
  readonly waiting: number;
}

/** Rows of /proc/net/tcp whose local port this is. The receive queue of a listener is the number of connections that wait for accept(). */
function rowsOf(port: number): readonly TcpRow[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .flatMap(line => {
      const [, local = '', , state = '', queues = ''] = line.trim().split(/ +/u);
      return local.endsWith(`:${wanted}`) ? [{ port, state, waiting: Number.parseInt(queues.split(':')[1] ?? '0', 16) }] : [];
    });
}

/** Connections that wait for accept() on a port. */
export function waitingForAccept(port: number): number {
  return rowsOf(port)
    .filter(({ state }) => state === '0A')
    .reduce((sum, { waiting }) => sum + waiting, 0);
}

/** Connections of a port that the peer has closed and the service has not. */
export function halfClosed(port: number): number {
  return rowsOf(port).filter(({ state }) => state === '08').length;
}

/** Open descriptors of a process; none when it is gone. */
export function openDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
