import { isIpv4, isIpv6 } from './ip.js';

/** An error of nginx with an upstream. */
export interface UpstreamError {
  readonly addr?: string;
  readonly port?: number;
  readonly name?: string;
  /** `10.0.0.7:8080`, `[fd00::7]:8080`, `name:8080`, `name` or `unix:/run/x.sock`: what nginx's configuration calls it, as far as the line tells. */
  readonly backend: string;
  readonly phase: 'connecting' | 'sending' | 'waiting' | 'reading' | 'upgraded';
  readonly error: 'timeout' | 'refused' | 'reset' | 'premature-close' | 'no_ports' | 'no_live' | 'unreachable' | 'queue_full' | 'other';
}

const PHASES: readonly (readonly [RegExp, UpstreamError['phase']])[] = [
  [/while (?:connecting to|SSL handshaking to|proxying and connecting to) upstream/u, 'connecting'],
  [/while sending (?:request|to|client|body).*upstream|while sending request to upstream/u, 'sending'],
  [/while reading response header from upstream|while waiting for request/u, 'waiting'],
  [/while (?:reading upstream|reading .*from upstream|proxying connection)/u, 'reading'],
  // WebSockets and the like: idle ones end with a timeout or a reset of either side every day.
  [/while proxying upgraded connection/u, 'upgraded'],
];

// errno(3) of Linux as nginx prints it in brackets: (111: Connection refused).
const BY_ERRNO: Readonly<Record<string, UpstreamError['error']>> = {
  '2': 'refused', // a unix socket that is not there: nobody listens
  '32': 'reset', // broken pipe: the peer had closed
  '99': 'no_ports',
  '101': 'unreachable',
  '104': 'reset',
  '110': 'timeout',
  '111': 'refused',
  '113': 'unreachable',
};

function errorOf(text: string): UpstreamError['error'] | undefined {
  if (text.startsWith('no live upstreams')) return 'no_live';
  if (/^upstream timed out/u.test(text)) return 'timeout';
  if (/upstream prematurely closed|prematurely closed .*upstream/u.test(text)) return 'premature-close';
  if (/peer closed connection in SSL handshake/u.test(text)) return 'reset';
  const failed = /^(?:connect|recv|send|writev|readv|SSL_do_handshake|kevent|socket)\(\)(?: to \S+)? failed \((\d+):/u.exec(text);
  // `socket() failed (24: Too many open files)` is nginx's own limit, not the upstream's fault.
  if (!failed || failed[1] === '24') return undefined;
  // connect(2): EAGAIN of a unix socket says that its accept queue is full.
  if (failed[1] === '11' && text.startsWith('connect() to unix:')) return 'queue_full';
  return BY_ERRNO[failed[1] ?? ''] ?? 'other';
}

/** The `upstream: "http://10.0.0.7:8080/x"` of a message, taken apart; also `fastcgi://unix:/run/x.sock:` and, for streams, bare `10.0.0.7:5432`. */
function upstreamOf(text: string): Pick<UpstreamError, 'addr' | 'port' | 'name' | 'backend'> | undefined {
  const [first, second] = text.matchAll(/, upstream: "([^"]*)"/gu);
  const quoted = first?.[1];
  if (quoted === undefined) return undefined;
  // A client may write such words into its request or referrer: then nobody can tell which one nginx meant.
  if (second) return { name: 'ambiguous', backend: 'ambiguous (the line names several upstreams)' };
  const rest = quoted.replace(/^\w+:\/\//u, '');
  const unix = /^unix:([^:]*)/u.exec(rest);
  if (unix) {
    const name = `unix:${unix[1] ?? ''}`;
    return { name, backend: name };
  }
  const match = /^(?:\[([^\]]+)\]|([^/:]+))(?::(\d{1,5}))?(?:\/|$)/u.exec(rest);
  if (!match) return { name: rest.slice(0, 100), backend: rest.slice(0, 100) };
  const host = match[1] ?? match[2] ?? '';
  const port = match[3] === undefined ? {} : { port: Number(match[3]) };
  const backend = `${match[1] === undefined ? host : `[${host}]`}${match[3] === undefined ? '' : `:${match[3]}`}`;
  return isIpv4(host) || isIpv6(host) ? { addr: host, ...port, backend } : { name: host, ...port, backend };
}

/** Reads the message of one error log line (after `*48 `) as an error with an upstream; nothing when it is something else. */
export function upstreamError(text: string): UpstreamError | undefined {
  const error = errorOf(text);
  const upstream = upstreamOf(text);
  const phase = PHASES.find(([pattern]) => pattern.test(text))?.[1];
  return error && upstream && phase ? { ...upstream, phase, error } : undefined;
}
