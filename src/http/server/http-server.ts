import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '../../flow/ports.js';
import { answerText } from './answer.js';
import type { Handle, Route } from './route.js';

export interface HttpServerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  readonly logger: Logger;
  /** For the headers of a request, in milliseconds; default 10 s. */
  readonly headersMs?: number;
  /** For a whole request with its body, in milliseconds; default 30 s. */
  readonly requestMs?: number;
}

type Listening = { readonly kind: 'listening'; readonly port: number } | { readonly kind: 'refused'; readonly says: string };

export interface HttpServer {
  /** Resolves when requests are taken. `says` is one sentence with what to do. */
  readonly listen: () => Promise<Listening>;
  /** What is under way may end within `ms`; whoever comes meanwhile is told 503. Then the port is free and every connection closed. */
  readonly stop: (ms: number) => Promise<void>;
}

/** Longer than the minute between two scrapes, so that a scraper's connection lasts. */
const KEEP_ALIVE_MS = 75_000;
/** Senders of alerts and scrapers are few; each connection is a descriptor that hosts cannot be reached with. */
const MOST_CONNECTIONS = 1000;

/** The bot's own HTTP server. A slow or silent client is cut off with 408, a header above 16 KiB with 431: that is Node's own doing. */
export function openHttpServer(options: HttpServerOptions): HttpServer {
  const { host, port, routes, logger, headersMs = 10_000, requestMs = 30_000 } = options;
  const known = new Map(routes.map(route => [route.path, allowing(route)]));
  let isStopping = false;
  let underWay = 0;
  let whenIdle = (): void => undefined;

  const server = createServer(
    {
      headersTimeout: headersMs,
      requestTimeout: requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.max(20, Math.min(headersMs, requestMs) / 4),
    },
    (request, response) => {
      if (isStopping)
        return answerText(response, 503, 'Faultline ends: ask again in a moment.', { Connection: 'close', 'Retry-After': '5' });
      underWay++;
      response.once('close', () => {
        underWay--;
        if (underWay === 0) whenIdle();
      });
      void handled(request, response);
    },
  );
  server.maxConnections = MOST_CONNECTIONS;

  const handled = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const [path = ''] = (request.url ?? '').split('?', 1);
      const methods = known.get(path);
      if (!methods) return answerText(response, 404, 'There is nothing at this path.');
      const handle = methods.get(request.method ?? '');
      if (!handle) return answerText(response, 405, `Only ${allowed(methods)} here.`, { Allow: allowed(methods) });
      await handle(request, response);
    } catch (error) {
      logger.error({ error, path: request.url?.slice(0, 200) }, 'a request could not be answered');
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'Faultline could not answer this; its log says why.');
    }
  };

  return {
    listen: () => listening(server, host, port, logger),
    stop: async ms => {
      isStopping = true;
      if (underWay > 0)
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, ms);
          whenIdle = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      if (!server.listening) return;
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function allowing({ methods: { GET, POST } }: Route): ReadonlyMap<string, Handle> {
  return new Map<string, Handle>([
    ...(GET
      ? ([
          ['GET', GET],
          ['HEAD', GET],
        ] as const)
      : []),
    ...(POST ? ([['POST', POST]] as const) : []),
  ]);
}

const allowed = (methods: ReadonlyMap<string, Handle>): string => [...methods.keys()].join(', ');

function listening(server: Server, host: string, port: number, logger: Logger): Promise<Listening> {
  return new Promise(resolve => {
    const refuse = (error: NodeJS.ErrnoException): void => resolve({ kind: 'refused', says: whyNot(error, host, port) });
    server.once('error', refuse);
    server.listen({ host, port }, () => {
      server.off('error', refuse);
      // Such as EMFILE while a connection is accepted: it must not end the process.
      server.on('error', error => logger.error({ error }, 'the HTTP server has trouble'));
      resolve({ kind: 'listening', port: (server.address() as AddressInfo).port });
    });
  });
}

function whyNot({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  const place = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `Another program listens on ${place} already: end it, or give http.listen another port.`;
    case 'EACCES':
      return `This user may not listen on ${place}: give http.listen a port above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${host}: give http.listen one of its own, or 0.0.0.0 for all of them.`;
    default:
      return `Nothing can listen on ${place}: ${code ?? message}. Give http.listen another address.`;
  }
}
