import { fileJson } from './file-json.js';
import type { Message } from './nouns.js';
import type { SlackJson } from './page-api.js';
import { repliesOf } from './threads.js';
import type { World } from './world.js';

/** A message as Slack's API and events give it. */
export function messageJson(world: World, message: Message, options: { readonly metadata?: boolean } = {}): SlackJson {
  const { bot, app, team, manifest } = world;
  if (message.tombstone)
    return {
      type: 'message',
      subtype: 'tombstone',
      text: 'This message was deleted.',
      user: 'USLACKBOT',
      hidden: true,
      ts: message.ts,
      ...threadFields(world, message),
    };
  const files = message.files.flatMap(id => {
    const file = world.files.get(id);
    return file ? [fileJson(world, file)] : [];
  });
  return {
    type: 'message',
    ...(message.from === 'app' ? { subtype: 'bot_message', username: message.appName, bot_id: 'B0OTHERAPP' } : { user: message.user }),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : files.length > 0 ? { subtype: 'file_share' } : {}),
    text: message.text,
    ts: message.ts,
    team: team.id,
    ...(message.from === 'bot'
      ? {
          bot_id: app.botId,
          app_id: app.id,
          bot_profile: { id: app.botId, app_id: app.id, user_id: bot.id, name: manifest.name, team_id: team.id, deleted: false },
        }
      : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
    ...(files.length > 0 ? { files, upload: true } : {}),
    ...(message.edited ? { edited: message.edited } : {}),
    ...(message.streaming ? { streaming_state: 'in_progress' } : {}),
    ...(message.onlyFor === undefined ? {} : { is_ephemeral: true }),
    ...(message.pinned ? { pinned_to: [message.channel] } : {}),
    ...(message.reactions.size > 0
      ? { reactions: [...message.reactions].map(([name, users]) => ({ name, users, count: users.length })) }
      : {}),
    ...(options.metadata && message.metadata ? { metadata: message.metadata } : {}),
    ...threadFields(world, message),
  };
}

function threadFields(world: World, message: Message): SlackJson {
  if (message.thread !== undefined) {
    const parent = world.messages.get(message.channel)?.find(({ ts }) => ts === message.thread);
    return { thread_ts: message.thread, ...(parent ? { parent_user_id: parent.user } : {}) };
  }
  const replies = repliesOf(world, message);
  const last = replies.at(-1);
  if (!last) return {};
  const users = [...new Set(replies.map(({ user }) => user))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users.slice(0, 5),
    latest_reply: last.ts,
    is_locked: false,
    subscribed: false,
  };
}
