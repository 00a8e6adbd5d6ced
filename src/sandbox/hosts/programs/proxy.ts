/**
 * The demo's gateway: a small reverse proxy in a process of its own that writes its errors as nginx does, so that the same check reads them.
 * nginx itself would have to be installed, and the demo needs nothing but Node.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';

export interface ProxySite {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly backend: { readonly address: string; readonly port: number };
  readonly errorLog: string;
}

export interface ProxyOptions {
  readonly title: string;
  readonly sites: readonly ProxySite[];
  /** How long it waits for a connection to the backend, and for the first byte of the answer. */
  readonly connectMs: number;
  readonly readMs: number;
}

/** A demo that is left alone with a broken backend writes some hundred bytes a second: it stops at this size. */
const MOST_LOG_BYTES = 32 * 1024 * 1024;

/** What Node calls an error of the backend, in nginx's words and with the errno of Linux. */
const FAILED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect() failed (111: Connection refused) while connecting to upstream',
  EHOSTUNREACH: 'connect() failed (113: No route to host) while connecting to upstream',
  ENETUNREACH: 'connect() failed (101: Network is unreachable) while connecting to upstream',
  ECONNRESET: 'upstream prematurely closed connection while reading response header from upstream',
};
const TIMED_OUT = 'upstream timed out (110: Connection timed out) while';

let requests = 0;

/** Local time without a zone, as nginx writes it. */
function logTime(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}/${two(now.getMonth() + 1)}/${two(now.getDate())}`;
  return `${day} ${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
}

/** What a client sent is data: quotes and control characters as `\xHH`, like nginx. */
function escaped(text: string): string {
  return text
    .slice(0, 200)
    .replace(/["\\\u0000-\u001f\u007f-\uffff]/gu, character => `\\x${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * How the log names the backend: its IPv4 address in IPv6 form, under which the demo's inventory knows it too. A plain 127.x.x.x in a log
 * means, rightly, the host that wrote it; but all demo hosts live on loopback addresses of one machine.
 */
function upstreamName({ address, port }: ProxySite['backend']): string {
  return `[::ffff:${address}]:${port}`;
}

function serve(
  site: ProxySite,
  { connectMs, readMs }: ProxyOptions,
  log: WriteStream,
  incoming: IncomingMessage,
  answer: ServerResponse,
): void {
  const id = ++requests;
  const { method = 'GET', url = '/' } = incoming;
  let over = false;
  const fail = (status: 502 | 504, says: string): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    outgoing.destroy();
    const where = `client: ${incoming.socket.remoteAddress ?? '-'}, server: ${site.name}, request: "${method} ${escaped(url)} HTTP/1.1"`;
    const upstream = `upstream: "http://${upstreamName(site.backend)}${escaped(url)}", host: "${escaped(incoming.headers.host ?? '')}"`;
    if (log.bytesWritten < MOST_LOG_BYTES) {
      log.write(`${logTime(new Date())} [error] ${process.pid}#${process.pid}: *${id} ${says}, ${where}, ${upstream}\n`);
    }
    answer.writeHead(status, { 'content-type': 'text/plain' });
    answer.end(status === 502 ? '502 Bad Gateway\n' : '504 Gateway Time-out\n');
  };
  const outgoing = request({ host: site.backend.address, port: site.backend.port, method, path: url, agent: false });
  let timer = setTimeout(() => fail(504, `${TIMED_OUT} connecting to upstream`), connectMs);
  outgoing.on('socket', socket =>
    socket.once('connect', () => {
      clearTimeout(timer);
      timer = setTimeout(() => fail(504, `${TIMED_OUT} reading response header from upstream`), readMs);
    }),
  );
  outgoing.on('response', response => {
    clearTimeout(timer);
    over = true;
    answer.writeHead(response.statusCode ?? 502, { 'content-type': 'text/plain' });
    response.on('error', () => answer.destroy());
    response.pipe(answer);
  });
  outgoing.on('error', error => {
    const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
    fail(502, FAILED[code] ?? FAILED.ECONNRESET ?? '');
  });
  answer.on('error', () => undefined);
  answer.on('close', () => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    outgoing.destroy();
  });
  incoming.pipe(outgoing);
}

async function run(options: ProxyOptions): Promise<void> {
  process.title = options.title;
  await Promise.all(
    options.sites.map(
      site =>
        new Promise<void>((resolve, reject) => {
          // The log is there from the start, empty: a gateway without errors.
          const log = createWriteStream(site.errorLog, { flags: 'a', mode: 0o600 });
          log.on('error', reject);
          const server = createServer((incoming, answer) => serve(site, options, log, incoming, answer));
          server.on('error', reject);
          log.once('open', () => server.listen({ host: site.address, port: site.port }, resolve));
        }),
    ),
  );
}

process.once('message', (options: ProxyOptions) => {
  run(options).then(
    () => process.send?.({ kind: 'ready' }),
    (error: unknown) => process.send?.({ kind: 'failed', says: error instanceof Error ? error.message : String(error) }),
  );
});
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
if (!process.connected) process.kill(process.pid, 'SIGKILL');
