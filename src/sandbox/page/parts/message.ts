import type { PageMessage } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { drawAttachment } from '../blocks/attachment.js';
import { blockContext } from '../blocks/block-context.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import type { ListedMessage } from '../chat/grouping.js';
import { threadKey } from '../chat/model.js';
import { clockTime, fullTime, repliesLine, secondsOf } from '../chat/times.js';
import { avatar } from '../draw/avatar.js';
import { drawEmoji, drawPassages } from '../draw/draw-text.js';
import { freshId, h, on, unseen } from '../draw/element.js';
import { icon } from '../draw/icon.js';
import { objectsAt } from '../json.js';
import { glyphOf } from '../text/emoji.js';
import { mrkdwn } from '../text/mrkdwn.js';
import { authorOf, shownName } from './author.js';
import { drawFile } from './file-card.js';
import { drawToolbar } from './message-toolbar.js';

function drawTime(ts: string, env: PartsEnv): HTMLElement {
  const { timeZone } = env.clock();
  return h('time', { datetime: new Date(secondsOf(ts) * 1000).toISOString(), title: fullTime(ts, timeZone) }, clockTime(ts, timeZone));
}

function drawReactions(message: PageMessage, env: PartsEnv): HTMLElement | undefined {
  if (message.reactions.length === 0) return undefined;
  const pills = message.reactions.map(({ name, users }) => {
    const who = users.map(env.names.user).join(', ');
    const glyph = glyphOf(name);
    const look = users.includes(env.me()) ? 'reaction reaction-mine' : 'reaction';
    const sign = glyph === undefined ? `:${name}:` : drawEmoji(name, glyph);
    return h('li', { class: look, title: who }, sign, h('span', {}, String(users.length)), unseen(` from ${who}`));
  });
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, ...pills);
}

function drawReplyBar(message: PageMessage, env: PartsEnv): HTMLElement | undefined {
  const status = env.model().statuses.get(threadKey(message.channel, message.ts));
  if (message.replies === 0 && status === undefined) return undefined;
  const words = repliesLine(message.replies, message.lastReply, env.clock());
  const [count = '', ...rest] = words.split(', ');
  const bar = h(
    'button',
    { type: 'button', class: 'reply-bar', 'data-key': 'replies' },
    icon('reply'),
    message.replies === 0 ? undefined : h('span', { class: 'reply-count' }, count),
    rest.length === 0 ? undefined : h('span', { class: 'reply-last' }, unseen(', '), rest.join(', ')),
    status === undefined ? undefined : h('span', { class: 'reply-status' }, `${env.model().state.bot.realName} ${status}`),
  );
  return on(bar, 'click', () => env.actions.openThread(message.channel, message.ts));
}

function drawContent(message: PageMessage, env: PartsEnv): readonly HTMLElement[] {
  const all = [...message.blocks, ...message.attachments.flatMap(attachment => objectsAt(attachment, 'blocks'))];
  const context = blockContext(env, {
    container: { kind: 'message', channel: message.channel, ts: message.ts },
    blocks: all,
    drafts: env.draftsOf(threadKey(message.channel, message.ts)),
    refuse: env.actions.complain,
  });
  const words = message.blocks.length > 0 ? drawBlocks(message.blocks, context) : drawPassages(mrkdwn(message.text, env.clock()), env);
  const isBare = message.blocks.length === 0 && message.text.trim() === '';
  if (message.edited) (words.querySelector(':scope > p:last-child') ?? words).append(h('span', { class: 'edited' }, ' (edited)'));
  return [...(isBare && !message.edited ? [] : [words]), ...message.attachments.map(attachment => drawAttachment(attachment, context))];
}

/** One message as people know it: avatar, name, time, what it says, its thread. It can have the focus. */
export function drawMessage({ message, beginsGroup }: ListedMessage, where: 'channel' | 'thread', env: PartsEnv): HTMLElement {
  const author = authorOf(message, env.model().state);
  const nameId = freshId('name');
  const name = h('span', { id: nameId, class: 'name' }, shownName(author));
  const head = h(
    'div',
    { class: 'message-head' },
    name,
    author.isBot ? h('span', { class: 'app-badge' }, 'APP') : undefined,
    drawTime(message.ts, env),
  );
  const only = message.ephemeral ? h('div', { class: 'only-you' }, icon('eye'), 'Only visible to you') : undefined;
  const files = message.files.length > 0 ? h('div', { class: 'files' }, ...message.files.map(file => drawFile(file, env))) : undefined;
  const body = h(
    'div',
    { class: 'message-body' },
    beginsGroup ? head : h('div', { class: 'unseen' }, name),
    ...drawContent(message, env),
    files,
    drawReactions(message, env),
    where === 'channel' ? drawReplyBar(message, env) : undefined,
  );
  const look = ['message', beginsGroup ? '' : 'message-follows', message.ephemeral ? 'message-ephemeral' : ''].filter(Boolean).join(' ');
  return h(
    'article',
    { class: look, tabindex: -1, 'data-ts': message.ts, 'data-key': `message ${message.ts}`, 'aria-labelledby': nameId },
    only,
    h('div', { class: 'message-side' }, beginsGroup ? avatar(author) : drawTime(message.ts, env)),
    body,
    message.ephemeral ? undefined : drawToolbar(message, where, env),
  );
}
