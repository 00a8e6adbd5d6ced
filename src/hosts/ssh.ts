import type { InventoryHost } from '../model/host.js';
import type { OpenShell } from './channel.js';
import type { Connections } from './connections.js';
import { errorParts, HostFailure } from './failures.js';

/** Opens shells on a host over its pooled connection. One that turns out dead is replaced once. */
export function openSshShell(connections: Connections, host: InventoryHost): OpenShell {
  return async runId => {
    for (let again = false; ; again = true) {
      const { connection, reused } = await connections.to(host);
      try {
        return await connection.openShell(runId, reused);
      } catch (error) {
        if (error instanceof HostFailure) throw error;
        connection.retire();
        if (reused && !again) continue;
        const { message, level } = errorParts(error);
        if (level === 'client-timeout' || /not connected|closed|keepalive/i.test(message)) {
          throw new HostFailure(
            'cut-off',
            `the connection to ${host.name} was lost before anything ran: ${message}`,
            'the host may have gone down or hang; run it again',
            { cause: error },
          );
        }
        throw new HostFailure(
          'no-session',
          `${host.name} let the bot log in but starts no command for it: ${message}`,
          'check ForceCommand, the login shell and the process limit of the account',
          { cause: error },
        );
      }
    }
  };
}
