import { WebSocket } from 'ws';
import type { SlackJson } from '../../src/sandbox/page-api.js';
import type { Workspace } from '../../src/sandbox/workspace.js';
import { call, endLater, text } from './start-sandbox.js';

/** One socket of Socket Mode in the hands of a test. */
export interface RawSocket {
  /** The next envelope or other message; fails after two seconds. */
  readonly next: () => Promise<SlackJson>;
  readonly ack: (envelope: SlackJson, payload?: SlackJson) => void;
  /** Messages that nobody asked for yet. */
  readonly waiting: () => number;
  readonly closed: Promise<void>;
  readonly close: () => void;
}

/** Opens a socket with a fresh ticket and waits for Slack's hello. */
export async function connectSocket(workspace: Workspace): Promise<RawSocket> {
  const opened = await call(workspace, 'apps.connections.open', {}, workspace.appToken);
  const socket = new WebSocket(text(opened, 'url'));
  const inbox: SlackJson[] = [];
  const takers: ((message: SlackJson) => void)[] = [];
  socket.on('message', data => {
    const message: SlackJson = JSON.parse(String(data));
    const taker = takers.shift();
    if (taker) taker(message);
    else inbox.push(message);
  });
  socket.on('error', () => socket.terminate());
  const closed = new Promise<void>(resolve => {
    socket.on('close', () => resolve());
  });
  const next = (): Promise<SlackJson> => {
    const first = inbox.shift();
    if (first) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing came over the socket within 2 s')), 2000);
      takers.push(message => {
        clearTimeout(timer);
        resolve(message);
      });
    });
  };
  endLater(async () => {
    socket.terminate();
    await closed;
  });
  const hello = await next();
  if (hello.type !== 'hello') throw new Error(`expected hello, got ${JSON.stringify(hello)}`);
  return {
    next,
    ack: (envelope, payload) => socket.send(JSON.stringify({ envelope_id: envelope.envelope_id, payload: payload ?? {} })),
    waiting: () => inbox.length,
    closed,
    close: () => socket.close(),
  };
}
