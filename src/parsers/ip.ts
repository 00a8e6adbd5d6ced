/** True for a dotted IPv4 address. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/u.test(part) && Number(part) <= 255);
}

/** True for what has the form of an IPv6 address; a scope after `%` is allowed. */
export function isIpv6(text: string): boolean {
  return text.includes(':') && /^[0-9a-f:.]+(?:%\S+)?$/iu.test(text);
}

/** True for addresses of no single host: multicast and broadcast. */
export function isManyHosts(text: string): boolean {
  return /^(?:22[4-9]|23\d)\.|^255\.255\.255\.255\b|^ff[0-9a-f]{2}:/iu.test(text);
}
