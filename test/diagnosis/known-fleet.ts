import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownNames } from '../../src/diagnosis/known-names.js';
import { parsers } from '../../src/parsers/registry.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

const FOLDER = join(process.cwd(), 'playbooks');

/** The texts of the playbooks that come with Faultline. */
export function shippedPlaybookFiles(): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/u.test(name))
    .sort()
    .map(name => ({ path: join('playbooks', name), text: readFileSync(join(FOLDER, name), 'utf8') }));
}

/** The playbooks that come with Faultline. */
export function shippedPlaybooks() {
  return loadPlaybooks(shippedPlaybookFiles(), parsers);
}

const { playbooks } = shippedPlaybooks();

/** A small fleet with the symptoms that are shipped: what the words of the tests can name. */
export const FLEET: KnownNames = {
  hosts: [
    { name: 'api-1', addresses: ['10.0.0.11'] },
    { name: 'api-2', addresses: ['10.0.0.12', 'fd00::12'] },
    { name: 'db', addresses: ['10.0.0.20'] },
    { name: 'gw', addresses: ['10.0.0.1', 'shop.example.com'] },
    { name: 'socket', addresses: [] },
  ],
  services: [
    { name: 'checkout', hosts: ['api-1', 'api-2'], port: 8080, url: 'http://10.0.0.11:8080/healthz' },
    { name: 'gateway', hosts: ['gw'], port: 443, url: 'https://shop.example.com/' },
    { name: 'postgres', hosts: ['db'], port: 5432 },
    { name: 'backup', hosts: ['db'], port: 9000 },
    { name: 'batch', hosts: ['socket'] },
  ],
  symptoms: [...playbooks.symptoms.values()],
  params: ['nginx_error_log', 'unit'],
};
