import type { KnownBlock, MessageAttachment } from '@slack/types';
import { z } from 'zod';
import type { Place } from '../../model/incident.js';
import type { ChatMessage } from '../blocks/message.js';

/** A picture that the message shows, and how far its way into Slack has come. */
export interface Picture {
  /** Base64 of the PNG: kept until the message stands, for a crash in the middle. */
  readonly png: string;
  readonly name: string;
  readonly title: string;
  /** What it shows, for people who can't see it. */
  readonly alt: string;
  /** Slack's id of the uploaded file, which is shared nowhere: only the message shows it. */
  readonly file?: string;
  /** Slack's id of a file that is to be shared in the thread, because messages with the other one are refused. */
  readonly shared?: string;
}

/** A text that is shared in the thread as a file, in place of a message. */
export interface Report {
  readonly text: string;
  readonly name: string;
  readonly title: string;
  /** Slack's id of the uploaded file, once it is uploaded. */
  readonly file?: string;
}

/** What a slot of the outbox holds. The store keeps it as text and looks at nothing. */
export interface SlotContent {
  /** `progress` stands where the answer will stand; it matters least. */
  readonly kind: 'card' | 'progress' | 'answer' | 'graph' | 'report' | 'digest' | 'remedy';
  readonly place: Place;
  /** Who asked: gets the message directly when the channel can't take it. */
  readonly asker: string;
  /** Seconds since the epoch; the message can't stand in the chat from before. */
  readonly since: number;
  /** Its `text` alone is enough to act on: it goes out when Slack takes offence at the blocks. */
  readonly message: ChatMessage;
  readonly picture?: Picture;
  readonly report?: Report;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

// Blocks were built by this program's typed builders, perhaps by an older version of it: Slack judges them, not this schema.
const contentSchema = z.object({
  kind: z.enum(['card', 'progress', 'answer', 'graph', 'report', 'digest', 'remedy']),
  place: z.object({ channel: z.string().min(1), thread: z.string().optional() }),
  asker: z.string(),
  since: z.number(),
  message: z.object({
    text: z.string(),
    blocks: z.array(z.custom<KnownBlock>(isObject)),
    attachments: z.array(z.custom<MessageAttachment>(isObject)).optional(),
  }),
  picture: z
    .object({
      png: z.string(),
      name: z.string(),
      title: z.string(),
      alt: z.string(),
      file: z.string().optional(),
      shared: z.string().optional(),
    })
    .optional(),
  report: z.object({ text: z.string(), name: z.string(), title: z.string(), file: z.string().optional() }).optional(),
});

/** For the outbox. The same content gives the same text. */
export function writeContent(content: SlotContent): string {
  return JSON.stringify(content);
}

function pictureOf({ file, shared, ...picture }: NonNullable<z.infer<typeof contentSchema>['picture']>): Picture {
  return { ...picture, ...(file === undefined ? {} : { file }), ...(shared === undefined ? {} : { shared }) };
}

function reportOf({ file, ...report }: NonNullable<z.infer<typeof contentSchema>['report']>): Report {
  return { ...report, ...(file === undefined ? {} : { file }) };
}

/** What `writeContent` wrote; undefined when it is something else. */
export function readContent(text: string): SlotContent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = contentSchema.safeParse(json);
  if (!data) return undefined;
  const { place, message, picture, report, ...rest } = data;
  return {
    ...rest,
    place: { channel: place.channel, ...(place.thread === undefined ? {} : { thread: place.thread }) },
    message: {
      text: message.text,
      blocks: message.blocks,
      ...(message.attachments ? { attachments: message.attachments } : {}),
    },
    ...(picture ? { picture: pictureOf(picture) } : {}),
    ...(report ? { report: reportOf(report) } : {}),
  };
}
