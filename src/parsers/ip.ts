/** True for a dotted IPv4 address. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every(part => /^\d{1,3}$/u.test(part) && Number(part) <= 255);
}

/** True for what has the form of an IPv6 address; a scope after `%` is allowed. */
export function isIpv6(text: string): boolean {
  return text.includes(':') && /^[0-9a-f:.]+(?:%\S+)?$/iu.test(text);
}
