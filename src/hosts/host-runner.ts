import type { HostActor } from '../flow/ports/host-actor.js';
import type { HostRunner } from '../flow/ports.js';
import type { HostTrouble } from '../model/capture.js';
import type { InventoryHost } from '../model/host.js';
import type { RootScript } from './act-script.js';
import type { OpenShell } from './channel.js';
import { type ConnectionsOptions, createConnections } from './connections.js';
import { createHostActor } from './host-actor.js';
import { openLocalShell } from './local.js';
import { type HostProbe, probeShell } from './probe-shell.js';
import { runBatch } from './run-batch.js';
import { openSshShell } from './ssh.js';

export interface HostRunnerOptions extends ConnectionsOptions {
  /** The shell for `local` hosts. */
  readonly localShell?: readonly [string, ...string[]];
  /** Search path for commands on the hosts, when it is not the usual one. */
  readonly path?: string;
}

/** A HostRunner over the inventory, with what `doctor` and shutting down need besides. */
export interface InventoryHostRunner extends HostRunner {
  /** Connects, logs in and runs one tiny command: what `faultline doctor` shows. Never throws. */
  readonly probeConnection: (host: InventoryHost) => Promise<HostProbe | HostTrouble>;
  /** Carries out changes over the same connections. */
  readonly actor: (root: RootScript) => HostActor;
  /** Closes all connections. Runs that are under way end as cut off. */
  readonly close: () => Promise<void>;
}

/** Looks at hosts of the inventory, each in the way that it declares. Connections are shared between runs. */
export function createHostRunner(options: HostRunnerOptions = {}): InventoryHostRunner {
  const connections = createConnections(options);

  const shellOn = (host: InventoryHost): OpenShell =>
    host.way.kind === 'local' ? openLocalShell(options.localShell) : openSshShell(connections, host);

  return {
    run: (host, plan, { signal, onProgress }) =>
      runBatch(shellOn(host), plan, {
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
        ...(options.path === undefined ? {} : { script: { path: options.path } }),
      }),
    probeConnection: host =>
      probeShell(host.name, shellOn(host), async () =>
        host.way.kind === 'ssh' ? (await connections.to(host)).connection.hostKeyFingerprint : '',
      ),
    actor: root => createHostActor(connections, root),
    close: () => connections.close(),
  };
}
