import { flagAt, numberAt, textAt, textsAt } from '../json.js';
import { messageJson } from '../message-json.js';
import type { Channel, Message } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal } from '../refusal.js';
import { join } from '../speak.js';
import { findMessage } from '../threads.js';
import type { World } from '../world.js';
import { type MethodTable, needScope, requiredText, visibleChannel } from './method.js';
import { pageOf } from './page-of.js';

function channelJson(world: World, channel: Channel): SlackJson {
  const isDirect = channel.kind === 'direct';
  const base = {
    id: channel.id,
    created: channel.created,
    is_archived: channel.archived,
    is_im: isDirect,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'private',
    is_private: channel.kind !== 'channel',
    is_mpim: false,
    is_member: channel.members.has(world.bot.id),
    context_team_id: world.team.id,
  };
  if (isDirect) return { ...base, user: [...channel.members].find(member => member !== world.bot.id) };
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_general: channel.name === 'general',
    num_members: channel.members.size,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

const LIST_SCOPES = { public_channel: 'channels:read', private_channel: 'groups:read', im: 'im:read', mpim: 'mpim:read' } as const;
const TYPE_OF = { channel: 'public_channel', private: 'private_channel', direct: 'im' } as const;

/** The messages between two moments: `oldest` and `latest` themselves only when `inclusive`. */
function within(messages: readonly Message[], args: SlackJson): readonly Message[] {
  const oldest = numberAt(args, 'oldest') ?? 0;
  const latest = numberAt(args, 'latest') ?? Number.POSITIVE_INFINITY;
  const inclusive = flagAt(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  });
}

export const conversationMethods: MethodTable = {
  'conversations.list': {
    token: 'bot',
    tier: 't2',
    scopes: [],
    run: ({ world, args }) => {
      const asked = textsAt(args, 'types');
      const types = asked.length > 0 ? asked : ['public_channel'];
      for (const type of types) {
        const scope = Object.entries(LIST_SCOPES).find(([name]) => name === type)?.[1];
        if (!scope) throw new Refusal('invalid_types');
        needScope(world, scope);
      }
      const all = [...world.channels.values()].filter(
        channel =>
          types.includes(TYPE_OF[channel.kind]) &&
          (channel.kind === 'channel' || channel.members.has(world.bot.id)) &&
          !(flagAt(args, 'exclude_archived') && channel.archived),
      );
      const { items, next } = pageOf(all, args, 1000);
      return { channels: items.map(channel => channelJson(world, channel)), response_metadata: { next_cursor: next } };
    },
  },
  'conversations.info': {
    token: 'bot',
    tier: 't3',
    scopes: [],
    run: ({ world, args }) => ({ channel: channelJson(world, visibleChannel(world, requiredText(args, 'channel'), 'read')) }),
  },
  'conversations.members': {
    token: 'bot',
    tier: 't4',
    scopes: [],
    run: ({ world, args }) => {
      const channel = visibleChannel(world, requiredText(args, 'channel'), 'read');
      const { items, next } = pageOf([...channel.members], args, 1000);
      return { members: items, response_metadata: { next_cursor: next } };
    },
  },
  'conversations.history': {
    token: 'bot',
    tier: 't3',
    scopes: [],
    run: ({ world, args }) => {
      const channel = visibleChannel(world, requiredText(args, 'channel'), 'history');
      const standing = (world.messages.get(channel.id) ?? []).filter(
        one => one.onlyFor === undefined && (one.thread === undefined || one.broadcast),
      );
      const { items, next } = pageOf([...within(standing, args)].reverse(), args, 999);
      return {
        messages: items.map(message => messageJson(world, message, { metadata: flagAt(args, 'include_all_metadata') })),
        has_more: next !== '',
        pin_count: standing.filter(({ pinned }) => pinned).length,
        response_metadata: { next_cursor: next },
      };
    },
  },
  'conversations.replies': {
    token: 'bot',
    tier: 't3',
    scopes: [],
    run: ({ world, args }) => {
      const channel = visibleChannel(world, requiredText(args, 'channel'), 'history');
      const asked = findMessage(world, channel.id, requiredText(args, 'ts'));
      if (!asked || asked.onlyFor !== undefined) throw new Refusal('thread_not_found');
      const root = asked.thread ?? asked.ts;
      const all = (world.messages.get(channel.id) ?? []).filter(
        one => one.onlyFor === undefined && (one.ts === root || one.thread === root),
      );
      // The parent always comes first, whatever the bounds are.
      const [parent, ...replies] = all;
      const { items, next } = pageOf([...(parent ? [parent] : []), ...within(replies, args)], args, 999);
      return {
        messages: items.map(message => messageJson(world, message, { metadata: flagAt(args, 'include_all_metadata') })),
        has_more: next !== '',
        response_metadata: { next_cursor: next },
      };
    },
  },
  'conversations.open': {
    token: 'bot',
    tier: 't3',
    scopes: ['im:write'],
    run: ({ world, args }) => {
      const asked = textAt(args, 'channel');
      const [user, ...more] = textsAt(args, 'users');
      if (more.length > 0) throw new Refusal('not_enough_users');
      const found = [...world.channels.values()].find(
        one => one.kind === 'direct' && (one.id === asked || (user !== undefined && one.members.has(user))),
      );
      if (!found) throw new Refusal(user === undefined ? 'channel_not_found' : 'user_not_found');
      return { channel: flagAt(args, 'return_im') ? channelJson(world, found) : { id: found.id }, already_open: true };
    },
  },
  'conversations.join': {
    token: 'bot',
    tier: 't3',
    scopes: ['channels:join'],
    run: ({ world, args }) => {
      const channel = world.channels.get(requiredText(args, 'channel'));
      if (!channel || (channel.kind !== 'channel' && !channel.members.has(world.bot.id))) throw new Refusal('channel_not_found');
      if (channel.kind !== 'channel') throw new Refusal('method_not_supported_for_channel_type');
      if (channel.archived) throw new Refusal('is_archived');
      const already = channel.members.has(world.bot.id);
      join(world, world.bot, channel);
      return { channel: channelJson(world, channel), ...(already ? { warning: 'already_in_channel' } : {}) };
    },
  },
};
