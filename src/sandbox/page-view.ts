import { isImage } from './file-json.js';
import { objectAt, objectsAt, textAt } from './json.js';
import type { Channel, Message, StoredFile, User, View } from './nouns.js';
import type { PageChannel, PageFile, PageMessage, PageState, PageUser, PageView } from './page-api.js';
import { repliesOf } from './threads.js';
import type { World } from './world.js';

/** How much of a text file the page shows. */
const PREVIEW_LINES = 12;
const PREVIEW_BYTES = 4000;

export function pageUser({ id, name, realName, isBot }: User): PageUser {
  return { id, name, realName, isBot };
}

export function pageChannel(world: World, channel: Channel): PageChannel {
  const isDirect = channel.kind === 'direct';
  return {
    id: channel.id,
    name: isDirect ? world.manifest.botName : channel.name,
    kind: channel.kind,
    archived: channel.archived,
    botIsMember: channel.members.has(world.bot.id),
    topic: channel.topic,
  };
}

/** A message as the page shows it, to anybody who sees it. */
export function pageMessage(world: World, message: Message): PageMessage {
  const replies = message.thread === undefined ? repliesOf(world, message) : [];
  const last = replies.at(-1);
  const gone = message.tombstone;
  return {
    channel: message.channel,
    ts: message.ts,
    ...(message.thread === undefined ? {} : { thread: message.thread }),
    user: message.appName ?? message.user,
    text: gone ? 'This message was deleted.' : message.text,
    blocks: gone ? [] : message.blocks,
    attachments: gone ? [] : message.attachments,
    files: gone ? [] : message.files.flatMap(id => pageFiles(world.files.get(id))),
    edited: message.edited !== undefined && !gone,
    ephemeral: message.onlyFor !== undefined,
    replies: replies.length,
    ...(last ? { lastReply: last.ts } : {}),
    reactions: gone ? [] : [...message.reactions].map(([name, users]) => ({ name, users })),
    fromSlackbot: message.from === 'slackbot',
  };
}

function pageFiles(file: StoredFile | undefined): readonly PageFile[] {
  if (!file || file.state === 'deleted') return [];
  const preview =
    file.mimetype === 'text/plain'
      ? (file.bytes ?? '').toString('utf8').slice(0, PREVIEW_BYTES).split('\n').slice(0, PREVIEW_LINES).join('\n')
      : '';
  return [
    {
      id: file.id,
      name: file.name,
      title: file.title,
      mimetype: file.mimetype,
      size: file.bytes?.length ?? 0,
      isImage: isImage(file),
      preview,
      ready: file.state === 'ready',
    },
  ];
}

/** A view as the page shows it. `depth` counts the modals below it. */
export function pageView(view: View, depth: number): PageView {
  const label = (key: string, otherwise: string) => textAt(objectAt(view.content, key) ?? {}, 'text') ?? otherwise;
  return {
    id: view.id,
    callbackId: textAt(view.content, 'callback_id') ?? '',
    title: label('title', ''),
    submit: label('submit', ''),
    close: label('close', 'Cancel'),
    blocks: objectsAt(view.content, 'blocks'),
    hash: view.hash,
    depth,
  };
}

/** The topmost modal of a person. */
export function openModal(world: World, user: string): PageView | undefined {
  const stack = world.modals.get(user) ?? [];
  const top = stack.at(-1);
  return top ? pageView(top, stack.length - 1) : undefined;
}

export function maySee(channel: Channel, user: string): boolean {
  return channel.kind === 'channel' || channel.members.has(user);
}

/** Everything that one person's page starts with, without the panel. */
export function pageState(world: World, user: User): PageState {
  const home = world.homes.get(user.id);
  const modal = openModal(world, user.id);
  return {
    team: world.team.name,
    me: pageUser(user),
    users: [...world.users.values()].filter(({ isBot }) => !isBot).map(pageUser),
    channels: [...world.channels.values()].filter(channel => maySee(channel, user.id)).map(channel => pageChannel(world, channel)),
    commands: world.manifest.commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
    shortcuts: world.manifest.shortcuts,
    bot: pageUser(world.bot),
    botOnline: world.line.isOnline(),
    ...(home ? { home: pageView(home, 0) } : {}),
    ...(modal ? { modal } : {}),
  };
}
