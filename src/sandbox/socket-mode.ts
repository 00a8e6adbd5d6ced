import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { SandboxClock } from './clock.js';
import type { Ids } from './ids.js';
import { isObject, objectAt, parsed, textAt } from './json.js';
import type { SlackJson } from './page-api.js';
import type { EnvelopeType, Outcome } from './world.js';

/** Slack waits 3 s for an acknowledgement. */
const ACK_MS = 3000;
/** Slack pings each connection; the client gives up after 30 s without one. */
const PING_MS = 10_000;
/** docs.slack.dev/apis/events-api/using-socket-mode */
const MOST_SOCKETS = 10;
/** A ticket of `apps.connections.open` is used once, and soon. */
const TICKET_MS = 30_000;

export interface Retry {
  readonly attempt: number;
  readonly reason: string;
}

export interface SocketMode {
  /** A URL for one connection. */
  readonly openTicket: (origin: string) => string;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  readonly count: () => number;
  /** To exactly one connection, in turn. `twice`: the same envelope again, on the next. */
  readonly send: (type: EnvelopeType, payload: SlackJson, retry: Retry | undefined, twice: boolean) => Promise<Outcome>;
  /** Cuts all connections without a word; gives how many. */
  readonly drop: () => number;
  readonly say: (reason: 'refresh_requested' | 'warning') => void;
  readonly close: () => void;
}

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly cancel: () => void;
}

/** Slack's side of Socket Mode. `onChange`: the number of connections changed. */
export function createSocketMode(clock: SandboxClock, ids: Ids, appId: string, onChange: () => void): SocketMode {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1024 * 1024 });
  const tickets = new Map<string, number>();
  const sockets: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  let turn = 0;

  const onMessage = (data: string) => {
    const message = parsed(data);
    if (!isObject(message)) return;
    const id = textAt(message, 'envelope_id') ?? '';
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    entry.cancel();
    const payload = objectAt(message, 'payload');
    entry.resolve({ kind: 'acknowledged', ...(payload && Object.keys(payload).length > 0 ? { payload } : {}) });
  };

  const forget = (socket: WebSocket) => {
    const at = sockets.indexOf(socket);
    if (at >= 0) sockets.splice(at, 1);
  };

  const accept = (socket: WebSocket) => {
    if (sockets.length >= MOST_SOCKETS) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets', debug_info: { host: 'sandbox' } }));
      socket.close();
      return;
    }
    sockets.push(socket);
    const ping = setInterval(() => socket.ping(`Ping from sandbox ${Date.now()}`), PING_MS);
    socket.on('message', (data, isBinary) => {
      if (!isBinary) onMessage(String(data));
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      forget(socket);
      onChange();
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: sockets.length,
        debug_info: { host: 'sandbox', build_number: 1, approximate_connection_time: 18_060 },
        connection_info: { app_id: appId },
      }),
    );
    onChange();
  };

  const next = (): WebSocket | undefined => {
    const open = sockets.filter(({ readyState, OPEN }) => readyState === OPEN);
    turn += 1;
    return open[turn % Math.max(1, open.length)];
  };

  return {
    openTicket: origin => {
      const ticket = ids.secret();
      tickets.set(ticket, clock.now() + TICKET_MS);
      return `${origin.replace(/^http/u, 'ws')}/socket?ticket=${ticket}&app_id=${appId}`;
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url ?? '/', 'http://sandbox').searchParams.get('ticket') ?? '';
      const until = tickets.get(ticket);
      tickets.delete(ticket);
      if (until === undefined || until < clock.now()) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, accept);
    },
    count: () => sockets.length,
    send: (type, payload, retry, twice) => {
      const socket = next();
      if (!socket) return Promise.resolve({ kind: 'dropped' });
      const id = ids.uuid();
      const envelope = JSON.stringify({
        envelope_id: id,
        payload,
        type,
        accepts_response_payload: type !== 'events_api',
        ...(type === 'events_api' ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {}),
      });
      return new Promise(resolve => {
        const cancel = clock.after(ACK_MS, () => {
          waiting.delete(id);
          resolve({ kind: 'timed-out' });
        });
        waiting.set(id, { resolve, cancel });
        socket.send(envelope);
        if (twice) next()?.send(envelope);
      });
    },
    drop: () => {
      // Gone at once for whoever asks, not only when the close was noticed.
      const cut = sockets.splice(0);
      for (const socket of cut) socket.terminate();
      onChange();
      return cut.length;
    },
    say: reason => {
      for (const socket of [...sockets]) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
        // After the polite word Slack ends the connection itself, a while later; a client that follows has gone by then.
        if (reason === 'refresh_requested') clock.after(ACK_MS, () => socket.close());
      }
    },
    close: () => {
      for (const { cancel, resolve } of waiting.values()) {
        cancel();
        resolve({ kind: 'dropped' });
      }
      waiting.clear();
      for (const socket of [...sockets]) socket.terminate();
      server.close();
    },
  };
}
