import type { HostActor } from '../flow/ports/host-actor.js';
import type { InventoryHost } from '../model/host.js';
import { actOnHost } from './act-on-host.js';
import type { RootScript } from './act-script.js';
import type { ShellChannel } from './channel.js';
import type { Connections } from './connections.js';
import { HostFailure, troubleOf } from './failures.js';
import { openLocalShell } from './local.js';
import { openSshShell } from './ssh.js';

/** What stands for a host key where there is none. */
const LOCAL = 'local';

/** Opens a shell only on the connection whose key is the expected one. */
async function shellWithKey(connections: Connections, host: InventoryHost, hostKey: string, runId: string): Promise<ShellChannel> {
  const shell = await openSshShell(connections, host)(runId);
  const { connection } = await connections.to(host);
  if (connection.hostKeyFingerprint === hostKey) return shell;
  shell.destroy(false);
  throw new HostFailure(
    'host-key-changed',
    `${host.name} answers with another host key (${connection.hostKeyFingerprint}) than when the plan was made (${hostKey})`,
    'look at what answers at this address before you ask again',
  );
}

/** Carries out argv on hosts of the inventory, over the connections that the checks use too. */
export function createHostActor(connections: Connections, root: RootScript): HostActor {
  return {
    identify: async host => {
      if (host.way.kind === 'local') return { kind: 'known', hostKey: LOCAL };
      try {
        const { connection } = await connections.to(host);
        return { kind: 'known', hostKey: connection.hostKeyFingerprint };
      } catch (error) {
        return { kind: 'trouble', trouble: troubleOf(error) };
      }
    },
    act: async (host, argv, options) => {
      const { hostKey } = options;
      if (host.way.kind === 'ssh') return actOnHost(runId => shellWithKey(connections, host, hostKey, runId), argv, options, root);
      if (hostKey !== LOCAL) return { kind: 'not-begun', says: `the plan was made for another machine than this one (${hostKey})` };
      return actOnHost(openLocalShell(), argv, options, root);
    },
  };
}
