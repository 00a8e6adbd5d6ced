import { isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { errorCode } from './dial.js';

export type Secured =
  /** `verifyError`: why the certificate would not be trusted; absent when it is. */
  | { readonly kind: 'secured'; readonly socket: TLSSocket; readonly verifyError?: string }
  | { readonly kind: 'failed'; readonly trouble: 'tls-failed' | 'reset' | 'closed' | 'timed-out' | 'stopped'; readonly error: string };

/**
 * TLS on a connected socket. The certificate is checked and the finding is told, but the connection goes on: an expired certificate is
 * something to report, and what the service answers behind it is still worth measuring. Nothing secret is ever sent over it.
 */
export function secure(
  socket: Socket,
  hostname: string,
  limitSeconds: number,
  signal: AbortSignal | undefined,
  offer: Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers' | 'session'> = {},
): Promise<Secured> {
  return new Promise(resolve => {
    const name = isIP(hostname) === 0 ? { servername: hostname } : {};
    const secured = connect({ socket, host: hostname, ...name, rejectUnauthorized: false, ALPNProtocols: ['http/1.1'], ...offer });
    const finish = (outcome: Secured) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      secured.removeAllListeners('secureConnect');
      secured.off('error', fail);
      secured.on('error', () => {});
      if (outcome.kind === 'failed') secured.destroy();
      resolve(outcome);
    };
    const stop = () => finish({ kind: 'failed', trouble: 'stopped', error: 'stopped' });
    const fail = (error: Error) => finish({ kind: 'failed', ...tlsTrouble(error) });
    const timer = setTimeout(
      () => finish({ kind: 'failed', trouble: 'timed-out', error: 'the TLS handshake did not end in time' }),
      Math.max(0, limitSeconds * 1000),
    );
    signal?.addEventListener('abort', stop, { once: true });
    secured.on('error', fail);
    secured.on('secureConnect', () => {
      // Typed as Error, but in fact the code of it (lib/_tls_wrap.js, onConnectSecure).
      const why: unknown = secured.authorizationError;
      const verifyError = secured.authorized ? {} : { verifyError: typeof why === 'string' ? why : errorCode(why) };
      finish({ kind: 'secured', socket: secured, ...verifyError });
    });
  });
}

function tlsTrouble(error: Error): { trouble: 'tls-failed' | 'reset' | 'closed'; error: string } {
  const code = errorCode(error);
  if (code !== 'ECONNRESET' && code !== 'EPIPE') return { trouble: 'tls-failed', error: code };
  // Node says ECONNRESET for a plain close as well; only a real reset comes from a system call.
  return 'syscall' in error && error.syscall === 'read'
    ? { trouble: 'reset', error: 'ECONNRESET during the TLS handshake' }
    : { trouble: 'closed', error: 'closed during the TLS handshake' };
}
