import type { FaultControls } from './faults.js';
import { removeMessage } from './messages.js';
import type { Channel } from './nouns.js';
import type { SocketMode } from './socket-mode.js';
import { join } from './speak.js';
import { findMessage } from './threads.js';
import type { World } from './world.js';

/** What tests can let go wrong. */
export function createFaultControls(world: World, socket: SocketMode): FaultControls {
  const channelOf = (id: string): Channel => {
    const channel = world.channels.get(id);
    if (!channel) throw new Error(`There is no channel ${id} in the workspace.`);
    return channel;
  };
  const change = (id: string, how: (channel: Channel) => void) => {
    how(channelOf(id));
    world.page.stateChanged();
    world.journal.happened();
  };
  return {
    next: (method, fault, times = 1) => world.faults.add(method, fault, times),
    forget: () => world.faults.forget(),
    unreachable: () => {
      world.faults.unreachable = true;
      socket.drop();
      world.faults.cutHeld();
      world.page.stateChanged();
    },
    reachable: () => {
      world.faults.unreachable = false;
      world.page.stateChanged();
    },
    dropSockets: () => socket.drop(),
    requestRefresh: (reason = 'refresh_requested') => socket.say(reason),
    duplicateNext: (times = 1) => world.faults.duplicate(times),
    expireResponseUrls: () => world.responseUrls.expireAll(),
    archive: id =>
      change(id, channel => {
        channel.archived = true;
      }),
    unarchive: id =>
      change(id, channel => {
        channel.archived = false;
      }),
    removeBot: id => change(id, ({ members }) => members.delete(world.bot.id)),
    addBot: id => join(world, world.bot, channelOf(id)),
    deleteMessage: (id, ts) => {
      const message = findMessage(world, channelOf(id).id, ts);
      if (!message) throw new Error(`There is no message ${ts} in ${id}.`);
      removeMessage(world, message);
    },
    removeScope: scope => world.tokens.scopes.delete(scope),
    addScope: scope => world.tokens.scopes.add(scope),
    revokeToken: () => {
      world.tokens.botRevoked = true;
    },
    revokeAppToken: () => {
      world.tokens.appRevoked = true;
    },
  };
}
