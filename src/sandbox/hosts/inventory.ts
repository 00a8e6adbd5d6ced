import { join } from 'node:path';
import { demoFaults } from './faults.js';
import type { ProxySite } from './programs/proxy.js';

/** A demo host as an inventory declares it. */
export interface DemoHost {
  readonly name: string;
  readonly address: string;
  /** The same address as the gateway's log names it. */
  readonly otherAddress: string;
  readonly sshPort: number;
  /** `ssh-ed25519 AAAA…` */
  readonly hostKey: string;
}

/** A service as an inventory declares it. */
export interface DemoService {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  readonly errorLog?: string;
  readonly dependsOn?: string;
}

export const GATEWAY = { name: 'gw-1', address: '127.0.0.10' };
/** What the gateway serves, from which service, and the place of its port in the block. */
const SITES = [
  { name: 'shop', backend: 'orders', portIndex: 10 },
  { name: 'till', backend: 'checkout', portIndex: 11 },
  { name: 'finder', backend: 'search', portIndex: 12 },
];

/** `api-3` lives at 127.0.0.13: Linux has all of 127.0.0.0/8 on its loopback interface. */
export function addressOf(host: string): string {
  return host === GATEWAY.name ? GATEWAY.address : `127.0.0.1${host.replace('api-', '')}`;
}

/** What the gateway serves. `folder` takes its logs, `port` gives the demo's ports. */
export function sitesOf(folder: string, port: (n: number) => number): readonly ProxySite[] {
  return SITES.flatMap(({ name, backend, portIndex }) =>
    demoFaults
      .filter(({ service }) => service === backend)
      .map(behind => ({
        name,
        address: GATEWAY.address,
        port: port(portIndex),
        backend: { address: addressOf(behind.host), port: port(behind.portIndex) },
        errorLog: join(folder, `${name}-error.log`),
      })),
  );
}

/** All services: those that people use, at the gateway, then those behind it. */
export function servicesOf(sites: readonly ProxySite[], port: (n: number) => number): readonly DemoService[] {
  const behind = demoFaults.map(({ service, host, portIndex }) => ({
    name: service,
    host,
    port: port(portIndex),
    url: `http://${addressOf(host)}:${port(portIndex)}/`,
  }));
  const inFront = sites.map(site => ({
    name: site.name,
    host: GATEWAY.name,
    port: site.port,
    url: `http://${site.address}:${site.port}/`,
    errorLog: site.errorLog,
    dependsOn: SITES.find(({ name }) => name === site.name)?.backend ?? '',
  }));
  return [...inFront, ...behind];
}
