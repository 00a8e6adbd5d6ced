import { objectsAt, textAt } from '../json.js';
import { checkMessage, MOST_MARKDOWN, refusal } from '../limits/message.js';
import { messageJson } from '../message-json.js';
import { changeMessage, postMessage } from '../messages.js';
import type { Message } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal, refuseWith } from '../refusal.js';
import type { World } from '../world.js';
import { checkedMetadata } from './chat.js';
import { type MethodTable, requiredText, standingMessage, threadParent, writableChannel } from './method.js';

/** What has been streamed so far, as blocks: text first runs on, tasks are updated by their id. */
function withChunks(blocks: readonly SlackJson[], args: SlackJson): readonly SlackJson[] {
  const markdown = textAt(args, 'markdown_text');
  const chunks = [...(markdown === undefined ? [] : [{ type: 'markdown_text', text: markdown }]), ...objectsAt(args, 'chunks')];
  let sofar = blocks;
  for (const chunk of chunks) sofar = withChunk(sofar, chunk);
  return sofar;
}

function withChunk(sofar: readonly SlackJson[], chunk: SlackJson): readonly SlackJson[] {
  switch (chunk.type) {
    case 'markdown_text': {
      const last = sofar.at(-1);
      const text = textAt(chunk, 'text') ?? '';
      if (last?.type !== 'markdown') return [...sofar, { type: 'markdown', text }];
      return [...sofar.slice(0, -1), { ...last, text: `${textAt(last, 'text') ?? ''}${text}` }];
    }
    case 'task_update': {
      const card = {
        type: 'task_card',
        task_id: textAt(chunk, 'id') ?? '',
        title: textAt(chunk, 'title') ?? '',
        status: textAt(chunk, 'status') ?? 'pending',
        ...richTextField('details', chunk),
        ...richTextField('output', chunk),
      };
      const at = sofar.findIndex(block => block.type === 'task_card' && block.task_id === card.task_id);
      return at < 0 ? [...sofar, card] : sofar.with(at, { ...card, block_id: sofar[at]?.block_id });
    }
    case 'plan_update':
      return [...sofar.filter(({ type }) => type !== 'plan'), { type: 'plan', title: textAt(chunk, 'title') ?? '' }];
    case 'blocks':
      return [...sofar, ...objectsAt(chunk, 'blocks')];
    default:
      throw new Refusal('invalid_chunks');
  }
}

function richTextField(field: 'details' | 'output', chunk: SlackJson): SlackJson {
  const text = textAt(chunk, field);
  if (text === undefined || text === '') return {};
  return { [field]: { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] } };
}

function streamed(args: SlackJson, before: readonly SlackJson[]): { readonly text: string; readonly blocks: readonly SlackJson[] } {
  if ((textAt(args, 'markdown_text') ?? '').length > MOST_MARKDOWN) throw new Refusal('msg_too_long');
  const blocks = withChunks(before, args);
  const violation = blocks.length > 0 ? checkMessage({ blocks }) : undefined;
  if (violation) throw refuseWith(refusal(violation));
  const text = blocks.flatMap(block => (block.type === 'markdown' ? [textAt(block, 'text') ?? ''] : [])).join('\n');
  return { text, blocks };
}

function openStream(world: World, args: SlackJson): Message {
  const message = standingMessage(world, writableChannel(world, requiredText(args, 'channel')), requiredText(args, 'ts'));
  if (message.from !== 'bot') throw new Refusal('message_not_owned_by_app');
  if (!message.streaming) throw new Refusal('message_not_in_streaming_state');
  return message;
}

/** Streaming: a message that grows while the bot writes it. */
export const chatStreamMethods: MethodTable = {
  'chat.startStream': {
    token: 'bot',
    tier: 't2',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const channel = writableChannel(world, requiredText(args, 'channel'));
      const thread = threadParent(world, channel, requiredText(args, 'thread_ts'));
      if (channel.kind !== 'direct') {
        if (textAt(args, 'recipient_user_id') === undefined) throw new Refusal('missing_recipient_user_id');
        if (textAt(args, 'recipient_team_id') === undefined) throw new Refusal('missing_recipient_team_id');
      }
      const message = postMessage(world, {
        channel: channel.id,
        user: world.bot.id,
        from: 'bot',
        thread,
        streaming: true,
        ...streamed(args, []),
      });
      return { channel: channel.id, ts: message.ts };
    },
  },
  'chat.appendStream': {
    token: 'bot',
    tier: 't4',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const message = openStream(world, args);
      if (args.markdown_text === undefined && args.chunks === undefined) throw new Refusal('no_text');
      changeMessage(world, message, streamed(args, message.blocks));
      return { channel: message.channel, ts: message.ts };
    },
  },
  'chat.stopStream': {
    token: 'bot',
    tier: 't2',
    scopes: ['chat:write'],
    run: ({ world, args }) => {
      const message = openStream(world, args);
      const content = streamed(args, message.blocks);
      const all = { ...content, blocks: [...content.blocks, ...objectsAt(args, 'blocks')] };
      const violation = all.blocks.length > 0 ? checkMessage({ blocks: objectsAt(args, 'blocks'), text: '-' }) : undefined;
      if (violation) throw refuseWith(refusal(violation));
      const metadata = checkedMetadata(args);
      changeMessage(world, message, { ...all, streaming: false, ...(metadata ? { metadata } : {}) });
      return { channel: message.channel, ts: message.ts, message: messageJson(world, message) };
    },
  },
};
