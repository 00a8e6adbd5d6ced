import { flagAt, objectsAt, textAt } from './json.js';
import { checkMessage, refusal } from './limits/message.js';
import { changeMessage, postMessage, removeMessage } from './messages.js';
import type { SlackJson } from './page-api.js';
import type { ResponseTarget } from './response-urls.js';
import { slackFileProblem } from './slack-files.js';
import { findMessage } from './threads.js';
import type { World } from './world.js';

/**
 * What comes by a response URL, or as the acknowledgement of a command: a new message, a change or removal of the one it is about.
 * Unlike chat.postMessage it needs no membership and no scope, and asks no limit of all blocks together (bolt-js #2867).
 * Gives Slack's answer.
 */
export function respond(world: World, target: ResponseTarget, body: SlackJson): SlackJson {
  const channel = world.channels.get(target.channel);
  const original = target.original ? findMessage(world, target.original.channel, target.original.ts) : undefined;
  if (flagAt(body, 'delete_original')) {
    if (original) removeMessage(world, original);
    return original ? { ok: true } : { ok: false, error: 'message_not_found' };
  }
  if (!channel) return { ok: false, error: 'channel_not_found' };
  if (channel.archived) return { ok: false, error: 'is_archived' };
  const violation = checkMessage(body, 'response_url');
  if (violation) return refusal(violation);
  const pictures = slackFileProblem(world, objectsAt(body, 'blocks'));
  if (pictures) return pictures;

  const content = { text: textAt(body, 'text') ?? '', blocks: objectsAt(body, 'blocks'), attachments: objectsAt(body, 'attachments') };
  if (flagAt(body, 'replace_original')) {
    if (!original) return { ok: false, error: 'message_not_found' };
    changeMessage(world, original, content);
    return { ok: true };
  }
  const everybody = textAt(body, 'response_type') === 'in_channel';
  const posted = postMessage(world, {
    channel: channel.id,
    user: world.bot.id,
    from: 'bot',
    thread: textAt(body, 'thread_ts') ?? target.thread,
    ...content,
    ...(everybody ? {} : { onlyFor: target.user }),
  });
  target.original ??= { channel: posted.channel, ts: posted.ts };
  return { ok: true };
}
