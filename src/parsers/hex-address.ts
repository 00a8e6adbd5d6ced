import { type SocketAddress, unmapped } from './address.js';

/** The eight groups of an IPv6 address in the short form of RFC 5952. */
function ipv6(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at += 1) {
    let length = 0;
    while (groups[at + length] === 0) length += 1;
    if (length > best.length) best = { at, length };
  }
  const hex = (part: readonly number[]): string => part.map(group => group.toString(16)).join(':');
  return best.at < 0 ? hex(groups) : `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`;
}

/** Turns the bytes of each 4-byte word around: the kernel prints words in the order of the CPU, which is little-endian on x86 and ARM. */
function bytesOf(hex: string): readonly number[] {
  const bytes: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    for (let at = word + 6; at >= word; at -= 2) bytes.push(Number.parseInt(hex.slice(at, at + 2), 16));
  }
  return bytes;
}

/** Reads `0100007F:1F90` and its 32-digit IPv6 form of /proc/net/tcp. Gives nothing for anything else. */
export function hexAddress(text: string): Required<Pick<SocketAddress, 'addr' | 'port'>> | undefined {
  const match = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/iu.exec(text);
  if (!match?.[1] || !match[2]) return undefined;
  const bytes = bytesOf(match[1]);
  const port = Number.parseInt(match[2], 16);
  if (bytes.length === 4) return { addr: bytes.join('.'), port };
  const groups = Array.from({ length: 8 }, (_, index) => (bytes[index * 2] ?? 0) * 256 + (bytes[index * 2 + 1] ?? 0));
  const isMapped = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xff_ff;
  return { addr: isMapped ? bytes.slice(12).join('.') : unmapped(ipv6(groups)), port };
}
