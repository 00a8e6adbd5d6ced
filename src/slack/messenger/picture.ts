import type { ImageBlock } from '@slack/types';
import type { Logger, Outbox, OutboxEntry } from '../../flow/ports.js';
import { plainText } from '../blocks/rich.js';
import { untrusted } from '../blocks/untrusted.js';
import type { Ended } from './deliver.js';
import { completeUpload, type FileClient, stateOfFile, uploadFile } from './file-upload.js';
import type { Route, SlotMemory } from './route.js';
import { type Picture, type SlotContent, writeContent } from './slot-content.js';
import { sayTrouble, troubleOf } from './trouble.js';

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

function upload({ png, name }: Picture, files: FileClient): Promise<string> {
  return uploadFile(name, Buffer.from(png, 'base64'), files);
}

function complete(id: string, { title }: Picture, place: Route | undefined, files: FileClient): Promise<void> {
  return completeUpload({ id, title: untrusted(title, MOST_TITLE) }, place, files);
}

/** The next step of sharing the file in the thread, for when no message may show it. Each step is kept before the next one is made. */
async function share(picture: Picture, route: Route, { files }: PictureTools): Promise<Partial<Picture> | 'done'> {
  const { shared } = picture;
  if (shared === undefined) return { shared: await upload(picture, files) };
  // After a crash it may be shared already.
  if ((await stateOfFile(shared, files)) !== 'shared') await complete(shared, picture, route, files);
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
  const state = await stateOfFile(file, files);
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
