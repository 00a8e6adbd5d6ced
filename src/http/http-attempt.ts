import { request } from 'node:http';
import type { Socket } from 'node:net';
import { type DialOptions, dial, errorCode } from './dial.js';
import { secure } from './secure.js';

/** What one HTTP request gave, with the keys that the parser `probe_http` reads. A leg that was not reached is absent. */
export interface HttpAttempt {
  readonly outcome:
    | 'answered'
    | 'refused'
    | 'timed-out-connecting'
    | 'timed-out-waiting'
    | 'reset'
    | 'closed'
    | 'tls-failed'
    | 'name-failed'
    | 'unreachable'
    | 'error';
  readonly code?: number;
  readonly name_lookup_s?: number;
  readonly connect_s?: number;
  readonly tls_s?: number;
  /** From the sent request to the first byte of the answer. */
  readonly first_byte_s?: number;
  /** From the start to the end of the body, or to `BODY_BYTES` of it. */
  readonly total_s?: number;
  readonly error?: string;
  /** Why the certificate would not be trusted, as OpenSSL and Node name it (CERT_HAS_EXPIRED). */
  readonly tls_verify_error?: string;
}

export interface HttpOptions extends DialOptions {
  /** Most seconds for everything together; `limitSeconds` is for connecting alone. */
  readonly totalSeconds: number;
}

/** A status page is smaller; more of a download would tell nothing more. */
const BODY_BYTES = 64 * 1024;

/** One GET on a connection of its own: no proxy, no redirects, no keep-alive. Undefined when it was stopped before it ended. Never throws. */
export async function httpAttempt(url: URL, options: HttpOptions): Promise<HttpAttempt | undefined> {
  const { monotonic, signal, totalSeconds } = options;
  const started = monotonic();
  const left = () => totalSeconds - (monotonic() - started);
  const encrypted = url.protocol === 'https:';
  const { hostname, port } = endpointOf(url);

  const dialled = await dial(hostname, port, options);
  const lookedUp = dialled.nameLookupSeconds === undefined ? {} : { name_lookup_s: dialled.nameLookupSeconds };
  if (dialled.kind === 'failed') {
    const { trouble, error } = dialled;
    if (trouble === 'stopped') return undefined;
    return { outcome: trouble === 'timed-out' ? 'timed-out-connecting' : trouble, ...lookedUp, error };
  }
  let socket: Socket = dialled.socket;
  let legs: Partial<HttpAttempt> = { ...lookedUp, connect_s: dialled.connectSeconds };
  if (encrypted) {
    const begun = monotonic();
    const secured = await secure(dialled.socket, hostname, left(), signal);
    if (secured.kind === 'failed') {
      const { trouble, error } = secured;
      dialled.socket.destroy();
      return trouble === 'stopped' ? undefined : { outcome: trouble === 'timed-out' ? 'timed-out-waiting' : trouble, ...legs, error };
    }
    socket = secured.socket;
    legs = { ...legs, tls_s: monotonic() - begun, ...(secured.verifyError === undefined ? {} : { tls_verify_error: secured.verifyError }) };
  }
  const answer = await ask(url, socket, left(), options);
  socket.destroy();
  if (answer === undefined) return undefined;
  const { finished, ...said } = answer;
  return { ...said, ...legs, ...(finished ? { total_s: monotonic() - started } : {}) };
}

/** The name or address to connect to, an IPv6 address without its brackets, and the port. */
export function endpointOf(url: URL): { readonly hostname: string; readonly port: number } {
  const usual = url.protocol === 'https:' ? 443 : 80;
  return { hostname: url.hostname.replace(/^\[|\]$/g, ''), port: url.port === '' ? usual : Number(url.port) };
}

type Answer = Pick<HttpAttempt, 'outcome' | 'code' | 'first_byte_s' | 'error'> & { readonly finished: boolean };

function ask(url: URL, socket: Socket, limitSeconds: number, { monotonic, signal }: HttpOptions): Promise<Answer | undefined> {
  return new Promise(resolve => {
    const sent = monotonic();
    let firstByte: { first_byte_s?: number } = {};
    let code: number | undefined;
    let bytes = 0;
    const finish = (answer: Answer | undefined) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(answer);
      sending.destroy();
    };
    const end = (outcome: HttpAttempt['outcome'], error?: string) => {
      const why = error === undefined ? {} : { error };
      // Once the status line is there, the service has answered; a body that breaks off is told beside it.
      if (code === undefined) finish({ outcome, ...firstByte, ...why, finished: false });
      else finish({ outcome: 'answered', code, ...firstByte, ...why, finished: error === undefined });
    };
    const stop = () => finish(undefined);
    const timer = setTimeout(
      () =>
        end(
          'timed-out-waiting',
          code === undefined ? `no answer within ${limitSeconds.toFixed(1)} s after connecting` : 'the body did not end in time',
        ),
      Math.max(0, limitSeconds * 1000),
    );
    signal?.addEventListener('abort', stop, { once: true });

    const sending = request({
      createConnection: () => socket,
      method: 'GET',
      path: `${url.pathname}${url.search}`,
      headers: { Host: url.host, 'User-Agent': 'faultline-probe', Accept: '*/*', Connection: 'close' },
    });
    // On the socket, since 'response' comes only after the whole header.
    sending.once('socket', used =>
      used.once('data', () => {
        firstByte = { first_byte_s: monotonic() - sent };
      }),
    );
    sending.on('response', response => {
      code = response.statusCode;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > BODY_BYTES) end('answered');
      });
      response.on('end', () => end('answered'));
      response.on('error', error => end('answered', `the body broke off: ${errorCode(error)}`));
    });
    sending.on('upgrade', response => {
      code = response.statusCode;
      end('answered');
    });
    sending.on('error', error => {
      const { outcome, why } = requestTrouble(error);
      end(outcome, why);
    });
    sending.end();
  });
}

function requestTrouble(error: Error): { outcome: HttpAttempt['outcome']; why: string } {
  const code = errorCode(error);
  // Node says ECONNRESET ("socket hang up") for a plain close as well; only a real reset comes from a system call.
  if (code === 'ECONNRESET') {
    const real = 'syscall' in error && error.syscall !== undefined;
    return real ? { outcome: 'reset', why: 'ECONNRESET' } : { outcome: 'closed', why: 'closed without an answer' };
  }
  if (code === 'EPIPE') return { outcome: 'closed', why: 'closed before the request was sent' };
  if (code.startsWith('HPE_')) return { outcome: 'error', why: `the answer is not HTTP (${code})` };
  return { outcome: 'error', why: code };
}
