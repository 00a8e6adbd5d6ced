import { once } from 'node:events';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';

/** A server on loopback and its port; `close` also ends what is connected. */
export interface Running {
  readonly port: number;
  readonly close: () => void;
}

async function running(server: Server): Promise<Running> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

export const tcpServer = (onSocket: (socket: Socket) => void): Promise<Running> => running(createTcp(onSocket));
export const httpServer = (listener: RequestListener): Promise<Running> => running(createHttp(listener));
export const wrapped = (server: Server): Promise<Running> => running(server);

/** A port of loopback on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = await tcpServer(() => {});
  server.close();
  return server.port;
}
