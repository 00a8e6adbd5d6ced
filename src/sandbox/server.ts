import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { dispatch, throughFault, type WireAnswer } from './api-dispatch.js';
import { readArguments, readBody, TooLarge } from './body.js';
import { refusalOf } from './guard.js';
import { isObject } from './json.js';
import type { SlackJson } from './page-api.js';
import { type PageParts, servePage } from './page-routes.js';
import type { Rates } from './rates.js';
import { respond } from './respond.js';
import type { SocketMode } from './socket-mode.js';
import { PAGE_HEADERS, serveFile } from './static-files.js';
import { MOST_FILE_BYTES } from './uploads.js';

/** Slack refuses far less; this only keeps the machine safe. */
const MOST_CALL_BYTES = 4 * 1024 * 1024;

interface ServerParts extends PageParts {
  readonly rates: Rates;
  readonly socket: SocketMode;
  readonly pageFolder: string | undefined;
}

/** The workspace's one HTTP server, not listening yet. */
export function createWorkspaceServer(parts: ServerParts): Server {
  const server = createServer((request, response) => {
    serve(parts, request, response).catch((error: unknown) => fail(response, error));
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const isSocket = (request.url ?? '').startsWith('/socket?');
    if (!isSocket || parts.world.faults.unreachable || refusalOf(request) !== undefined) socket.destroy();
    else parts.socket.upgrade(request, socket, head);
  });
  return server;
}

async function serve(parts: ServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return plain(response, 403, refusal);
  const { pathname, search } = new URL(request.url ?? '/', 'http://sandbox');
  const [, area = '', ...rest] = pathname.split('/');
  const name = rest.join('/');
  const isSlack = ['api', 'response', 'upload', 'files-pri'].includes(area);
  if (isSlack && parts.world.faults.unreachable) {
    request.socket.destroy();
    return;
  }
  switch (area) {
    case 'api':
      return send(parts, request, response, await api(parts, name, request));
    case 'response':
      return send(parts, request, response, await responseUrl(parts, name, request));
    case 'upload':
      return send(parts, request, response, await upload(parts, name, request));
    case 'files-pri':
      return privateFile(parts, name, request, response);
    case 'sandbox':
      return servePage(parts, name, request, response);
    case 'archives':
    case 'files':
      // Permalinks: the page knows what stands behind the `#`.
      response.writeHead(302, { ...PAGE_HEADERS, location: `/#${pathname}${search}` });
      response.end();
      return;
    default: {
      const isRead = request.method === 'GET' || request.method === 'HEAD';
      const served = isRead && parts.pageFolder !== undefined && (await serveFile(parts.pageFolder, pathname, response));
      if (!served) plain(response, 404, 'There is nothing here.');
    }
  }
}

async function api({ world, rates }: ServerParts, method: string, request: IncomingMessage): Promise<WireAnswer> {
  const body = await readBody(request, MOST_CALL_BYTES);
  const { searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  const args = await readArguments(request.headers['content-type'] ?? '', body, searchParams);
  return dispatch(world, rates, method, args, bearerOf(request));
}

function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer (\S+)$/iu.exec(request.headers.authorization ?? '')?.[1];
}

/** A call that is no method of the Web API, but can run into faults and is written down like one. */
async function noted(parts: ServerParts, method: string, args: SlackJson, run: () => WireAnswer): Promise<WireAnswer> {
  const { journal, faults } = parts.world;
  const number = journal.beginCall(method, args);
  const fault = faults.take(method);
  const answer = fault ? await throughFault(fault, async () => run()) : run();
  journal.endCall(number, {
    ...(fault ? { fault: fault.kind } : {}),
    ...(answer.kind === 'answer' ? { status: answer.status, answer: answer.body } : {}),
  });
  return answer;
}

async function responseUrl(parts: ServerParts, key: string, request: IncomingMessage): Promise<WireAnswer> {
  const body = await readBody(request, MOST_CALL_BYTES);
  const args = await readArguments(request.headers['content-type'] ?? '', body, new URLSearchParams());
  const content = isObject(args.payload) ? args.payload : args;
  return noted(parts, 'response_url', content, () => {
    const used = parts.world.responseUrls.use(key);
    // Bolt's respond() throws on such a status; a refused content comes with 200.
    if (used.kind === 'refused') return { kind: 'answer', status: 404, headers: {}, body: { ok: false, error: used.error } };
    return { kind: 'answer', status: 200, headers: {}, body: respond(parts.world, used.target, content) };
  });
}

async function upload(parts: ServerParts, key: string, request: IncomingMessage): Promise<WireAnswer> {
  const type = request.headers['content-type'] ?? '';
  const body = await readBody(request, MOST_FILE_BYTES);
  const part = type.startsWith('multipart/form-data')
    ? Object.values(await readArguments(type, body, new URLSearchParams())).find(isObject)?.bytes
    : body;
  const bytes = Buffer.isBuffer(part) ? part : Buffer.alloc(0);
  return noted(parts, 'upload', { bytes: bytes.length }, () => {
    const { status, text } = parts.world.uploads.receive(key, bytes);
    return { kind: 'answer', status, headers: {}, body: { ok: status === 200, says: text } };
  });
}

function privateFile({ world }: ServerParts, name: string, request: IncomingMessage, response: ServerResponse): void {
  const id = /^[A-Z0-9]+-(F[A-Z0-9]+)\//u.exec(name)?.[1] ?? '';
  const file = world.files.get(id);
  const allowed = bearerOf(request) === world.secrets.botToken && !world.tokens.botRevoked && world.tokens.scopes.has('files:read');
  if (!allowed || !file?.bytes) {
    plain(response, allowed ? 404 : 403, 'There is no such file.');
    return;
  }
  response.writeHead(200, { ...PAGE_HEADERS, 'content-type': 'application/octet-stream', 'content-length': file.bytes.length });
  response.end(file.bytes);
}

function send(parts: ServerParts, request: IncomingMessage, response: ServerResponse, answer: WireAnswer): void {
  if (answer.kind === 'cut') request.socket.destroy();
  if (answer.kind === 'hang') parts.world.faults.hold(() => request.socket.destroy());
  if (answer.kind !== 'answer') return;
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

/** A request that is too large is the caller's mistake; anything else here is a mistake of the sandbox, and says so. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const tooLarge = error instanceof TooLarge;
  const says = error instanceof Error ? error.message : String(error);
  const text = JSON.stringify({ ok: false, error: tooLarge ? 'request_too_large' : 'fatal_error', says });
  response.writeHead(tooLarge ? 413 : 500, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  response.end(text);
}
