/** An address and port as ss and netstat print them, taken apart. */
export interface SocketAddress {
  /** Without brackets and scope; an IPv4 address in IPv6 form (`::ffff:10.0.0.1`) as IPv4. */
  readonly addr: string;
  /** Absent when it is `*` or a name. */
  readonly port?: number;
  /** The interface after `%`: the socket is bound to it. */
  readonly scope?: string;
}

const MAPPED = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/iu;

/** Gives an IPv4 address that is wrapped in IPv6 its plain form: they are the same for whoever connects. */
export function unmapped(addr: string): string {
  return MAPPED.exec(addr)?.[1] ?? addr;
}

/**
 * Splits `127.0.0.53%lo:53`, `[::]:22`, `[fe80::1%eth0]:80`, `[fe80::1]%eth0:80`, `*:8080` and the `:::22` of old tools.
 * Gives nothing when there is no colon.
 */
export function socketAddress(text: string): SocketAddress | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return undefined;
  const digits = text.slice(colon + 1);
  const [plain = '', scope] = text.slice(0, colon).replace(/[[\]]/gu, '').split('%');
  if (plain === '') return undefined;
  const port = /^\d{1,5}$/u.test(digits) && Number(digits) <= 65_535 ? Number(digits) : undefined;
  return { addr: unmapped(plain), ...(port === undefined ? {} : { port }), ...(scope === undefined ? {} : { scope }) };
}

/** True for addresses that only the host itself can reach. */
export function isLoopback(addr: string): boolean {
  return /^127\./u.test(addr) || addr === '::1';
}

/**
 * Whether a listener on this address takes IPv4 and IPv6 connections to every address of the host, for tools that print `::` for
 * sockets of both families as well as for those of IPv6 alone (netstat, the kernel's own files). Absent keys are not known.
 */
export function families(addr: string | undefined): { readonly any: boolean | undefined; readonly any6: boolean | undefined } {
  if (addr === undefined) return { any: undefined, any6: undefined };
  if (addr === '::') return { any: undefined, any6: true };
  return { any: addr === '0.0.0.0', any6: false };
}
