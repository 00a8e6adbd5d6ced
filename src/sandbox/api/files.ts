import { fileJson, mimetypeOf } from '../file-json.js';
import { isObject, numberAt, objectsAt, textAt, textsAt } from '../json.js';
import { changeMessage, postMessage, redraw } from '../messages.js';
import type { Channel, StoredFile } from '../nouns.js';
import type { SlackJson } from '../page-api.js';
import { Refusal } from '../refusal.js';
import type { World } from '../world.js';
import { checkedContent } from './chat.js';
import { type MethodTable, requiredText, threadParent, writableChannel } from './method.js';

/** A snippet: 1 MB (`snippet_too_large`); alternative text: 1000 characters (`alt_txt_too_large`). */
const MOST_SNIPPET = 1024 * 1024;
const MOST_ALT = 1000;

function fileById(world: World, id: string): StoredFile {
  const file = world.files.get(id);
  if (!file || file.state === 'announced') throw new Refusal('file_not_found');
  if (file.state === 'deleted') throw new Refusal('file_deleted');
  return file;
}

/** After a while the file is ready, and only then it is shared: the answer of the call comes before that, as with Slack. */
function process(world: World, files: readonly StoredFile[], share: (() => void) | undefined): void {
  for (const file of files) file.state = 'processing';
  world.clock.after(world.fileProcessingMs, () => {
    for (const file of files) {
      file.mimetype = mimetypeOf(file.name, file.bytes ?? Buffer.alloc(0));
      file.state = 'ready';
    }
    share?.();
    world.journal.happened();
  });
}

export const fileMethods: MethodTable = {
  'files.getUploadURLExternal': {
    token: 'bot',
    tier: 't4',
    scopes: ['files:write'],
    run: ({ world, args }) => {
      const name = requiredText(args, 'filename');
      const length = numberAt(args, 'length');
      if (length === undefined || length <= 0) throw new Refusal('invalid_arguments');
      const altText = textAt(args, 'alt_txt');
      if ((altText ?? '').length > MOST_ALT) throw new Refusal('alt_txt_too_large');
      const snippetType = textAt(args, 'snippet_type');
      if (snippetType !== undefined && length > MOST_SNIPPET) throw new Refusal('snippet_too_large');
      const file: StoredFile = {
        id: world.ids.next('F'),
        name,
        title: name,
        created: Math.floor(world.clock.now() / 1000),
        length,
        mimetype: '',
        state: 'announced',
        shares: new Map(),
        ...(altText === undefined ? {} : { altText }),
        ...(snippetType === undefined ? {} : { snippetType }),
      };
      world.files.set(file.id, file);
      return { upload_url: world.uploads.give(file.id), file_id: file.id };
    },
  },
  'files.completeUploadExternal': {
    token: 'bot',
    tier: 't4',
    scopes: ['files:write'],
    run: ({ world, args }) => {
      const wanted = objectsAt(args, 'files');
      if (wanted.length === 0) throw new Refusal('invalid_arguments');
      const files = wanted.map(({ id, title }) => {
        const file = world.files.get(typeof id === 'string' ? id : '');
        if (!file || file.state === 'announced') throw new Refusal('file_not_found');
        if (file.state !== 'uploaded') throw new Refusal('file_update_failed');
        if (typeof title === 'string') file.title = title;
        return file;
      });
      const places = [textAt(args, 'channel_id'), ...textsAt(args, 'channels')].filter(place => place !== undefined);
      const channels = places.map(place => writableChannel(world, place));
      const [first] = channels;
      const thread = first ? threadParent(world, first, textAt(args, 'thread_ts')) : undefined;
      const comment = textAt(args, 'initial_comment') ?? '';
      const content =
        isObject(args.blocks) || Array.isArray(args.blocks) ? checkedContent(world, args, 'post') : { text: comment, blocks: [] };
      process(world, files, () => {
        for (const channel of channels) shareFiles(world, channel, files, { ...content, text: comment, thread });
      });
      return { files: files.map(({ id, title }) => ({ id, title })) };
    },
  },
  'files.info': {
    token: 'bot',
    tier: 't4',
    scopes: ['files:read'],
    run: ({ world, args }) => ({
      file: fileJson(world, fileById(world, requiredText(args, 'file'))),
      comments: [],
      response_metadata: { next_cursor: '' },
    }),
  },
  'files.delete': {
    token: 'bot',
    tier: 't3',
    scopes: ['files:write'],
    run: ({ world, args }) => {
      const file = fileById(world, requiredText(args, 'file'));
      file.state = 'deleted';
      delete file.bytes;
      for (const [channel, shares] of file.shares)
        for (const { ts } of shares) {
          const message = world.messages.get(channel)?.find(one => one.ts === ts);
          if (message) changeMessage(world, message, { files: message.files.filter(id => id !== file.id) });
        }
      return {};
    },
  },
};

function shareFiles(
  world: World,
  channel: Channel,
  files: readonly StoredFile[],
  draft: { readonly text: string; readonly blocks: readonly SlackJson[]; readonly thread: string | undefined },
): void {
  // Since it was asked for, the channel may have been archived or the bot removed: then the file stands nowhere, without a word.
  if (channel.archived || !channel.members.has(world.bot.id)) return;
  const message = postMessage(world, { channel: channel.id, user: world.bot.id, from: 'bot', files: files.map(({ id }) => id), ...draft });
  for (const file of files) {
    const share = { ts: message.ts, ...(message.thread === undefined ? {} : { thread: message.thread }) };
    file.shares.set(channel.id, [...(file.shares.get(channel.id) ?? []), share]);
  }
  redraw(world, message);
}
