import type { Inventory } from '../model/host.js';
import type { Target } from '../model/target.js';

/** A name or address as URLs write it: small letters, without the brackets of IPv6. */
const plain = (host: string): string => host.toLowerCase().replace(/^\[|\]$/gu, '');

function hostOf(url: string): string | undefined {
  try {
    return plain(new URL(url).hostname);
  } catch {
    return undefined;
  }
}

/**
 * Whether the URL of a target leads to a machine that the operator declared, or to the target itself. Whoever may ask in a chat may not thereby
 * make the bot and its hosts request any address that they can reach (a cloud's metadata, an admin page on a loopback address).
 */
export function isDeclaredUrl({ url, host, address }: Target, { hosts, services }: Inventory): boolean {
  if (url === undefined) return true;
  const asked = hostOf(url);
  if (asked === undefined) return false;
  const own = hosts.flatMap(({ name, addresses, way }) => [name, ...addresses, ...(way.kind === 'ssh' ? [way.address] : [])]);
  const declared = services.flatMap(service => (service.url === undefined ? [] : [hostOf(service.url)]));
  return [host, address, ...own].map(plain).includes(asked) || declared.includes(asked);
}
