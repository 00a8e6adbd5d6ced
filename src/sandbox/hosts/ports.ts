import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/** A row of a listener in /proc/net/tcp: local address and port in hexadecimal, the peer, state 0A. */
const LISTENER = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A /gmu;

/** Blocks of ports for one demo each, below where Linux takes local ports from (32768, ip_local_port_range). */
const FIRST = 7100;
const LAST = 9900;
export const BLOCK = 20;

function readTable(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // without IPv6 there is no tcp6
  }
}

/** All ports that anything on this machine listens on. */
function listeningPorts(): ReadonlySet<number> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readTable).join('\n');
  return new Set([...tables.matchAll(LISTENER)].map(([, port = '']) => Number.parseInt(port, 16)));
}

function tryListen(port: number): Promise<Server | undefined> {
  return new Promise(resolve => {
    const server = createServer(socket => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port }, () => resolve(server));
  });
}

/** A run of ports on which nobody on this machine listens, on any address. */
export interface PortBlock {
  /** The nth port, from 0 to BLOCK - 2. */
  readonly port: (n: number) => number;
  readonly release: () => Promise<void>;
}

/**
 * Takes a block of ports. Its last port is listened on as long as the block is held, so that two demos at once get different ones.
 * Whole blocks, since checks know a listener by its port alone: a stranger's on another address would be taken for the demo's.
 */
export async function takePortBlock(): Promise<PortBlock> {
  for (let first = FIRST; first + BLOCK <= LAST; first += BLOCK) {
    const lock = await tryListen(first + BLOCK - 1);
    if (lock === undefined) continue;
    const release = (): Promise<void> => new Promise(resolve => lock.close(() => resolve()));
    const taken = listeningPorts();
    const isFree = Array.from({ length: BLOCK - 1 }, (_, n) => first + n).every(port => !taken.has(port));
    if (isFree) return { port: n => first + n, release };
    await release();
  }
  throw new Error(`no ${BLOCK} free ports in a row from ${FIRST} to ${LAST}: end what listens there, then start the demo again`);
}
