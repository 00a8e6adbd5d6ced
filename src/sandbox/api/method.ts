import { textAt } from '../json.js';
import type { Channel, Message } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import type { Rates, Tier } from '../rates.js';
import { Refusal } from '../refusal.js';
import { findMessage } from '../threads.js';
import type { World } from '../world.js';

/** One call of the Web API that passed its token, its scopes and its rate. */
interface Call {
  readonly world: World;
  readonly args: SlackJson;
  readonly rates: Rates;
}

export interface ApiMethod {
  /** Which token it takes; `none`: it asks for no token. */
  readonly token: 'bot' | 'app' | 'none';
  readonly tier: Tier;
  /** One of these is enough; empty: none is needed, or it depends on the conversation and the method asks itself. */
  readonly scopes: readonly string[];
  /** Gives what stands beside `ok: true`; throws a `Refusal`. */
  readonly run: (call: Call) => SlackJson | Promise<SlackJson>;
}

export type MethodTable = { readonly [method: string]: ApiMethod };

/** Slack's 429: after so many whole seconds it may be tried again. */
export class RateLimited extends Error {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('ratelimited');
    this.name = 'RateLimited';
    this.retryAfter = retryAfter;
  }
}

export function needScope(world: World, ...anyOf: readonly string[]): void {
  const { scopes } = world.tokens;
  if (anyOf.length > 0 && !anyOf.some(scope => scopes.has(scope)))
    throw new Refusal('missing_scope', { needed: anyOf.join(','), provided: [...scopes].join(',') });
}

export function requiredText(args: SlackJson, key: string): string {
  const value = textAt(args, key);
  if (value === undefined || value === '')
    throw new Refusal('invalid_arguments', { response_metadata: { messages: [`[ERROR] missing required field: ${key}`] } });
  return value;
}

const SCOPE_PREFIX = { channel: 'channels', private: 'groups', direct: 'im' } as const;

/** A conversation that the bot may look at: scope by its kind, and membership unless it is public. */
export function visibleChannel(world: World, id: string, right: 'read' | 'history'): Channel {
  const channel = world.channels.get(id);
  const isMember = channel?.members.has(world.bot.id) ?? false;
  if (!channel || (channel.kind !== 'channel' && !isMember)) throw new Refusal('channel_not_found');
  needScope(world, `${SCOPE_PREFIX[channel.kind]}:${right}`);
  if (right === 'history' && !isMember) throw new Refusal('not_in_channel');
  return channel;
}

/** A conversation that the bot may write to: by id, by `#name`, or by the id of a person. */
export function writableChannel(world: World, idOrName: string): Channel {
  const name = idOrName.replace(/^#/u, '');
  const channel =
    world.channels.get(idOrName) ??
    [...world.channels.values()].find(one => one.kind === 'direct' && one.members.has(idOrName)) ??
    [...world.channels.values()].find(one => one.kind !== 'direct' && one.name === name);
  const isMember = channel?.members.has(world.bot.id) ?? false;
  if (!channel || (channel.kind !== 'channel' && !isMember)) throw new Refusal('channel_not_found');
  if (channel.archived) throw new Refusal('is_archived');
  if (!isMember && !world.tokens.scopes.has('chat:write.public')) throw new Refusal('not_in_channel');
  return channel;
}

/** The parent of a thread that the bot wants to write to. */
export function threadParent(world: World, channel: Channel, thread: string | undefined): string | undefined {
  if (thread === undefined || thread === '') return undefined;
  const parent = findMessage(world, channel.id, thread);
  if (!parent || parent.onlyFor !== undefined) throw new Refusal('thread_not_found');
  return parent.thread ?? parent.ts;
}

/** A message that everybody in the channel sees: not an ephemeral one, not a stone that a deleted one left. */
export function standingMessage(world: World, channel: Channel, ts: string): Message {
  const message = findMessage(world, channel.id, ts);
  if (!message || message.onlyFor !== undefined || message.tombstone) throw new Refusal('message_not_found');
  return message;
}
