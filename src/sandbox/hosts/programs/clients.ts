/** The clients of the demo's services, in a process of its own: they keep connections open, come and go, or ask for pages. */
import { get } from 'node:http';
import { connect, type Socket } from 'node:net';

/** What one crowd of clients does until it is sent home. */
export type Crowd =
  /** Stays connected; who is not let in, or is thrown out, comes again. */
  | { readonly kind: 'stay'; readonly address: string; readonly port: number; readonly count: number }
  /** Connects and leaves at once: `first` together, then `perSecond`, `most` in all. */
  | {
      readonly kind: 'leave';
      readonly address: string;
      readonly port: number;
      readonly first: number;
      readonly perSecond: number;
      readonly most: number;
    }
  /** Asks for a page. */
  | { readonly kind: 'ask'; readonly url: string; readonly perSecond: number };

export type ClientsOrder =
  | { readonly kind: 'send'; readonly id: string; readonly crowd: Crowd }
  | { readonly kind: 'home'; readonly id: string };

export interface ClientsOptions {
  readonly title: string;
}

/** How long a client waits for its connection, and before it comes again, in milliseconds. */
const CONNECT_MS = 2000;
const AGAIN_MS = 1000;
/** How long a client waits for its page. */
const PAGE_MS = 5000;

const homegoings = new Map<string, () => void>();

function stay({ address, port, count }: Extract<Crowd, { kind: 'stay' }>): () => void {
  const sockets = new Set<Socket>();
  let gone = false;
  const come = (): void => {
    if (gone) return;
    const socket = connect({ host: address, port });
    sockets.add(socket);
    const patience = setTimeout(() => socket.destroy(), CONNECT_MS);
    socket.once('connect', () => clearTimeout(patience));
    socket.on('error', () => undefined);
    socket.resume();
    socket.once('close', () => {
      clearTimeout(patience);
      sockets.delete(socket);
      setTimeout(come, AGAIN_MS);
    });
  };
  for (let one = 0; one < count; one++) come();
  return () => {
    gone = true;
    for (const socket of sockets) socket.destroy();
  };
}

function leave({ address, port, first, perSecond, most }: Extract<Crowd, { kind: 'leave' }>): () => void {
  let left = most;
  const visit = (): void => {
    if (left-- <= 0) return;
    const socket = connect({ host: address, port }, () => socket.destroy());
    socket.on('error', () => undefined);
  };
  for (let one = 0; one < first; one++) visit();
  const timer = setInterval(visit, 1000 / perSecond);
  return () => clearInterval(timer);
}

function ask({ url, perSecond }: Extract<Crowd, { kind: 'ask' }>): () => void {
  const timer = setInterval(() => {
    const request = get(url, { agent: false, timeout: PAGE_MS }, response => response.resume());
    request.on('timeout', () => request.destroy());
    request.on('error', () => undefined);
  }, 1000 / perSecond);
  return () => clearInterval(timer);
}

function begin(crowd: Crowd): () => void {
  switch (crowd.kind) {
    case 'stay':
      return stay(crowd);
    case 'leave':
      return leave(crowd);
    case 'ask':
      return ask(crowd);
  }
}

function obey(order: ClientsOrder): void {
  homegoings.get(order.id)?.();
  homegoings.delete(order.id);
  if (order.kind === 'send') homegoings.set(order.id, begin(order.crowd));
}

process.once('message', ({ title }: ClientsOptions) => {
  process.title = title;
  process.on('message', obey);
  process.send?.({ kind: 'ready' });
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
if (!process.connected) process.kill(process.pid, 'SIGKILL');
