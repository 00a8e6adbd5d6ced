const LOOPBACK = /^(?:127\.|::1$|localhost$)/u;

/** A loopback address in a finding means the host that it was found on. */
export function isLoopback(address: string): boolean {
  return LOOPBACK.test(address);
}
