/**
 * A small service of a demo host, in a process of its own. It imports nothing of the rest: Node runs this file by itself, also unbuilt.
 * What is wrong with it is really wrong: it is this process that does not accept, does not close, dies.
 */
import { createServer } from 'node:http';
import { createServer as createRawServer, type Server } from 'node:net';

/** What the service does with its clients. */
export type ServiceManner = 'answers' | 'answers-late' | 'never-accepts' | 'forgets-to-close' | 'crashes';

export interface ServiceOptions {
  /** Name of the process, as `ss` and `ps` show it: at most 15 characters (TASK_COMM_LEN of the kernel). */
  readonly title: string;
  /** Pid of the demo. */
  readonly parent: number;
  readonly address: string;
  readonly port: number;
  readonly backlog: number;
  readonly manner: ServiceManner;
}

/** Longer than anybody who asks here waits. */
const LATE_MS = 30_000;

/** There is nothing to clean up, and this cannot fail. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

function serverFor({ title, manner }: ServiceOptions): Server {
  if (manner === 'forgets-to-close') {
    // The peer's end is read, and this side is never ended: CLOSE-WAIT. Sockets stay open as long as somebody listens to them.
    return createRawServer({ allowHalfOpen: true }, socket => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nok\n'));
    });
  }
  const server = createServer((request, response) => {
    request.resume();
    const answer = (): void => {
      response.setHeader('content-type', 'text/plain');
      response.end(`${title} is well\n`);
    };
    if (manner === 'answers-late') setTimeout(answer, LATE_MS);
    else answer();
  });
  // Clients may stay connected without a word for as long as they like, as those of a database or a queue do.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.keepAliveTimeout = 0;
  return server;
}

/** Keeps the only thread for good, as a service does that waits for a lock: the kernel goes on queueing, nobody accepts. */
function waitForEver(parent: number): void {
  const nobodyWakesIt = new Int32Array(new SharedArrayBuffer(4));
  // The end of the channel cannot be seen from here; that the demo is gone can.
  while (process.ppid === parent) Atomics.wait(nobodyWakesIt, 0, 0, 200);
  die();
}

function run(options: ServiceOptions): void {
  process.title = options.title;
  const server = serverFor(options);
  server.on('error', error => {
    // Out of descriptors: Node goes on by itself as soon as one is free.
    if (server.listening) return;
    process.send?.({ kind: 'failed', says: error.message });
  });
  server.listen({ host: options.address, port: options.port, backlog: options.backlog }, () => {
    process.send?.({ kind: 'ready' }, undefined, undefined, () => {
      if (options.manner === 'never-accepts') waitForEver(options.parent);
      if (options.manner === 'crashes') throw new Error('the demo asked for this crash');
    });
  });
}

process.once('message', (options: ServiceOptions) => run(options));
process.once('disconnect', die);
if (!process.connected) die();
