import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';

/** So long the sender may take to read the answer before the connection is cut, in milliseconds. */
const LINGER_MS = 1000;

/**
 * Answers while the sender is still sending, and reads nothing of the rest. Node's own way closes both directions at once, and what is still
 * on its way then makes the kernel reset the connection, so that many senders never see the answer.
 */
export function refuseUnread(request: IncomingMessage, response: ServerResponse, status: number, says: string): void {
  const { socket } = request;
  if (response.headersSent || socket.destroyed) return;
  request.pause();
  const body = `${says}\n`;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
