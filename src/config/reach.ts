import { join } from 'node:path/posix';
import type { HostWay, InventoryHost } from '../model/host.js';
import { quote } from './allowed.js';
import type { DiscoveredHost } from './file-sd.js';
import { fullPath } from './full-path.js';
import type { InventorySources } from './inventory.js';
import { nearest } from './nearest.js';
import type { Config, ConfigHost } from './schema.js';
import { type JumpHop, parseSshSettings } from './ssh-settings.js';

type SshWay = Extract<HostWay, { kind: 'ssh' }>;
type SshHost = InventoryHost & { readonly way: SshWay };
type Reached = { readonly kind: 'found'; readonly host: SshHost } | { readonly kind: 'refused'; readonly says: string };

/** OpenSSH's own defaults (ssh_config(5), IdentityFile): offered only when they exist, since `ssh -G` lists them all. */
const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa', 'id_ed25519_sk', 'id_ecdsa_sk', 'id_xmss', 'id_dsa'];

/** Where the names of hosts come from, in order of precedence. */
export interface KnownNames {
  readonly declared: ReadonlyMap<string, ConfigHost>;
  readonly aliases: ReadonlySet<string>;
  readonly discovered: readonly DiscoveredHost[];
}

/** Works out the way to a host: defaults filled in, jump hosts resolved to the last hop. */
export interface Reach {
  /** A host of faultline.yml, with the defaults of `ssh:`. */
  readonly declared: (host: ConfigHost) => Promise<Reached>;
  readonly discovered: (host: DiscoveredHost) => Promise<Reached>;
  /** An alias of ~/.ssh/config; asked of `ssh -G` once, then kept. */
  readonly alias: (name: string) => Promise<Reached>;
  /** The sentence for a name that nobody declared. */
  readonly unknownHost: (name: string) => string;
}

