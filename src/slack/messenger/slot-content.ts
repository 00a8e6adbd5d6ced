import type { KnownBlock, MessageAttachment } from '@slack/types';
import { z } from 'zod';
import type { Place } from '../../model/incident.js';
import type { ChatMessage } from '../blocks/message.js';

/** What a slot of the outbox holds. The store keeps it as text and looks at nothing. */
export interface SlotContent {
  /** `progress` stands where the answer will stand; it matters least. */
  readonly kind: 'card' | 'progress' | 'answer';
  readonly place: Place;
  /** Who asked: gets the message directly when the channel can't take it. */
  readonly asker: string;
  /** Seconds since the epoch; the message can't stand in the chat from before. */
  readonly since: number;
  /** Its `text` alone is enough to act on: it goes out when Slack takes offence at the blocks. */
  readonly message: ChatMessage;
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

// Blocks were built by this program's typed builders, perhaps by an older version of it: Slack judges them, not this schema.
const contentSchema = z.object({
  kind: z.enum(['card', 'progress', 'answer']),
  place: z.object({ channel: z.string().min(1), thread: z.string().optional() }),
  asker: z.string(),
  since: z.number(),
  message: z.object({
    text: z.string(),
    blocks: z.array(z.custom<KnownBlock>(isObject)),
    attachments: z.array(z.custom<MessageAttachment>(isObject)).optional(),
  }),
});

/** For the outbox. The same content gives the same text. */
export function writeContent(content: SlotContent): string {
  return JSON.stringify(content);
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
  const { place, message, ...rest } = data;
  return {
    ...rest,
    place: { channel: place.channel, ...(place.thread === undefined ? {} : { thread: place.thread }) },
    message: {
      text: message.text,
      blocks: message.blocks,
      ...(message.attachments ? { attachments: message.attachments } : {}),
    },
  };
}
