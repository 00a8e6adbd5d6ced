import { setReaction } from './api/marks.js';
import { elementsOf } from './block-ids.js';
import { act, answerTo, blocksOf } from './interact.js';
import { objectsAt } from './json.js';
import { postMessage, removeMessage } from './messages.js';
import { findView, viewJson } from './modals.js';
import type { Accepted, Refused, SlackJson } from './page-api.js';
import { maySee, pageMessage, pageState } from './page-view.js';
import { globalShortcutPayload, messageShortcutPayload } from './payloads.js';
import type { People } from './people.js';
import { accepted, join, refused, say } from './speak.js';
import { closeView, stateByActionId, submitView } from './submit-view.js';
import { findMessage } from './threads.js';
import type { World } from './world.js';

/** What people can do, for the page and for tests alike. */
export function createPeople(world: World): People {
  const directMessage = (user: string): string => {
    const found = [...world.channels.values()].find(({ kind, members }) => kind === 'direct' && members.has(user));
    if (!found) throw new Error(`${user} has no direct message with the bot: there is no such person.`);
    return found.id;
  };

  const pressIn = (blocks: readonly SlackJson[], wanted: { readonly actionId: string; readonly blockId?: string }) =>
    elementsOf(blocks).find(one => one.actionId === wanted.actionId && (wanted.blockId === undefined || one.blockId === wanted.blockId));

  const people: People = {
    say: what => say(world, what),
    postAsApp: ({ channel, name, text, thread, blocks, attachments }) =>
      postMessage(world, {
        channel,
        user: 'U0OTHERAPP',
        from: 'app',
        appName: name,
        text,
        thread,
        ...(blocks ? { blocks } : {}),
        ...(attachments ? { attachments } : {}),
      }).ts,
    act: what => act(world, what),
    press: async ({ user, channel, ts, choice = {}, state = {}, ...wanted }) => {
      const message = findMessage(world, channel, ts);
      const placed = message ? pressIn(blocksOf(message), wanted) : undefined;
      if (!placed) return refused(message ? 'This button is not there any more.' : 'This message was deleted.');
      const { blockId, actionId } = placed;
      return act(world, { user, container: { kind: 'message', channel, ts }, blockId, actionId, action: choice, state });
    },
    pressInView: async ({ user, where, choice = {}, state, ...wanted }) => {
      const view = where === 'home' ? world.homes.get(user) : world.modals.get(user)?.at(-1);
      const placed = view ? pressIn(objectsAt(view.content, 'blocks'), wanted) : undefined;
      if (!view || !placed) return refused('This is not there any more.');
      const { blockId, actionId } = placed;
      return act(world, {
        user,
        container: { kind: 'view', view: view.id },
        blockId,
        actionId,
        action: choice,
        state: state ?? view.state,
      });
    },
    submit: what => submitView(world, what),
    submitModal: async (user, values) => {
      const view = world.modals.get(user)?.at(-1);
      return view ? submitView(world, { user, view: view.id, state: stateByActionId(view, values) }) : refused('No dialog is open.');
    },
    closeModal: user => closeView(world, user, world.modals.get(user)?.at(-1)?.id ?? ''),
    closeView: (user, view) => closeView(world, user, view),
    shortcut: use => useShortcut(world, use),
    openHome: user => openHome(world, user, directMessage(user)),
    deleteMessage: async (user, channel, ts) => {
      const message = findMessage(world, channel, ts);
      if (!message || !mayReach(world, user, channel)) return refused('This message was deleted already.');
      removeMessage(world, message);
      return accepted;
    },
    react: async (user, channel, ts, name) => react(world, user, channel, ts, name),
    join: async (userId, channelId) => {
      const user = world.users.get(userId);
      const channel = world.channels.get(channelId);
      if (!user || !channel || channel.kind !== 'channel') return refused('There is no such channel to join.');
      if (channel.archived) return refused(`#${channel.name} is archived.`);
      join(world, user, channel);
      return accepted;
    },
    inviteBot: async (userId, channelId) => {
      const channel = world.channels.get(channelId);
      if (!channel || channel.archived || !mayReach(world, userId, channelId)) return refused('There is no such channel.');
      join(world, world.bot, channel, world.users.get(userId));
      return accepted;
    },
    directMessage,
    state: userId => {
      const user = world.users.get(userId);
      if (!user) throw new Error(`There is no user ${userId} in the workspace.`);
      return pageState(world, user);
    },
    messages: (user, channel, thread) => {
      if (!mayReach(world, user, channel)) return [];
      const seen = (world.messages.get(channel) ?? []).filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user);
      const wanted =
        thread === undefined
          ? seen.filter(message => message.thread === undefined || message.broadcast)
          : seen.filter(message => message.ts === thread || message.thread === thread);
      return wanted.map(message => pageMessage(world, message));
    },
  };
  return people;
}

function mayReach(world: World, user: string, channelId: string): boolean {
  const channel = world.channels.get(channelId);
  return channel !== undefined && maySee(channel, user);
}

async function useShortcut(
  world: World,
  { user: userId, shortcut, channel: channelId, ts }: Parameters<People['shortcut']>[0],
): Promise<Accepted | Refused> {
  const user = world.users.get(userId);
  const known = world.manifest.shortcuts.find(({ callbackId }) => callbackId === shortcut);
  if (!user || !known) return refused('There is no such shortcut.');
  if (known.kind === 'global') return answerTo(await world.line.deliver('interactive', globalShortcutPayload(world, user, shortcut)));
  const channel = world.channels.get(channelId ?? '');
  const message = findMessage(world, channelId ?? '', ts ?? '');
  if (!channel || !message || !maySee(channel, userId) || message.tombstone) return refused('This message was deleted.');
  // Slack offers no message shortcuts on messages that only one person sees.
  if (message.onlyFor !== undefined) return refused('Shortcuts are not available on messages that only you can see.');
  const responseUrl = world.responseUrls.give({
    user: userId,
    channel: channel.id,
    ...(message.thread === undefined ? {} : { thread: message.thread }),
  });
  return answerTo(
    await world.line.deliver('interactive', messageShortcutPayload(world, { user, channel, message, callbackId: shortcut, responseUrl })),
  );
}

async function openHome(world: World, user: string, channel: string): Promise<Accepted> {
  if (!world.manifest.homeTab) return accepted;
  const home = world.homes.get(user);
  const view = home && findView(world, home.id);
  world.line.event({
    type: 'app_home_opened',
    user,
    channel,
    tab: 'home',
    event_ts: world.ids.ts(),
    ...(view ? { view: viewJson(world, view) } : {}),
  });
  return accepted;
}

function react(world: World, user: string, channel: string, ts: string, name: string): Accepted | Refused {
  const message = findMessage(world, channel, ts);
  if (!message || !mayReach(world, user, channel)) return refused('This message was deleted.');
  const users = message.reactions.get(name) ?? [];
  if (users.includes(user)) return refused('You reacted with that already.');
  setReaction(world, message, name, [...users, user], { type: 'reaction_added', user });
  return accepted;
}
