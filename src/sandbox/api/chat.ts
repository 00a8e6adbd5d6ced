import { flagAt, isObject, objectAt, objectsAt, textAt } from '../json.js';
import { checkMessage, refusal } from '../limits/message.js';
import { messageJson } from '../message-json.js';
import { changeMessage, postMessage, removeMessage } from '../messages.js';
import type { Message } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal, refuseWith } from '../refusal.js';
import { slackFileProblem } from '../slack-files.js';
import type { World } from '../world.js';
import { type MethodTable, RateLimited, requiredText, standingMessage, threadParent, writableChannel } from './method.js';

/** The content of a message, checked by every limit; throws Slack's refusal. */
export function checkedContent(
  world: World,
  args: SlackJson,
  by: 'post' | 'update',
): { readonly text: string; readonly blocks: readonly SlackJson[]; readonly attachments: readonly SlackJson[] } {
  const violation = checkMessage(args, by);
  if (violation) throw refuseWith(refusal(violation));
  const pictures = slackFileProblem(world, [...objectsAt(args, 'blocks'), ...objectsAt(args, 'attachments')]);
  if (pictures) throw refuseWith(pictures);
  const markdown = textAt(args, 'markdown_text');
  return {
    text: markdown ?? textAt(args, 'text') ?? '',
    blocks: markdown === undefined ? objectsAt(args, 'blocks') : [{ type: 'markdown', text: markdown }],
    attachments: objectsAt(args, 'attachments'),
  };
}

/** `metadata`: an event type and its payload, kept with the message and shown to apps alone. */
export function checkedMetadata(args: SlackJson): SlackJson | undefined {
  if (args.metadata === undefined || args.metadata === '') return undefined;
  const metadata = objectAt(args, 'metadata');
  if (!metadata || typeof metadata.event_type !== 'string' || !isObject(metadata.event_payload))
    throw new Refusal('invalid_metadata_format');
  return { event_type: metadata.event_type, event_payload: metadata.event_payload };
}

function ownMessage(world: World, args: SlackJson, otherwise: string): Message {
  const channel = writableChannel(world, requiredText(args, 'channel'));
  const message = standingMessage(world, channel, requiredText(args, 'ts'));
  if (message.from !== 'bot') throw new Refusal(otherwise);
  return message;
}

const isRichText = ({ type }: SlackJson) => type === 'rich_text';

export const chatMethods: MethodTable = {
  'chat.postMessage': {
    token: 'bot',
    tier: 'special',
    scopes: ['chat:write', 'chat:write.public'],
    run: ({ world, args, rates }) => {
      const channel = writableChannel(world, requiredText(args, 'channel'));
      const wait = rates.takePost(channel.id);
      if (wait !== undefined) throw new RateLimited(wait);
      const content = checkedContent(world, args, 'post');
      const metadata = checkedMetadata(args);
      const thread = threadParent(world, channel, textAt(args, 'thread_ts'));
      const broadcast = thread !== undefined && flagAt(args, 'reply_broadcast');
      const message = postMessage(world, { channel: channel.id, user: world.bot.id, from: 'bot', thread, broadcast, metadata, ...content });
      return { channel: channel.id, ts: message.ts, message: messageJson(world, message, { metadata: true }) };
    },
  },
  'chat.update': {
    token: 'bot',
    tier: 't3',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const message = ownMessage(world, args, 'cant_update_message');
      if (message.streaming) throw new Refusal('streaming_state_conflict');
      const content = checkedContent(world, args, 'update');
      const { blocks } = content;
      // "Rich-text blocks cannot be replaced with non-rich-text blocks" (reference of chat.update).
      if (message.blocks.length > 0 && message.blocks.every(isRichText) && blocks.length > 0 && !blocks.some(isRichText))
        throw new Refusal('block_mismatch');
      const metadata = checkedMetadata(args);
      // Without `blocks` the old ones go. Attachments stay when they are not named and the blocks are.
      changeMessage(world, message, {
        ...content,
        attachments: args.attachments === undefined && blocks.length > 0 ? message.attachments : content.attachments,
        ...(metadata ? { metadata } : {}),
        edited: blocks.length === 0,
      });
      return { channel: message.channel, ts: message.ts, text: message.text, message: messageJson(world, message) };
    },
  },
  'chat.delete': {
    token: 'bot',
    tier: 't3',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const message = ownMessage(world, args, 'cant_delete_message');
      removeMessage(world, message);
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.postEphemeral': {
    token: 'bot',
    tier: 't4',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const channel = writableChannel(world, requiredText(args, 'channel'));
      const user = requiredText(args, 'user');
      if (!channel.members.has(user)) throw new Refusal('user_not_in_channel');
      const content = checkedContent(world, args, 'post');
      const thread = threadParent(world, channel, textAt(args, 'thread_ts'));
      const message = postMessage(world, { channel: channel.id, user: world.bot.id, from: 'bot', onlyFor: user, thread, ...content });
      return { message_ts: message.ts };
    },
  },
  'chat.getPermalink': {
    token: 'bot',
    tier: 'special',
    scopes: [],
    run: ({ world, args }) => {
      const channel = world.channels.get(requiredText(args, 'channel'));
      if (!channel || (channel.kind !== 'channel' && !channel.members.has(world.bot.id))) throw new Refusal('channel_not_found');
      const message = standingMessage(world, channel, requiredText(args, 'message_ts'));
      const thread = message.thread === undefined ? '' : `?thread_ts=${message.thread}&cid=${channel.id}`;
      return { channel: channel.id, permalink: `${world.origin()}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}` };
    },
  },
  'assistant.threads.setStatus': {
    token: 'bot',
    tier: 'special',
    scopes: ['chat:write', 'assistant:write'],
    run: ({ world, args }) => {
      const channel = writableChannel(world, requiredText(args, 'channel_id'));
      const thread = threadParent(world, channel, requiredText(args, 'thread_ts')) ?? '';
      const text = textAt(args, 'status') ?? '';
      const show = (shown: string) => world.page.send(undefined, { kind: 'status', channel: channel.id, thread, text: shown });
      show(text);
      // It goes by itself after two minutes without a message (docs.slack.dev, assistant.threads.setStatus).
      if (text !== '') world.clock.after(120_000, () => show(''));
      return {};
    },
  },
};
