const ALLOWED = new Set(['http:', 'https:', 'mailto:']);

/** The address when a browser may be sent there (http, https, mailto); undefined for `javascript:` and everything else. */
export function safeLink(address: string): string | undefined {
  try {
    const url = new URL(address);
    return ALLOWED.has(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
