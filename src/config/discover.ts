import { type DiscoveredHost, readFileSd } from './file-sd.js';
import type { InventorySources } from './inventory.js';
import type { Slip } from './slips.js';

/**
 * The machines of all file_sd files: one for each address, with a name that nobody else has.
 *
 * @param taken names of faultline.yml, which go first
 */
export function discoverHosts(
  files: InventorySources['targetFiles'],
  taken: readonly string[],
): { readonly hosts: readonly DiscoveredHost[]; readonly problems: readonly Slip[] } {
  const hosts = new Map<string, DiscoveredHost>();
  const problems: Slip[] = [];
  for (const { index, path, read } of files) {
    const { hosts: found, troubles } = read.kind === 'text' ? readFileSd(path, read.text) : { hosts: [], troubles: [read.says] };
    for (const says of troubles) problems.push({ steps: ['prometheus', 'file_sd', index], says });
    for (const host of found) {
      const before = hosts.get(host.address);
      hosts.set(host.address, { ...host, name: before?.name ?? host.name, labels: { ...host.labels, ...before?.labels } });
    }
  }
  const names = new Set(taken);
  const named = [...hosts.values()].map(host => {
    // Two machines that call themselves alike are told apart by their addresses.
    const name = names.has(host.name) ? host.address : host.name;
    names.add(name);
    return { ...host, name };
  });
  return { hosts: named, problems };
}
