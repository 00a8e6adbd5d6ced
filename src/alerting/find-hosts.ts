import type { Alert } from '../model/alert.js';
import { harmless } from '../model/harmless.js';
import { type Instance, readInstance } from './read-instance.js';
import type { ReadingTools } from './reading-tools.js';

/** A host that a label names. */
export interface FoundHost {
  readonly host: string;
  /** `instance=10.0.0.11:9100`: data, in one line. */
  readonly label: string;
  readonly instance: Instance;
}

const MOST_SHOWN = 80;

/** Finds declared hosts by name, address or further address; a full DNS name also by its first part, if that is one host's name. */
export function hostIndex(hosts: ReadingTools['hosts']): (nameOrAddress: string) => string | undefined {
  const known = new Map<string, string>();
  for (const { name, addresses } of hosts)
    for (const address of addresses) if (!known.has(address.toLowerCase())) known.set(address.toLowerCase(), name);
  for (const { name } of hosts) known.set(name.toLowerCase(), name);
  return nameOrAddress => {
    const wanted = nameOrAddress.toLowerCase();
    const exact = known.get(wanted);
    if (exact !== undefined || /^[\d.]+$|:/u.test(wanted) || !wanted.includes('.')) return exact;
    return known.get(wanted.slice(0, wanted.indexOf('.')));
  };
}

/** The hosts that alerts name, each once, in the order of the alerts; and label values that look like hosts and are none that is declared. */
export function findHosts(
  alerts: readonly Alert[],
  labels: readonly string[],
  find: (nameOrAddress: string) => string | undefined,
): { readonly found: readonly FoundHost[]; readonly unknown: readonly string[] } {
  const found = new Map<string, FoundHost>();
  const unknown = new Set<string>();
  for (const alert of alerts) {
    const missed: string[] = [];
    let hit: FoundHost | undefined;
    for (const label of labels) {
      const value = alert.labels[label];
      const instance = value === undefined ? undefined : readInstance(value);
      if (value === undefined || !instance) continue;
      const shown = `${label}=${harmless(value, MOST_SHOWN)}`;
      const host = find(instance.host);
      if (host === undefined) missed.push(shown);
      else {
        hit = { host, label: shown, instance };
        break;
      }
    }
    if (!hit) for (const each of missed) unknown.add(each);
    else if (!found.has(hit.host)) found.set(hit.host, hit);
  }
  return { found: [...found.values()], unknown: [...unknown] };
}
