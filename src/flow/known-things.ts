import type { KnownNames } from '../diagnosis/known-names.js';
import type { Inventory } from '../model/host.js';
import type { Playbooks } from '../model/playbook.js';
import type { KnownThings } from './ports.js';

/** What the words of a person can name: declared hosts and services, aliases of ~/.ssh/config, symptoms, parameters of checks. */
export function knownNames({ hosts, services }: Inventory, aliases: readonly string[], playbooks: Playbooks): KnownNames {
  return {
    hosts: [
      ...hosts.map(({ name, addresses, way }) => ({
        name,
        addresses: [...(way.kind === 'ssh' ? [way.address] : []), ...addresses].filter(address => address !== name),
      })),
      ...aliases.map(name => ({ name, addresses: [] })),
    ],
    services,
    symptoms: [...playbooks.symptoms.values()],
    params: [...new Set([...playbooks.checks.values()].flatMap(({ params }) => Object.keys(params)))],
  };
}

/** The same for lists, menus and completion. */
export function knownThings(inventory: Inventory, aliases: readonly string[], playbooks: Playbooks): KnownThings {
  return {
    symptoms: [...playbooks.symptoms.values()].map(({ id, title, asks, phrases }) => ({ id, title, asks, phrases })),
    // A fault's title speaks of one instance, with holes for its values: in a list of all, the id says more.
    faults: [...playbooks.faults.values()].map(({ id, title, role }) => ({
      id,
      title: title.text.includes('{{') ? id.replaceAll('-', ' ') : title.text,
      role,
    })),
    hosts: [
      ...inventory.hosts.map(({ name, way }) => ({ name, address: way.kind === 'ssh' ? way.address : 'this machine' })),
      ...aliases.map(name => ({ name, address: name })),
    ],
    services: inventory.services.map(({ name, hosts, port, url }) => ({
      name,
      hosts,
      ...(port === undefined ? {} : { port }),
      ...(url === undefined ? {} : { url }),
    })),
  };
}
