/**
 * What `libexec/faultline-root` shows of a host that the kernel shows to root alone. Without arguments, and nothing changes; a check that needs it
 * says so with `privilege`, and `faultline access` makes rules for sudo of just these.
 */
export const ROOT_LOOKS: readonly string[] = ['look-listen', 'look-connections', 'look-close-wait', 'look-descriptors', 'look-firewall'];
