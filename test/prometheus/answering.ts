import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Login, openWebApi, type WebApi } from '../../src/prometheus/web-api.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server of the test's own, the API that asks it, and what it was asked. */
export interface Answering {
  readonly api: WebApi;
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
}

export interface AnsweringOptions {
  readonly prefix?: string;
  readonly login?: Login;
  readonly timeoutSeconds?: number;
  readonly concurrency?: number;
}

/** Starts a server on loopback that answers as `answer` says. */
export async function answering(
  answer: (response: ServerResponse, asked: Asked) => void,
  { prefix = '', login = { kind: 'none' }, timeoutSeconds = 20, concurrency = 4 }: AnsweringOptions = {},
): Promise<Answering> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', part => {
      body += String(part);
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', body, headers: request.headers };
      asked.push(one);
      answer(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  const api = openWebApi({ url, login, timeoutSeconds, concurrency });
  return {
    api,
    url,
    asked,
    close: async () => {
      await api.close();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** Answers once, with a status and a body. */
export const reply =
  (status: number, body: string, type = 'application/json') =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': type });
    response.end(body);
  };
