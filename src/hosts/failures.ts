import type { HostTrouble, HostTroubleKind } from '../model/capture.js';

/** A way to a host that failed, on its way up to where it becomes a HostRun's trouble. Never leaves hosts/. */
export class HostFailure extends Error {
  readonly trouble: HostTrouble;

  constructor(kind: HostTroubleKind, says: string, hint: string, options?: ErrorOptions) {
    super(says, options);
    this.name = 'HostFailure';
    this.trouble = { kind, says, hint };
  }
}

/** Far more than any honest sshd or shell says in one line. */
const MOST_CHARACTERS = 300;

/** Text that came from a host, fit for a sentence of ours: one line, without control, format or direction characters, and not long. */
export function hostText(text: string): string {
  const plain = text
    .slice(0, 4 * MOST_CHARACTERS)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return plain.length > MOST_CHARACTERS || text.length > 4 * MOST_CHARACTERS ? `${plain.slice(0, MOST_CHARACTERS)}…` : plain;
}

/** The trouble behind anything that was thrown. What nobody foresaw is named as it is. */
export function troubleOf(error: unknown): HostTrouble {
  if (error instanceof HostFailure) return error.trouble;
  return { kind: 'unreachable', says: `an unexpected error: ${errorParts(error).message}`, hint: '' };
}

const SOCKET_ERRORS: Readonly<Record<string, { readonly says: string; readonly hint: string }>> = {
  ECONNREFUSED: { says: 'refused the connection: nothing listens there', hint: 'check that sshd runs and that address and port are right' },
  EHOSTUNREACH: { says: 'cannot be reached: no route to it', hint: 'check that the host is up and on a network that the bot can reach' },
  ENETUNREACH: { says: 'cannot be reached: no route to its network', hint: 'check the routes of the machine that the bot runs on' },
  ETIMEDOUT: { says: 'did not answer', hint: 'check that the host is up and that no firewall drops the packets' },
  ENOTFOUND: { says: 'has a name that does not resolve', hint: 'check the address in faultline.yml and the name service' },
  EAI_AGAIN: { says: 'has a name that could not be looked up: the name service does not answer', hint: 'check the name service' },
  ECONNRESET: {
    says: 'closed the connection at once',
    hint: 'check its sshd log: MaxStartups, PerSourcePenalties, tcp wrappers and fail2ban do this',
  },
};

export interface Failing {
  /** Inventory name. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** What was offered for authentication, for the message. */
  readonly offered: readonly string[];
  readonly timeoutMs: number;
}

/** Names what stopped a connection before it was ready. `error` is what the socket or ssh2 gave. */
export function connectFailure(host: Failing, error: unknown): HostFailure {
  if (error instanceof HostFailure) return error;
  const { message, code, level } = errorParts(error);
  const where = `${host.name} (${host.address}:${host.port})`;
  const socket = SOCKET_ERRORS[code];
  if (level === 'client-authentication' || /too many authentication failures/i.test(message)) {
    const offered = host.offered.length === 0 ? 'there was no key to offer' : `offered: ${host.offered.join(', ')}`;
    return new HostFailure(
      'auth-failed',
      `${where} refused to log in ${host.user}; ${offered}`,
      `add the public key to ~${host.user}/.ssh/authorized_keys on ${host.name}, or set user and identity_file for it; its auth log says why (an account locked with "!" is refused even with a key)`,
      { cause: error },
    );
  }
  if (level === 'client-timeout' || /timed out/i.test(message)) {
    return new HostFailure(
      'unreachable',
      `${where} did not finish the SSH greeting within ${Math.round(host.timeoutMs / 1000)} s`,
      'the port is open, but sshd does not answer: the host may be out of memory, processes or CPU; look at its console',
      { cause: error },
    );
  }
  if (socket !== undefined) return new HostFailure('unreachable', `${where} ${socket.says}`, socket.hint, { cause: error });
  if (/no matching|handshake failed/i.test(message)) {
    return new HostFailure(
      'unreachable',
      `${where} and the bot share no SSH algorithm: ${message}`,
      'allow curve25519-sha256 and ssh-ed25519 in its sshd_config',
      {
        cause: error,
      },
    );
  }
  if (/lost before handshake|No response from server|socket (hang up|closed)/i.test(message)) {
    const { says, hint } = SOCKET_ERRORS.ECONNRESET ?? { says: message, hint: '' };
    return new HostFailure('unreachable', `${where} ${says}`, hint, { cause: error });
  }
  return new HostFailure('unreachable', `${where} cannot be reached over SSH: ${message}`, 'try it by hand with ssh -v', { cause: error });
}

/** The parts of an error of node or ssh2 that tell failures apart. ssh2 puts the host's own words into the message. */
export function errorParts(error: unknown): { message: string; code: string; level: string; reason: number | undefined } {
  const message = hostText(error instanceof Error ? error.message : String(error));
  const parts: { code?: unknown; level?: unknown; reason?: unknown; errors?: unknown } =
    typeof error === 'object' && error !== null ? error : {};
  // Several addresses tried in turn give an AggregateError: its first cause tells as much as the others.
  const first = Array.isArray(parts.errors) ? (parts.errors[0] as { code?: unknown } | undefined) : undefined;
  const code = typeof parts.code === 'string' ? parts.code : typeof first?.code === 'string' ? first.code : '';
  return {
    message: message === '' ? code : message,
    code,
    level: typeof parts.level === 'string' ? parts.level : '',
    reason: typeof parts.reason === 'number' ? parts.reason : undefined,
  };
}
