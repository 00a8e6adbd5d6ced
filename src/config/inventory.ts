import type { Inventory, InventoryHost, InventoryService } from '../model/host.js';
import { discoverHosts } from './discover.js';
import type { FileText } from './load.js';
import { metricParams } from './metric-params.js';
import { createReach } from './reach.js';
import type { Config } from './schema.js';
import type { Slip } from './slips.js';
import type { LocalPerson } from './ssh-settings.js';
import { unitName } from './unit-name.js';

/** What `ssh -G` printed, or one sentence why it printed nothing. */
export type SshAnswer = { readonly kind: 'answered'; readonly text: string } | { readonly kind: 'failed'; readonly says: string };

/** The outside world of an inventory, handed in (`sources.ts` has the real one). */
export interface InventorySources extends LocalPerson {
  /** Folder of the configuration file; relative paths in it start there. */
  readonly folder: string;
  readonly fileExists: (path: string) => boolean;
  /** The files of `prometheus.file_sd`; `index` is the entry that names them. */
  readonly targetFiles: readonly { readonly index: number; readonly path: string; readonly read: FileText }[];
  /** `Host` names of ~/.ssh/config, in order. */
  readonly sshAliases: readonly string[];
  /** Runs `ssh -G` for a host, as its user and port when given. */
  readonly askSsh: (host: string, as: { readonly user?: string; readonly port?: number }) => Promise<SshAnswer>;
}

type HostFinding = { readonly kind: 'found'; readonly host: InventoryHost } | { readonly kind: 'refused'; readonly says: string };

/** All hosts that Faultline may look at. Declared ones are known at once; aliases of ~/.ssh/config are asked of `ssh -G` when needed. */
export interface HostDirectory {
  /** Hosts of faultline.yml and of file_sd files, and all services. */
  readonly inventory: Inventory;
  /** Further names that `findHost` knows: aliases of ~/.ssh/config. */
  readonly aliases: readonly string[];
  /** What is wrong with single hosts or services; the others can be used all the same. */
  readonly problems: readonly Slip[];
  /** By name, address or further address. `local` is this machine. A host that nobody declared is refused with the nearest names. */
  readonly findHost: (nameOrAddress: string) => Promise<HostFinding>;
  /**
   * By name, address or further address, but only among the hosts of faultline.yml and file_sd. For addresses that a host said (in a log): it
   * must not be able to send the bot to whatever else stands in ~/.ssh/config.
   */
  readonly findDeclared: (nameOrAddress: string) => InventoryHost | undefined;
}

const LOCAL: InventoryHost = { name: 'local', addresses: ['127.0.0.1', '::1', 'localhost'], labels: {}, way: { kind: 'local' } };
/** An unknown address is looked for among at most so many aliases, 5–10 ms of `ssh -G` each, so many at a time. */
const MOST_ALIASES_ASKED = 300;
const ASKED_AT_ONCE = 4;

/** Merges faultline.yml, file_sd files and ~/.ssh/config, in this order of precedence; jump hosts are resolved to the last hop. */
export async function buildInventory(config: Config, sources: InventorySources): Promise<HostDirectory> {
  const declared = new Map(config.hosts.map(host => [host.name, host]));
  const aliases = new Set(sources.sshAliases.filter(alias => !declared.has(alias) && alias !== LOCAL.name));
  const discovered = discoverHosts(sources.targetFiles, [...declared.keys()]);
  const reach = createReach(config, sources, { declared, aliases, discovered: discovered.hosts });

  const hosts: InventoryHost[] = [];
  const problems: Slip[] = [...discovered.problems];
  const unusable = new Map<string, string>();
  for (const [i, host] of config.hosts.entries()) {
    const twice =
      host.address === undefined && sources.sshAliases.includes(host.name)
        ? `${host.name} has no address here and is also a Host in ~/.ssh/config: give its address, or leave it out of \`hosts\` (it is found without).`
        : undefined;
    const reached = twice === undefined ? await reach.declared(host) : ({ kind: 'refused', says: twice } as const);
    if (reached.kind === 'found') hosts.push(reached.host);
    else {
      problems.push({ steps: ['hosts', i, ...(host.jump === undefined ? [] : ['jump'])], says: reached.says });
      unusable.set(host.name, reached.says);
    }
  }
  const taken = new Set([...aliases, ...config.hosts.flatMap(host => [host.name, host.address ?? host.name, ...host.addresses])]);
  for (const host of discovered.hosts) {
    // A declared host, or an alias with its own user and key, is the better description of the same machine.
    if (taken.has(host.name) || taken.has(host.address)) continue;
    const reached = await reach.discovered(host);
    if (reached.kind === 'found') hosts.push(reached.host);
    else unusable.set(host.name, reached.says);
  }
  for (const [name, service] of Object.entries(config.services)) {
    for (const [i, host] of service.hosts.entries()) {
      const known = host === LOCAL.name || declared.has(host) || aliases.has(host) || hosts.some(one => one.name === host);
      if (!known) problems.push({ steps: ['services', name, 'hosts', i], says: reach.unknownHost(host) });
    }
  }

  /** An address from a log may be that of an alias. Slow only once, since answers are kept. */
  async function findAmongAliases(address: string): Promise<HostFinding | undefined> {
    const names = [...aliases].slice(0, MOST_ALIASES_ASKED);
    for (let from = 0; from < names.length; from += ASKED_AT_ONCE) {
      const reached = await Promise.all(names.slice(from, from + ASKED_AT_ONCE).map(reach.alias));
      const match = reached.find(one => one.kind === 'found' && one.host.way.address.toLowerCase() === address);
      if (match) return match;
    }
    return undefined;
  }

  function findDeclared(nameOrAddress: string): InventoryHost | undefined {
    const wanted = nameOrAddress.toLowerCase();
    return (
      hosts.find(({ name }) => name.toLowerCase() === wanted) ??
      hosts.find(({ addresses }) => addresses.some(known => known.toLowerCase() === wanted))
    );
  }

  async function findHost(nameOrAddress: string): Promise<HostFinding> {
    if (nameOrAddress === LOCAL.name) return { kind: 'found', host: LOCAL };
    const host = findDeclared(nameOrAddress);
    if (host) return { kind: 'found', host };
    const why = unusable.get(nameOrAddress);
    if (why !== undefined) return { kind: 'refused', says: why };
    if (aliases.has(nameOrAddress)) return reach.alias(nameOrAddress);
    const looksLikeAddress = /[.:]/.test(nameOrAddress);
    const found = looksLikeAddress ? await findAmongAliases(nameOrAddress.toLowerCase()) : undefined;
    return found ?? { kind: 'refused', says: reach.unknownHost(nameOrAddress) };
  }

  const services = Object.entries(config.services).map(toService);
  return { inventory: { hosts, services }, aliases: [...aliases], problems, findHost, findDeclared };
}

function toService([name, service]: [string, Config['services'][string]]): InventoryService {
  const params = metricParams(service.metrics);
  return {
    name,
    hosts: service.hosts,
    ...(service.port === undefined ? {} : { port: service.port }),
    ...(service.unit === undefined ? {} : { unit: unitName(service.unit) }),
    ...(service.url === undefined ? {} : { url: service.url }),
    ...(service.error_log === undefined ? {} : { errorLog: service.error_log }),
    dependsOn: service.depends_on,
    ...(Object.keys(params).length === 0 ? {} : { params }),
  };
}
