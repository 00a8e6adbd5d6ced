import { readFile } from 'node:fs/promises';
import type { HostWay } from '../model/host.js';
import { HostFailure } from './failures.js';
import { isAbout, type KnownHost, knownHostName } from './known-hosts.js';

/** A host key that must never be accepted, and where that is written. */
export interface RevokedKey {
  readonly key: Buffer;
  /** Goes on after "which is". */
  readonly says: string;
}

/** How a binary key revocation list begins (OpenSSH, PROTOCOL.krl). */
const KRL_MAGIC = 'SSHKRL\n\0';

/**
 * The keys that are revoked for a host: `@revoked` lines of its known_hosts, and the file of RevokedHostKeys. As in OpenSSH, a file that cannot be
 * read revokes everything: then this throws a HostFailure. A line counts under any name or port of the host, since a mark that is missed is
 * worse than one too many.
 */
export async function loadRevokedKeys(way: Extract<HostWay, { kind: 'ssh' }>, known: readonly KnownHost[]): Promise<RevokedKey[]> {
  const names = [way.address, ...(way.hostKeyAlias === undefined ? [] : [way.hostKeyAlias])].flatMap(name => [
    knownHostName(name, 22),
    knownHostName(name, way.port),
  ]);
  const marked = known
    .filter(entry => entry.marker === 'revoked' && names.some(name => isAbout(entry, name)))
    .map(({ key, file, line }) => ({ key: Buffer.from(key, 'base64'), says: `marked @revoked in ${file} line ${line}` }));
  return way.revokedHostKeys === undefined ? marked : [...marked, ...(await readRevokedFile(way.revokedHostKeys))];
}

async function readRevokedFile(file: string): Promise<RevokedKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'latin1');
  } catch (error) {
    throw new HostFailure(
      'host-key-unknown',
      `the RevokedHostKeys file ${file} cannot be read, so no host key can be accepted: ${(error as Error).message}`,
      'make it readable for the account of the bot, or correct RevokedHostKeys in ~/.ssh/config',
      { cause: error },
    );
  }
  if (text.startsWith(KRL_MAGIC)) {
    throw new HostFailure(
      'host-key-unknown',
      `the RevokedHostKeys file ${file} is a binary key revocation list (KRL), which Faultline cannot read, so no host key can be accepted`,
      'list the revoked public keys in a text file, one a line, and set RevokedHostKeys to it; or declare the host in faultline.yml',
    );
  }
  return text.split('\n').flatMap((line, index) => {
    const [, key] = /^\s*[a-z][\w@.-]*[ \t]+([A-Za-z0-9+/]+=*)(?:\s|$)/i.exec(line) ?? [];
    return key === undefined
      ? []
      : [{ key: Buffer.from(key, 'base64'), says: `listed in the RevokedHostKeys file ${file} line ${index + 1}` }];
  });
}
