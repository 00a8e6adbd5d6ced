import { withBlockIds } from './block-ids.js';
import { isObject } from './json.js';
import { messageJson } from './message-json.js';
import type { Channel, Message } from './nouns.js';
import type { PageEvent, SlackJson } from './page-api.js';
import { pageMessage } from './page-view.js';
import { findMessage, repliesOf } from './threads.js';
import type { World } from './world.js';

/** A message that is to be posted. */
interface Draft {
  readonly channel: string;
  readonly user: string;
  readonly from: Message['from'];
  readonly text: string;
  readonly thread?: string | undefined;
  readonly appName?: string;
  readonly onlyFor?: string;
  readonly broadcast?: boolean;
  readonly blocks?: readonly SlackJson[];
  readonly attachments?: readonly SlackJson[];
  readonly files?: readonly string[];
  readonly metadata?: SlackJson | undefined;
  readonly streaming?: boolean;
}

/** As short as Slack's own. */
export const shortId = (world: World) => () => world.ids.secret().slice(0, 5);

function withFallback(world: World, attachments: readonly SlackJson[]): readonly SlackJson[] {
  return attachments.map((attachment, at) => ({
    fallback: '[no preview available]',
    ...attachment,
    id: at + 1,
    ...(Array.isArray(attachment.blocks) ? { blocks: withBlockIds(attachment.blocks.filter(isObject), shortId(world)) } : {}),
  }));
}

/** Posts a message: everybody who may see it does, and the bot hears of it when it subscribed to that. */
export function postMessage(world: World, draft: Draft): Message {
  const { thread, appName, onlyFor, metadata } = draft;
  const message: Message = {
    channel: draft.channel,
    ts: world.ids.ts(),
    user: draft.user,
    from: draft.from,
    text: draft.text,
    blocks: withBlockIds(draft.blocks ?? [], shortId(world)),
    attachments: withFallback(world, draft.attachments ?? []),
    files: draft.files ?? [],
    broadcast: draft.broadcast ?? false,
    streaming: draft.streaming ?? false,
    tombstone: false,
    pinned: false,
    reactions: new Map(),
    ...(thread === undefined ? {} : { thread }),
    ...(appName === undefined ? {} : { appName }),
    ...(onlyFor === undefined ? {} : { onlyFor }),
    ...(metadata === undefined ? {} : { metadata }),
  };
  const shelf = world.messages.get(message.channel) ?? [];
  world.messages.set(message.channel, shelf);
  shelf.push(message);
  tell(world, 'posted', message);
  if (message.from === 'bot' && thread !== undefined) clearStatus(world, message.channel, thread);
  if (onlyFor === undefined) {
    tellParent(world, message);
    messageEvent(world, message, messageJson(world, message));
  }
  return message;
}

/** Changes what a message says. `edited` is shown unless it has blocks (Slack's behaviour with chat.update). */
export function changeMessage(
  world: World,
  message: Message,
  change: {
    readonly text?: string;
    readonly blocks?: readonly SlackJson[];
    readonly attachments?: readonly SlackJson[];
    readonly files?: readonly string[];
    readonly metadata?: SlackJson;
    readonly streaming?: boolean;
    readonly edited?: boolean;
  },
): void {
  const before = messageJson(world, message);
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks) message.blocks = withBlockIds(change.blocks, shortId(world));
  if (change.attachments) message.attachments = withFallback(world, change.attachments);
  if (change.files) message.files = change.files;
  if (change.metadata) message.metadata = change.metadata;
  if (change.streaming !== undefined) message.streaming = change.streaming;
  if (change.edited) message.edited = { user: message.user, ts: world.ids.ts() };
  tell(world, 'changed', message);
  if (message.onlyFor !== undefined) return;
  hiddenEvent(world, message, 'message_changed', { message: messageJson(world, message), previous_message: before });
}

/** Takes a message away. One with replies leaves a stone behind, so that its thread stands. */
export function removeMessage(world: World, message: Message): void {
  const before = messageJson(world, message);
  const shelf = world.messages.get(message.channel) ?? [];
  if (message.thread === undefined && repliesOf(world, message).length > 0) {
    message.tombstone = true;
    message.blocks = [];
    message.attachments = [];
    tell(world, 'deleted', message);
  } else {
    shelf.splice(shelf.indexOf(message), 1);
    tell(world, 'deleted', message);
    tellParent(world, message);
  }
  if (message.onlyFor === undefined) hiddenEvent(world, message, 'message_deleted', { deleted_ts: message.ts, previous_message: before });
}

/** Something about a message changed that is not its text: reactions, replies, files. */
export function redraw(world: World, message: Message): void {
  sendToPages(world, message, { kind: 'message-changed', message: pageMessage(world, message) });
}

function tell(world: World, kind: 'posted' | 'changed' | 'deleted', message: Message): void {
  const shown = pageMessage(world, message);
  world.journal.addMessage({
    kind,
    message: shown,
    ...(message.onlyFor === undefined ? {} : { onlyFor: message.onlyFor }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
  });
  const event: PageEvent =
    kind === 'posted'
      ? { kind: 'message', message: shown }
      : kind === 'changed' || message.tombstone
        ? { kind: 'message-changed', message: shown }
        : { kind: 'message-deleted', channel: message.channel, ts: message.ts };
  sendToPages(world, message, event);
}

function tellParent(world: World, { channel, thread }: Message): void {
  const parent = thread === undefined ? undefined : findMessage(world, channel, thread);
  if (parent) redraw(world, parent);
}

function sendToPages(world: World, message: Message, event: PageEvent): void {
  const channel = world.channels.get(message.channel);
  if (message.onlyFor !== undefined || !channel) world.page.send(message.onlyFor, event);
  else if (channel.kind === 'channel') world.page.send(undefined, event);
  else for (const member of channel.members) world.page.send(member, event);
}

function clearStatus(world: World, channel: string, thread: string): void {
  world.page.send(undefined, { kind: 'status', channel, thread, text: '' });
}

const CHANNEL_TYPES = { channel: 'channel', private: 'group', direct: 'im' } as const;

function channelType(channel: Channel | undefined): 'channel' | 'group' | 'im' {
  return CHANNEL_TYPES[channel?.kind ?? 'channel'];
}

function messageEvent(world: World, message: Message, json: SlackJson): void {
  const channel = world.channels.get(message.channel);
  const where = { channel: message.channel, channel_type: channelType(channel), event_ts: message.ts };
  const own = message.from === 'person' ? { client_msg_id: world.ids.uuid() } : {};
  world.line.event({ ...json, ...own, ...where });
  const mentions = message.text.includes(`<@${world.bot.id}>`) && message.user !== world.bot.id;
  if (mentions && channel?.kind !== 'direct')
    world.line.event({ ...json, ...own, type: 'app_mention', channel: message.channel, event_ts: message.ts });
}

function hiddenEvent(world: World, message: Message, subtype: string, more: SlackJson): void {
  const ts = world.ids.ts();
  world.line.event({
    type: 'message',
    subtype,
    hidden: true,
    channel: message.channel,
    channel_type: channelType(world.channels.get(message.channel)),
    ts,
    event_ts: ts,
    ...more,
  });
}
