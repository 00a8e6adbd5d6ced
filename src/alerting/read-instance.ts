/** What a label that names a place says. */
export interface Instance {
  /** A name or address, without port and brackets; never empty. */
  readonly host: string;
  /** Of `api-1:8080`; as it is written, 1 to 65535. */
  readonly port?: string;
  /** The label's text when it is a URL, as a prober's `instance` is. */
  readonly url?: string;
}

/** A longer text names no host. */
const MOST_TEXT = 2048;

const isPort = (text: string): boolean => /^[1-9]\d{0,4}$/u.test(text) && Number(text) <= 65535;

function readUrl(text: string): Instance | undefined {
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol, username, password } = new URL(text);
  const host = hostname.replace(/^\[|\]$/gu, '');
  if (host === '') return undefined;
  const given = port !== '' ? port : protocol === 'https:' ? '443' : protocol === 'http:' ? '80' : undefined;
  return {
    host,
    ...(given === undefined ? {} : { port: given }),
    // A login in a URL would stand in summaries and captures.
    ...(/^https?:$/u.test(protocol) && username === '' && password === '' ? { url: text } : {}),
  };
}

/**
 * Reads a label such as `instance`: `10.0.0.11:9100`, `[fd00::1]:9100`, `fd00::1`, `api-1`, `https://shop.example/cart`. Undefined: it names no
 * place.
 */
export function readInstance(text: string): Instance | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > MOST_TEXT) return undefined;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//u.test(trimmed)) return readUrl(trimmed);
  const split = /^(?:\[([0-9A-Fa-f:.%A-Za-z]+)\]|([^:[\]/]+))(?::(\d+))?(?:\/.*)?$/u.exec(trimmed);
  const host = split?.[1] ?? split?.[2];
  if (host !== undefined) return { host, ...(split?.[3] !== undefined && isPort(split[3]) ? { port: split[3] } : {}) };
  // An IPv6 address without brackets has no port.
  return /^[0-9A-Fa-f:.]+$/u.test(trimmed) && trimmed.split(':').length > 2 ? { host: trimmed } : undefined;
}
