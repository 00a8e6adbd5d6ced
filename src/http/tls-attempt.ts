import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { type DialOptions, dial } from './dial.js';
import { endpointOf } from './http-attempt.js';
import { type Secured, secure } from './secure.js';

/**
 * What a handshake offers: `any` all that a modern client speaks (TLS 1.2 and 1.3), `resume` a session of an earlier handshake,
 * and one version alone.
 */
export type TlsOffer = 'any' | 'resume' | 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1';

/** The offers of one probe, in this order. Three whole handshakes give a median. */
export const TLS_OFFERS: readonly TlsOffer[] = ['any', 'TLSv1.3', 'any', 'TLSv1.2', 'TLSv1.1', 'any', 'TLSv1', 'resume'];

/** What one handshake gave, with the keys that the parser `probe_tls` reads. What was not reached is absent. */
export interface TlsAttempt {
  readonly offer: TlsOffer;
  readonly outcome: 'secured' | 'not-connected' | 'tls-failed' | 'reset' | 'closed' | 'timed-out';
  readonly connect_s?: number;
  readonly tls_s?: number;
  readonly resumed?: boolean;
  readonly protocol?: string;
  readonly cipher?: string;
  /** Why the certificate would not be trusted, as OpenSSL and Node name it. */
  readonly verify_error?: string;
  readonly error?: string;
  readonly certificate?: CertificateSeen;
}

interface CertificateSeen {
  readonly subject: string;
  readonly issuer: string;
  /** Seconds since the epoch. */
  readonly not_before?: number;
  readonly not_after?: number;
  readonly key_type?: string;
  /** Absent for keys whose size says nothing, such as Ed25519. */
  readonly key_bits?: number;
  /** Whether it is for the name that was asked; absent when an address was asked for which it has no entry: clients use the name. */
  readonly name_matches?: boolean;
  readonly self_signed: boolean;
  /** It says where its issuer's certificate can be fetched (RFC 5280, 4.2.2.1): the issuer is no root, so the server must send it. */
  readonly has_issuer_url: boolean;
}

const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
/** Seconds. A server of TLS 1.3 sends its tickets right behind the handshake. */
const TICKET_SECONDS = 0.5;

/** One TLS handshake on a connection of its own; nothing is requested. Undefined when it was stopped before it ended. Never throws. */
export async function tlsAttempt(
  url: URL,
  offer: TlsOffer,
  options: DialOptions & { readonly totalSeconds: number },
): Promise<TlsAttempt | undefined> {
  if (offer !== 'resume') {
    const made = await handshake(url, optionsOf(offer), options);
    made.socket?.destroy();
    return made.said && { offer, ...made.said };
  }
  const first = await handshake(url, {}, options);
  if (first.socket === undefined) return first.said && { offer, ...first.said };
  const session = await sessionOf(first.socket);
  first.socket.destroy();
  if (session === undefined) return { offer, outcome: 'secured', resumed: false };
  const second = await handshake(url, { session }, options);
  const resumed = second.socket ? { resumed: second.socket.isSessionReused() } : {};
  second.socket?.destroy();
  if (second.said === undefined) return undefined;
  // A resumed handshake brings no certificate.
  const { certificate: _certificate, verify_error: _verifyError, ...said } = second.said;
  return { offer, ...said, ...resumed };
}

type Offered = Pick<ConnectionOptions, 'minVersion' | 'maxVersion' | 'ciphers' | 'session'>;

function optionsOf(offer: Exclude<TlsOffer, 'resume'>): Offered {
  if (offer === 'any') return {};
  const version = { minVersion: offer, maxVersion: offer };
  // OpenSSL offers these only when asked to be less strict. Nothing is sent over such a connection.
  return offer === 'TLSv1' || offer === 'TLSv1.1' ? { ...version, ciphers: 'DEFAULT@SECLEVEL=0' } : version;
}

interface Made {
  /** Undefined when it was stopped. */
  readonly said: Omit<TlsAttempt, 'offer'> | undefined;
  readonly socket?: TLSSocket;
}

async function handshake(url: URL, offered: Offered, options: DialOptions & { readonly totalSeconds: number }): Promise<Made> {
  const { monotonic, signal, totalSeconds } = options;
  const started = monotonic();
  const { hostname, port } = endpointOf(url);
  const dialled = await dial(hostname, port, options);
  if (dialled.kind === 'failed')
    return { said: dialled.trouble === 'stopped' ? undefined : { outcome: 'not-connected', error: dialled.error } };
  const legs = { connect_s: dialled.connectSeconds };
  const begun = monotonic();
  const secured = await secure(dialled.socket, hostname, totalSeconds - (begun - started), signal, offered);
  if (secured.kind === 'failed') {
    dialled.socket.destroy();
    const { trouble, error } = secured;
    return { said: trouble === 'stopped' ? undefined : { outcome: trouble, ...legs, error } };
  }
  return { said: { outcome: 'secured', ...legs, tls_s: monotonic() - begun, ...described(secured, hostname) }, socket: secured.socket };
}

function described({ socket, verifyError }: Extract<Secured, { kind: 'secured' }>, hostname: string): Partial<TlsAttempt> {
  const certificate = socket.getPeerX509Certificate();
  return {
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().name,
    // The name is told by itself: asked by address, as here often, every certificate has another one.
    ...(verifyError === undefined || verifyError === WRONG_NAME ? {} : { verify_error: verifyError }),
    ...(certificate === undefined ? {} : { certificate: seen(certificate, hostname) }),
  };
}

function seen(certificate: X509Certificate, hostname: string): CertificateSeen {
  const { asymmetricKeyType: keyType, asymmetricKeyDetails: details } = certificate.publicKey;
  const curveBits = /(\d{3})/.exec(details?.namedCurve ?? '')?.[1];
  const bits = details?.modulusLength ?? (curveBits === undefined ? undefined : Number(curveBits));
  const isAddress = isIP(hostname) !== 0;
  const matches = (isAddress ? certificate.checkIP(hostname) : certificate.checkHost(hostname)) !== undefined;
  const time = (text: string, key: 'not_before' | 'not_after') => {
    const at = Date.parse(text) / 1000;
    return Number.isFinite(at) ? { [key]: at } : {};
  };
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    ...time(certificate.validFrom, 'not_before'),
    ...time(certificate.validTo, 'not_after'),
    ...(keyType === undefined ? {} : { key_type: keyType }),
    ...(bits === undefined ? {} : { key_bits: bits }),
    ...(isAddress && !matches ? {} : { name_matches: matches }),
    self_signed: certificate.subject === certificate.issuer,
    has_issuer_url: /CA Issuers/.test(certificate.infoAccess ?? ''),
  };
}

/** `CN=api.example.com, O=Example`: Node writes one attribute on each line. */
function oneLine(name: string | undefined): string {
  return (name ?? '')
    .replace(/[^\x20-\x7e]+/g, ', ')
    .trim()
    .slice(0, 200);
}

/** A session to offer again: at once where the handshake brought it, else when the server's ticket comes. */
function sessionOf(socket: TLSSocket): Promise<Buffer | undefined> {
  if (socket.getProtocol() !== 'TLSv1.3') return Promise.resolve(socket.getSession());
  return new Promise(resolve => {
    const finish = (session: Buffer | undefined) => {
      clearTimeout(timer);
      socket.off('session', finish);
      resolve(session);
    };
    const timer = setTimeout(() => finish(undefined), TICKET_SECONDS * 1000);
    socket.on('session', finish);
    // Without reading, tickets are not noticed.
    socket.resume();
  });
}
