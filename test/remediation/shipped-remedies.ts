import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Remedy, RunRemedy } from '../../src/model/remedy.js';
import { parsers } from '../../src/parsers/registry.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

const folder = fileURLToPath(new URL('../../playbooks/', import.meta.url));
const files = ['checks', 'faults', 'symptoms', 'remedies'].flatMap(kind =>
  readdirSync(`${folder}${kind}`).map(name => ({ path: `${kind}/${name}`, text: readFileSync(`${folder}${kind}/${name}`, 'utf8') })),
);

export const shipped = loadPlaybooks(files, parsers);
export const shippedRemedies: readonly Remedy[] = [...shipped.playbooks.remedies.values()];
export const runRemedies: readonly RunRemedy[] = shippedRemedies.filter(remedy => remedy.kind === 'run');

/** What the shipped checks have faultline-root look at. */
export const shippedLooks: readonly string[] = [...shipped.playbooks.checks.values()].flatMap(({ variants }) =>
  variants.flatMap(({ way }) => (way.kind === 'sh' ? way.privilege : [])),
);

/** A value that each name of the shipped remedies accepts; a test fails when a new remedy has a name that is not here. */
const sampleValues: Readonly<Record<string, string>> = {
  unit: 'shop.service',
  pid: '4242',
  start: '123456',
  process: 'node',
  main_pid: '4242',
  current: '128',
  percent: '20',
  soft: '1024',
  hard: '524288',
  table: 'ip filter',
  chain: 'INPUT',
  rule: '-A INPUT -p tcp -m tcp --dport 8080 -j DROP',
};

/** What a host would have for a remedy, where it differs from `sampleValues`. */
export const sampleOf = (remedy: Remedy): Readonly<Record<string, string>> => {
  if (remedy.id.endsWith('-port-range')) return { ...sampleValues, current: '32768\t60999' };
  if (/^syn-flood\/(enable|keep)/u.test(remedy.id) || remedy.id.endsWith('reuse-time-wait')) return { ...sampleValues, current: '0' };
  if (remedy.id === 'compression-bound/turn-off') return { ...sampleValues, file: '/etc/nginx/nginx.conf' };
  if (remedy.id === 'mtu-mismatch/lower-mtu') return { ...sampleValues, current: '1500', device: 'eth0' };
  if (remedy.id === 'oom-kill/raise-memory-limit') return { ...sampleValues, current: '67108864' };
  return sampleValues;
};

/** The remedy with its expressions replaced by given values: what a finding would have said. */
export function withFound<T extends Remedy>(remedy: T, found: Readonly<Record<string, string | number | undefined>>): T {
  return {
    ...remedy,
    needs: remedy.needs.map(need => ({ ...need, from: [{ text: need.name, checks: [], value: () => found[need.name] }] })),
  };
}
