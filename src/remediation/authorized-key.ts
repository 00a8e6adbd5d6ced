/** A public key as OpenSSH writes it: type, base64, and a comment that is left out. */
const PUBLIC_KEY = /^((?:ssh|ecdsa|sk)-[a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: .*)?$/;

/** An address or network that sshd understands in `from=`, or a list of them. */
const FROM = /^[A-Za-z0-9.:/*?_-]+(?:,[A-Za-z0-9.:/*?_-]+)*$/;

export type AuthorizedKey = { readonly kind: 'line'; readonly line: string } | { readonly kind: 'refused'; readonly why: string };

/**
 * One line of authorized_keys for the bot: no terminal, no forwarding of any kind, an empty environment, and a plain shell that reads
 * the bot's script from its input. It limits the channels of the key, not what the account may do. `from`: where the bot connects from.
 */
export function authorizedKey(publicKey: string, from: string | undefined): AuthorizedKey {
  const found = PUBLIC_KEY.exec(publicKey.trim());
  if (!found) return { kind: 'refused', why: 'this is not a public key of OpenSSH (one line: type, base64, comment)' };
  if (from !== undefined && !FROM.test(from))
    return { kind: 'refused', why: 'this is not an address, a network, or a list of them with commas' };
  const source = from === undefined ? '' : `from="${from}",`;
  const command = 'exec /usr/bin/env -i HOME=/ PATH=/usr/sbin:/usr/bin:/sbin:/bin /bin/sh';
  return { kind: 'line', line: `restrict,${source}command="${command}" ${found[1]} ${found[2]} faultline` };
}
