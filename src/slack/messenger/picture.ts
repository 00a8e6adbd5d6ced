import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Logger, Outbox, OutboxEntry } from '../../flow/ports.js';
import { plainText } from '../blocks/rich.js';
import { untrusted } from '../blocks/untrusted.js';
import type { Ended } from './deliver.js';
import type { Route, SlotMemory } from './route.js';
import { type Picture, type SlotContent, writeContent } from './slot-content.js';
import { sayTrouble, troubleOf } from './trouble.js';

/** What uploads need. */
export interface FileClient {
  readonly web: WebClient;
  /** Sends a file's bytes to the address that Slack gave for them; rejects when they were not taken. */
  readonly put: (url: string, name: string, bytes: Uint8Array) => Promise<void>;
}

interface PictureTools {
  readonly files: FileClient;
  readonly outbox: Outbox;
  readonly logger: Logger;
}

// Slack takes 2,000 characters for the alternative text and the title of an image.
const MOST_ALT = 1900;
const MOST_TITLE = 200;
// Slack works on a picture for some seconds before a message may show it (slack.md §2.5).
const LOOK_MS = 1_000;
const MOST_LOOKS = 15;
// A refusal may still mean "not ready"; after these it means something else.
const MOST_REFUSALS = 4;

/** The picture as the message shows it, once it is uploaded. */
export function imageBlocks({ file, title, alt }: Picture): readonly ImageBlock[] {
  if (file === undefined) return [];
  return [
    {
      type: 'image',
      slack_file: { id: file },
      alt_text: untrusted(alt, MOST_ALT) || 'A graph',
      title: plainText(untrusted(title, MOST_TITLE), MOST_TITLE),
    },
  ];
}

/** Slack refused a message with a picture. Gives how long to wait before it is tried again; undefined when it was tried often enough. */
export function afterRefusedPicture(memory: SlotMemory): Ended | undefined {
  if (memory.pictureRefusals > MOST_REFUSALS) return undefined;
  memory.pictureRefusals++;
  return { kind: 'wait', ms: 2_000 * memory.pictureRefusals };
}

/** Announces a file and sends its bytes; it is seen nowhere until it is completed. */
async function upload({ png, name }: Picture, { web, put }: FileClient): Promise<string> {
  const bytes = Buffer.from(png, 'base64');
  // Without alt text: a file with one may never be shared (python-slack-sdk #1818). The image block has it.
  const { upload_url: url, file_id: file } = await web.files.getUploadURLExternal({ filename: name, length: bytes.length });
  if (!url || !file) throw new Error('Slack gave no address for the upload');
  await put(url, name, bytes);
  return file;
}

type Complete = Parameters<WebClient['files']['completeUploadExternal']>[0];

async function complete(id: string, { title }: Picture, place: Route | undefined, { web }: FileClient): Promise<void> {
  const files: Complete['files'] = [{ id, title: untrusted(title, MOST_TITLE) }];
  if (!place) await web.files.completeUploadExternal({ files });
  else if (place.thread) await web.files.completeUploadExternal({ files, channel_id: place.channel, thread_ts: place.thread });
  else await web.files.completeUploadExternal({ files, channel_id: place.channel });
}

/** What Slack says of a file; `unknown` when the bot may not ask (scope files:read). */
async function stateOf(file: string, { web }: FileClient): Promise<'working' | 'ready' | 'shared' | 'gone' | 'unknown'> {
  try {
    const { file: told } = await web.files.info({ file });
    const shares = { ...told?.shares?.public, ...told?.shares?.private };
    if (Object.keys(shares).length > 0) return 'shared';
    return told?.mimetype?.startsWith('image/') ? 'ready' : 'working';
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused') throw error;
    return /^file_(?:not_found|deleted)$/u.test(trouble.code) ? 'gone' : 'unknown';
  }
}

/** The next step of sharing the file in the thread, for when no message may show it. Each step is kept before the next one is made. */
async function share(picture: Picture, route: Route, { files }: PictureTools): Promise<Partial<Picture> | 'done'> {
  const { shared } = picture;
  if (shared === undefined) return { shared: await upload(picture, files) };
  // After a crash it may be shared already.
  if ((await stateOf(shared, files)) !== 'shared') await complete(shared, picture, route, files);
  return 'done';
}

/** The next step on the picture's way into Slack. */
async function next(picture: Picture, memory: SlotMemory, files: FileClient): Promise<Partial<Picture> | 'ready' | 'wait' | 'gone'> {
  const { file } = picture;
  if (file === undefined) {
    const uploaded = await upload(picture, files);
    await complete(uploaded, picture, undefined, files);
    return { file: uploaded };
  }
  if (memory.pictureLooks >= MOST_LOOKS) return 'ready';
  memory.pictureLooks++;
  const state = await stateOf(file, files);
  return state === 'working' ? 'wait' : state === 'gone' ? 'gone' : 'ready';
}

/**
 * Brings the picture as far as it must be before its message leaves: uploaded, and worked on by Slack. When messages with it are refused
 * again and again, the file is shared in the thread and the message says the rest. What was reached is kept in the outbox, so that a crash
 * repeats nothing that people see.
 *
 * @returns what to do before the message is sent; undefined: send it now
 */
export async function preparePicture(
  entry: OutboxEntry,
  content: SlotContent,
  picture: Picture,
  route: Route,
  memory: SlotMemory,
  tools: PictureTools,
): Promise<Ended | undefined> {
  const { outbox, logger, files } = tools;
  const keep = async (step: Partial<Picture>): Promise<Ended> => {
    const { slot, incident, after } = entry;
    await outbox.want({
      slot,
      incident,
      content: writeContent({ ...content, picture: { ...picture, ...step } }),
      ...(after ? { after } : {}),
    });
    return { kind: 'again' };
  };
  try {
    const isRefused = memory.pictureRefusals > MOST_REFUSALS || picture.shared !== undefined;
    const step = isRefused ? await share(picture, route, tools) : await next(picture, memory, files);
    if (typeof step === 'object') return await keep(step);
    if (step === 'ready') return undefined;
    if (step === 'wait') return { kind: 'wait', ms: LOOK_MS };
    memory.short = true;
    return { kind: 'again' };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'rate-limited') return { kind: 'pause', route, seconds: trouble.seconds };
    if (trouble.kind !== 'refused') return { kind: 'later', why: sayTrouble(trouble), everyone: trouble.kind === 'unsent' };
    logger.warn({ slot: entry.slot, why: sayTrouble(trouble) }, 'Slack does not take the picture: its message goes out without it');
    memory.short = true;
    return { kind: 'again' };
  }
}