export function createReach(config: Config, sources: InventorySources, names: KnownNames): Reach {
  const answers = new Map<string, Promise<Reached>>();
  const path = (written: string): string => fullPath(written, sources);
  const defaultKeys = DEFAULT_KEYS.map(file => join(sources.home, '.ssh', file));
  const presentDefaults = defaultKeys.filter(sources.fileExists);
  const knownHosts = (config.ssh.known_hosts ?? ['~/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts']).map(path);

  async function resolveDeclared(host: ConfigHost, trail: readonly string[]): Promise<Reached> {
    // Without this, every bastion would be reached through itself.
    const byDefault = config.ssh.jump.includes(host.name) ? [] : config.ssh.jump;
    const jump = await resolveJump(host.jump ?? byDefault, [...trail, host.name], resolveName);
    if (jump.kind === 'refused') return jump;
    const user = host.user ?? config.ssh.user ?? sources.user;
    if (user === '')
      return {
        kind: 'refused',
        says: 'it is not known as whom to log in: the user id that Faultline runs as has no name on this machine. Set ssh.user in faultline.yml.',
      };
    const address = host.address ?? host.name;
    const identity = host.identity_file ?? config.ssh.identity_file;
    const way: SshWay = {
      kind: 'ssh',
      address,
      port: host.port ?? config.ssh.port,
      user,
      identityFiles: identity ? identity.map(path) : presentDefaults,
      // Whoever names a key means that one: the others in the agent are nobody's business there.
      ...(identity ? { agent: { keys: 'identity-files' } } : {}),
      ...(host.host_key === undefined ? {} : { hostKey: host.host_key.split(' ').slice(0, 2).join(' ') }),
      knownHosts,
      jump: jump.hops,
    };
    return { kind: 'found', host: { name: host.name, addresses: [...new Set([address, ...host.addresses])], labels: host.labels, way } };
  }

  async function resolveSsh(hop: JumpHop, trail: readonly string[]): Promise<Reached> {
    const answer = await sources.askSsh(hop.host, hop);
    if (answer.kind === 'failed') return { kind: 'refused', says: answer.says };
    const read = parseSshSettings(hop.host, answer.text, sources);
    if (read.kind === 'refused') return read;
    const { settings } = read;
    // `Host *` with ProxyJump applies to the jump host too; it cannot be meant to jump through itself.
    const toItself = settings.jump[0]?.host === hop.host || settings.jump[0]?.host === settings.address;
    const jump = await resolveJump(toItself ? [] : settings.jump, [...trail, hop.host], resolveSsh);
    if (jump.kind === 'refused') return jump;
    const { jump: _, ...reach } = settings;
    const identityFiles = settings.identityFiles.filter(file => !defaultKeys.includes(file) || presentDefaults.includes(file));
    const labels = names.discovered.find(({ name, address }) => name === hop.host || address === hop.host)?.labels ?? {};
    return {
      kind: 'found',
      host: { name: hop.host, addresses: [settings.address], labels, way: { kind: 'ssh', ...reach, identityFiles, jump: jump.hops } },
    };
  }

  function resolveName(name: string, trail: readonly string[]): Promise<Reached> {
    const host = names.declared.get(name);
    if (host) return resolveDeclared(host, trail);
    if (names.aliases.has(name)) return resolveSsh({ host: name }, trail);
    const found = names.discovered.find(one => one.name === name);
    if (found) return resolveDeclared(asConfigHost(found), trail);
    return Promise.resolve({ kind: 'refused', says: unknownHost(name) });
  }

  function resolveAlias(name: string): Promise<Reached> {
    const asked = answers.get(name) ?? resolveSsh({ host: name }, []);
    answers.set(name, asked);
    return asked;
  }

  function unknownHost(wanted: string): string {
    const all = [...names.declared.keys(), ...names.discovered.map(({ name }) => name), ...names.aliases, 'local'];
    const near = nearest(wanted, [...new Set(all)]);
    const meant = near.length === 0 ? '' : ` Nearest: ${near.join(', ')}.`;
    return (
      `No host ${quote(wanted)} is declared.${meant} Hosts are declared under \`hosts:\` in faultline.yml (${names.declared.size}), as \`Host\` in ` +
      `~/.ssh/config (${names.aliases.size}) and in prometheus.file_sd files (${names.discovered.length}); \`local\` is this machine.`
    );
  }

  return {
    declared: host => resolveDeclared(host, []),
    discovered: host => resolveDeclared(asConfigHost(host), []),
    alias: resolveAlias,
    unknownHost,
  };
}

/**
 * The chain of hops, first hop first. As in OpenSSH, only the first one's own jump hosts count: the others are reached through the hop
 * before them. So the chain is flat, and no hop of it has a `jump` of its own.
 */
async function resolveJump<Hop extends string | JumpHop>(
  written: readonly Hop[],
  trail: readonly string[],
  resolve: (hop: Hop, trail: readonly string[]) => Promise<Reached>,
): Promise<{ readonly kind: 'hops'; readonly hops: readonly InventoryHost[] } | { readonly kind: 'refused'; readonly says: string }> {
  const hops: InventoryHost[] = [];
  for (const [i, hop] of written.entries()) {
    const name = typeof hop === 'string' ? hop : hop.host;
    if (trail.includes(name))
      return { kind: 'refused', says: `the jump hosts go in a circle: ${[...trail, name].join(' → ')}. Take one of them out.` };
    const reached = await resolve(hop, trail);
    if (reached.kind === 'refused') return { kind: 'refused', says: `jump host ${name}: ${reached.says}` };
    if (i === 0) hops.push(...reached.host.way.jump);
    hops.push({ ...reached.host, way: { ...reached.host.way, jump: [] } });
  }
  return { kind: 'hops', hops };
}

function asConfigHost({ name, address, labels }: DiscoveredHost): ConfigHost {
  return { name, address, addresses: [name], labels: { ...labels } };
}
