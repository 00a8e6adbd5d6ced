import { connect, type Socket } from 'node:net';

/** One connection by hand, for what no HTTP client would send. */
export interface RawClient {
  readonly socket: Socket;
  /** Everything that was received up to now. */
  readonly received: () => string;
  /** Resolves with everything when the server ended the connection, however it did. */
  readonly ended: Promise<string>;
}

export function rawClient(port: number, send: string): RawClient {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', part => {
    received += String(part);
  });
  socket.on('error', () => {});
  socket.write(send);
  return { socket, received: () => received, ended: new Promise(resolve => socket.once('close', () => resolve(received))) };
}
