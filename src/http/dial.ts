import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';

/** How a connection could not be made. `stopped`: the caller gave up, so nothing was learnt. */
export type DialTrouble = 'refused' | 'timed-out' | 'reset' | 'unreachable' | 'name-failed' | 'error' | 'stopped';

export type Dialled =
  | { readonly kind: 'connected'; readonly socket: Socket; readonly nameLookupSeconds?: number; readonly connectSeconds: number }
  | { readonly kind: 'failed'; readonly trouble: DialTrouble; readonly error: string; readonly nameLookupSeconds?: number };

export interface DialOptions {
  /** Most seconds for name lookup and connecting together. */
  readonly limitSeconds: number;
  readonly signal?: AbortSignal;
  /** Monotonic seconds. */
  readonly monotonic: () => number;
}

/** Of a name with very many addresses, so many are tried. */
const MOST_ADDRESSES = 4;

/**
 * One TCP connection, its legs timed. Addresses of a name are tried one after the other, in the resolver's order: Node's own "happy
 * eyeballs" gives an address up after 250 ms, which would hide a repeated SYN (1 s), the very sign of a full accept queue.
 * The caller destroys the socket. Never throws.
 */
export async function dial(host: string, port: number, { limitSeconds, signal, monotonic }: DialOptions): Promise<Dialled> {
  const started = monotonic();
  const left = () => limitSeconds - (monotonic() - started);
  if (signal?.aborted) return { kind: 'failed', trouble: 'stopped', error: 'stopped' };

  let addresses: readonly string[] = [host];
  let lookedUp: { nameLookupSeconds?: number } = {};
  if (isIP(host) === 0) {
    const found = await lookUp(host, left(), signal);
    if (found.kind === 'failed') return found;
    addresses = found.addresses.slice(0, MOST_ADDRESSES);
    lookedUp = { nameLookupSeconds: monotonic() - started };
  }
  let worst: Extract<Dialled, { kind: 'failed' }> = { kind: 'failed', trouble: 'name-failed', error: 'ENOTFOUND' };
  for (const [i, address] of addresses.entries()) {
    const begun = monotonic();
    const tried = await connectTo(address, port, left() / (addresses.length - i), signal);
    if ('socket' in tried) return { kind: 'connected', socket: tried.socket, ...lookedUp, connectSeconds: monotonic() - begun };
    // A bot without IPv6 finds every IPv6 address unreachable; what another address said tells more.
    if (i === 0 || tried.trouble !== 'unreachable') worst = { kind: 'failed', ...tried, ...lookedUp };
    if (tried.trouble === 'stopped') break;
  }
  return worst;
}

type LookedUp = { readonly kind: 'found'; readonly addresses: readonly string[] } | Extract<Dialled, { kind: 'failed' }>;

/** getaddrinfo cannot be stopped; it is left behind when time is up. */
function lookUp(host: string, limitSeconds: number, signal: AbortSignal | undefined): Promise<LookedUp> {
  return new Promise(resolve => {
    const finish = (outcome: LookedUp) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(outcome);
    };
    const stop = () => finish({ kind: 'failed', trouble: 'stopped', error: 'stopped' });
    const slow = { kind: 'failed', trouble: 'name-failed', error: 'no answer from the resolver in time' } as const;
    const timer = setTimeout(() => finish(slow), Math.max(0, limitSeconds * 1000));
    signal?.addEventListener('abort', stop, { once: true });
    lookup(host, { all: true, verbatim: true }).then(
      found => finish({ kind: 'found', addresses: found.map(({ address }) => address) }),
      (error: unknown) => finish({ kind: 'failed', trouble: 'name-failed', error: errorCode(error) }),
    );
  });
}

type Tried = { readonly socket: Socket } | { readonly trouble: DialTrouble; readonly error: string };

function connectTo(address: string, port: number, limitSeconds: number, signal: AbortSignal | undefined): Promise<Tried> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port, noDelay: true });
    const finish = (outcome: Tried) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.off('error', fail);
      socket.off('connect', succeed);
      // A socket without a listener for errors ends the process.
      socket.on('error', () => {});
      if (!('socket' in outcome)) socket.destroy();
      resolve(outcome);
    };
    const succeed = () => finish({ socket });
    const fail = (error: Error) => finish({ trouble: connectTrouble(errorCode(error)), error: errorCode(error) });
    const stop = () => finish({ trouble: 'stopped', error: 'stopped' });
    const timer = setTimeout(
      () => finish({ trouble: 'timed-out', error: `no answer within ${limitSeconds.toFixed(1)} s` }),
      Math.max(0, limitSeconds * 1000),
    );
    signal?.addEventListener('abort', stop, { once: true });
    socket.on('connect', succeed);
    socket.on('error', fail);
  });
}

function connectTrouble(code: string): DialTrouble {
  switch (code) {
    case 'ECONNREFUSED':
      return 'refused';
    case 'ETIMEDOUT':
      return 'timed-out';
    case 'ECONNRESET':
      return 'reset';
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
      return 'unreachable';
    default:
      // EADDRNOTAVAIL, EMFILE, EPERM, …: a trouble of the bot's own machine.
      return 'error';
  }
}

/** `ECONNREFUSED`, or the message when there is no code; one short line. */
export function errorCode(error: unknown): string {
  // By its keys: `instanceof Error` is false for an error of another realm (Node's own, seen from a test's).
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const text = typeof code === 'string' ? code : typeof message === 'string' ? message : 'unknown error';
  return text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 120);
}
