import { createServer } from 'node:net';
import ssh2 from 'ssh2';
import type { KeyPair } from './ssh-server.js';

/** An SSH agent at a socket, with these keys. */
export async function startSshAgent(socketPath: string, keys: readonly KeyPair[]): Promise<{ close: () => Promise<void> }> {
  const held = keys.flatMap(pair => {
    const parsed = ssh2.utils.parseKey(pair.private);
    return parsed instanceof Error ? [] : [parsed].flat();
  });
  const server = createServer(socket => {
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on('identities', request => protocol.getIdentitiesReply(request, held));
    protocol.on('sign', (request, wanted, data) => {
      const key = held.find(one => one.getPublicSSH().equals(wanted.getPublicSSH()));
      if (key === undefined) protocol.failureReply(request);
      else protocol.signReply(request, key.sign(data));
    });
    protocol.on('error', () => undefined);
    socket.on('error', () => undefined);
    socket.pipe(protocol).pipe(socket);
  });
  await new Promise<void>(resolve => server.listen(socketPath, resolve));
  return { close: () => new Promise(resolve => server.close(() => resolve())) };
}
