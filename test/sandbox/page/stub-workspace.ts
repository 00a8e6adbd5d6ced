import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type { PageEvent, PageMessage, PageState } from '../../../src/sandbox/page-api.js';
import { at, BEN, CARD, INCIDENTS, MESSAGES, message, STATE, THREAD } from './scene.js';

/** One POST of the page. */
interface Posted {
  readonly route: string;
  readonly body: { readonly [key: string]: unknown };
}

/** The workspace's side of page-api.ts without any Slack behind it: it answers what the test says, and remembers what the page asked. */
export interface StubWorkspace {
  readonly url: string;
  readonly posted: readonly Posted[];
  /** Replaces the answer to a route; absent: `{ok: true}`. */
  readonly answer: (route: string, answer: (body: Posted['body']) => unknown) => void;
  readonly send: (event: PageEvent) => void;
  readonly setState: (change: Partial<PageState>) => void;
  readonly setMessages: (channel: string, messages: readonly PageMessage[]) => void;
  /** Ends the streams; the next ones are refused while `isAway`. */
  readonly away: (isAway: boolean) => void;
  /** Resolves with the first POST to the route that is not yet taken. */
  readonly next: (route: string) => Promise<Posted>;
  readonly reset: () => void;
  readonly close: () => Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As strict as the real one. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
const GRAPH = `<svg xmlns="http://www.w3.org/2000/svg" width="560" height="220" viewBox="0 0 560 220"><rect width="560" height="220" fill="#fff"/>
<g stroke="#ddd">${[40, 80, 120, 160].map(y => `<path d="M40 ${y}h500"/>`).join('')}</g><path d="M40 60h500" stroke="#c61a4e" stroke-dasharray="5 4"/>
<path d="M40 170 90 158 140 149 190 130 240 118 290 96 340 84 380 61 382 180 430 168 480 152 540 140" fill="none" stroke="#0f5f9c" stroke-width="3"/></svg>`;

async function bodyOf(request: IncomingMessage): Promise<Posted['body']> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}

export async function startStub(pageFolder: string): Promise<StubWorkspace> {
  let state: PageState = STATE;
  let messages = new Map<string, readonly PageMessage[]>();
  let answers = new Map<string, (body: Posted['body']) => unknown>();
  let posted: Posted[] = [];
  let taken = new Map<string, number>();
  let isAway = false;
  const streams = new Set<ServerResponse>();
  const waiting = new Set<() => void>();

  const reset = (): void => {
    state = STATE;
    messages = new Map([[INCIDENTS, MESSAGES]]);
    answers = new Map();
    posted = [];
    taken = new Map();
    isAway = false;
  };
  const send = (event: PageEvent): void => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const json = (response: ServerResponse, body: unknown): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const get = (url: URL, response: ServerResponse): void => {
    const user = url.searchParams.get('user') ?? STATE.me.id;
    const file = url.searchParams.get('id');
    if (url.pathname === '/sandbox/state') json(response, { ...state, me: state.users.find(({ id }) => id === user) ?? state.me });
    else if (url.pathname === '/sandbox/messages') {
      const channel = url.searchParams.get('channel') ?? '';
      const thread = url.searchParams.get('thread');
      const known = messages.get(thread === null ? channel : `${channel}/${thread}`);
      json(response, {
        messages:
          known ?? (thread === CARD ? THREAD : thread === null ? [] : (messages.get(channel) ?? []).filter(({ ts }) => ts === thread)),
      });
    } else if (url.pathname === '/sandbox/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('data: {"kind":"hello"}\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
    } else if (file === 'F0GRAPH') response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(GRAPH);
    else
      response
        .writeHead(200, { 'content-type': 'text/plain; charset=utf-8' })
        .end('Faultline, incident inc-1\n\nThe whole evidence, line by line.\n<script>alert(1)</script>\n');
  };
  const page = (path: string, response: ServerResponse): void => {
    const file = join(pageFolder, normalize(path === '/' || path.startsWith('/archives/') ? '/index.html' : path));
    if (!existsSync(file)) response.writeHead(404).end();
    else
      response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': CSP })
        .end(readFileSync(file));
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stub');
    if (!url.pathname.startsWith('/sandbox/')) page(url.pathname, response);
    else if (isAway) response.writeHead(503).end();
    else if (request.method === 'GET') get(url, response);
    else {
      const route = url.pathname.replace('/sandbox/', '');
      const body = await bodyOf(request);
      json(response, answers.get(route)?.(body) ?? { ok: true });
      posted.push({ route, body });
      for (const wake of waiting) wake();
    }
  };
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  reset();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    get posted() {
      return posted;
    },
    answer: (route, answer) => answers.set(route, answer),
    send,
    setState: change => {
      state = { ...state, ...change };
    },
    setMessages: (channel, list) => messages.set(channel, list),
    away: now => {
      isAway = now;
      if (now) for (const stream of streams) stream.destroy();
    },
    next: async route => {
      const index = taken.get(route) ?? 0;
      taken.set(route, index + 1);
      for (;;) {
        const found = posted.filter(one => one.route === route)[index];
        if (found) return found;
        await new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => reject(new Error(`the page never asked for ${route}`)), 10_000);
          const wake = (): void => {
            clearTimeout(timer);
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
        });
      }
    },
    reset,
    close: async () => {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A message of the other person that was not there before. */
export const NEWS = message(at(120), { user: BEN.id, text: 'Is api-1 back?' });
