import { redraw } from '../messages.js';
import type { Message } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal } from '../refusal.js';
import type { World } from '../world.js';
import { type MethodTable, requiredText, standingMessage, writableChannel } from './method.js';

function reacted(world: World, args: SlackJson): { readonly message: Message; readonly name: string } {
  const name = requiredText(args, 'name');
  if (!/^[a-z0-9_+'-]{1,100}(?:::skin-tone-[2-6])?$/u.test(name)) throw new Refusal('invalid_name');
  const channel = writableChannel(world, requiredText(args, 'channel'));
  return { message: standingMessage(world, channel, requiredText(args, 'timestamp')), name };
}

/** Changes who reacted with a name; everybody sees it, and those who listen hear of it. */
export function setReaction(
  world: World,
  message: Message,
  name: string,
  users: readonly string[],
  event: { readonly type: 'reaction_added' | 'reaction_removed'; readonly user: string },
): void {
  if (users.length === 0) message.reactions.delete(name);
  else message.reactions.set(name, [...users]);
  redraw(world, message);
  const item = { type: 'message', channel: message.channel, ts: message.ts };
  world.line.event({ ...event, reaction: name, item_user: message.user, item, event_ts: world.ids.ts() });
  world.journal.happened();
}

/** Reactions and pins. */
export const markMethods: MethodTable = {
  'reactions.add': {
    token: 'bot',
    tier: 't3',
    scopes: ['reactions:write'],
    run: ({ world, args }) => {
      const { message, name } = reacted(world, args);
      const users = message.reactions.get(name) ?? [];
      if (users.includes(world.bot.id)) throw new Refusal('already_reacted');
      setReaction(world, message, name, [...users, world.bot.id], { type: 'reaction_added', user: world.bot.id });
      return {};
    },
  },
  'reactions.remove': {
    token: 'bot',
    tier: 't2',
    scopes: ['reactions:write'],
    run: ({ world, args }) => {
      const { message, name } = reacted(world, args);
      const users = message.reactions.get(name) ?? [];
      if (!users.includes(world.bot.id)) throw new Refusal('no_reaction');
      const left = users.filter(id => id !== world.bot.id);
      setReaction(world, message, name, left, { type: 'reaction_removed', user: world.bot.id });
      return {};
    },
  },
  'pins.add': {
    token: 'bot',
    tier: 't2',
    scopes: ['pins:write'],
    run: ({ world, args }) => {
      const channel = writableChannel(world, requiredText(args, 'channel'));
      const message = standingMessage(world, channel, requiredText(args, 'timestamp'));
      if (message.pinned) throw new Refusal('already_pinned');
      message.pinned = true;
      return {};
    },
  },
  'pins.remove': {
    token: 'bot',
    tier: 't2',
    scopes: ['pins:write'],
    run: ({ world, args }) => {
      const channel = writableChannel(world, requiredText(args, 'channel'));
      const message = standingMessage(world, channel, requiredText(args, 'timestamp'));
      if (!message.pinned) throw new Refusal('no_pin');
      message.pinned = false;
      return {};
    },
  },
};
