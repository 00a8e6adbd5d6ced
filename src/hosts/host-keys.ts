import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HostWay } from '../model/host.js';
import { HostFailure, hostText } from './failures.js';
import { isAbout, type KnownHost, knownHostName, parseKnownHosts } from './known-hosts.js';
import { quote } from './quote.js';
import { loadRevokedKeys, type RevokedKey } from './revoked-keys.js';

export type SshWay = Extract<HostWay, { kind: 'ssh' }>;

/** What is known of one host's keys, and how to check a key against it. */
export interface HostKeys {
  /** Signature algorithms to ask for: first those for which a key is known, so that the host shows a key that can be checked. */
  readonly algorithms: readonly string[];
  /** Accepts the key that the host showed, or throws the reason why not. */
  readonly verify: (shown: Buffer) => void;
}

const ALGORITHMS = ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'rsa-sha2-512', 'rsa-sha2-256'];

/** OpenSSH's name for a key: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/**
 * Reads the pinned key or the known_hosts files for a host. A revoked key is refused before anything else is asked, also one that is pinned.
 * `through` names the last jump host, for the advice.
 */
export async function loadHostKeys(name: string, way: SshWay, through: string | undefined): Promise<HostKeys> {
  const listed = knownHostName(way.hostKeyAlias ?? way.address, way.hostKeyAlias === undefined ? way.port : 22);
  const all = (await Promise.all(way.knownHosts.map(readKnownHosts))).flat();
  const entries = all.filter(entry => isAbout(entry, listed));
  const known = entries.filter(entry => entry.marker === 'none');
  const revoked = await loadRevokedKeys(way, all);
  const own =
    way.hostKey === undefined
      ? {
          algorithms: byPreference(known.map(entry => entry.type)),
          verify: (shown: Buffer) => verifyListed(name, way, listed, entries, known, shown, through),
        }
      : pinned(name, way, way.hostKey);
  return {
    algorithms: own.algorithms,
    verify: shown => {
      refuseRevoked(name, way, revoked, shown);
      own.verify(shown);
    },
  };
}

function refuseRevoked(name: string, way: SshWay, revoked: readonly RevokedKey[], shown: Buffer): void {
  const found = revoked.find(({ key }) => key.equals(shown));
  if (found === undefined) return;
  throw new HostFailure(
    'host-key-changed',
    `${name} (${way.address}:${way.port}) showed the key ${fingerprint(shown)}, which is ${found.says}`,
    `give ${name} a new host key; do not remove the mark`,
  );
}

function pinned(name: string, way: SshWay, hostKey: string): HostKeys {
  const [type = '', key = ''] = hostKey.trim().split(/\s+/);
  const bytes = Buffer.from(key, 'base64');
  if (bytes.length === 0 || typeOf(bytes) !== type) {
    throw new HostFailure(
      'host-key-unknown',
      `the host_key of ${name} in faultline.yml is not a public key: ${JSON.stringify(hostKey.slice(0, 80))}`,
      `write it as in /etc/ssh/ssh_host_ed25519_key.pub on ${name}: "ssh-ed25519 AAAA…"`,
    );
  }
  return {
    algorithms: byPreference([type]),
    verify: shown => {
      if (shown.equals(bytes)) return;
      throw new HostFailure(
        'host-key-changed',
        `${name} (${way.address}:${way.port}) showed the ${typeOf(shown)} key ${fingerprint(shown)}, but ${fingerprint(bytes)} is pinned for it`,
        `somebody may be in between, or the host was installed anew. On its console compare with: ${onConsole(shown)}. If it is right, put that key into host_key of ${name} in faultline.yml`,
      );
    },
  };
}

function verifyListed(
  name: string,
  way: SshWay,
  listed: string,
  entries: readonly KnownHost[],
  known: readonly KnownHost[],
  shown: Buffer,
  through: string | undefined,
): void {
  const type = typeOf(shown);
  const key = shown.toString('base64');
  const where = `${name} (${way.address}:${way.port})`;
  const same = (entry: KnownHost): boolean => entry.key.replace(/=+$/, '') === key.replace(/=+$/, '');
  if (known.some(same)) return;
  const file = way.knownHosts[0] ?? '~/.ssh/known_hosts';
  const scan = `ssh-keyscan -t ${shortType(type)} -p ${way.port} ${way.address}`;
  const fetch = `${through === undefined ? scan : `ssh ${through} ${scan}`} >> ${shellPath(file)}`;
  const other = known.find(entry => entry.type === type);
  if (other !== undefined) {
    throw new HostFailure(
      'host-key-changed',
      `${where} showed the ${type} key ${fingerprint(shown)}, but ${other.file} line ${other.line} has ${fingerprint(Buffer.from(other.key, 'base64'))}`,
      `somebody may be in between, or the host was installed anew. On its console compare with: ${onConsole(shown)}. If it is right: ssh-keygen -R ${quote(listed)} -f ${shellPath(other.file)} && ${fetch}`,
    );
  }
  const authority = entries.find(entry => entry.marker === 'cert-authority');
  const why =
    authority !== undefined
      ? `it is trusted only through the @cert-authority in ${authority.file} line ${authority.line}, and Faultline cannot check host certificates`
      : known.length > 0
        ? `only its ${[...new Set(known.map(entry => entry.type))].join(' and ')} key is known`
        : `no key of ${listed} is known${way.knownHosts.length === 0 ? ', since no known_hosts file is set' : ` in ${way.knownHosts.join(', ')}`}`;
  const named = listed === knownHostName(way.address, way.port) ? '' : `, with ${listed} in its first column`;
  throw new HostFailure(
    'host-key-unknown',
    `${where} showed the ${type} key ${fingerprint(shown)}, but ${why}`,
    `on the console of ${name} compare with: ${onConsole(shown)}. If it is right: ${fetch}${named}; or set host_key of ${name} in faultline.yml`,
  );
}

/** known_hosts may name types that ssh2 cannot check (certificates, security keys): they do not matter here. */
function byPreference(types: readonly string[]): string[] {
  const wanted = new Set(types.flatMap(type => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type])));
  return [...ALGORITHMS.filter(algorithm => wanted.has(algorithm)), ...ALGORITHMS.filter(algorithm => !wanted.has(algorithm))];
}

/** The key's own type name: its first length-prefixed string (RFC 4253 §6.6). */
function typeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return hostText(key.toString('latin1', 4, Math.min(4 + length, 68)));
}

function shortType(type: string): string {
  return type.startsWith('ecdsa') ? 'ecdsa' : type.replace(/^ssh-/, '');
}

function onConsole(key: Buffer): string {
  return `ssh-keygen -lf /etc/ssh/ssh_host_${shortType(typeOf(key))}_key.pub`;
}

/** `~` must stay outside quotes to mean the home directory. */
function shellPath(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : quote(path);
}

async function readKnownHosts(file: string): Promise<KnownHost[]> {
  try {
    return parseKnownHosts(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new HostFailure(
      'host-key-unknown',
      `${file} cannot be read, so no host key can be checked: ${(error as Error).message}`,
      `make it readable for the account of the bot, or set known_hosts in faultline.yml`,
      { cause: error },
    );
  }
}
