import type { ChatMessage } from './message.js';
import { escaped } from './untrusted.js';

/**
 * Most characters of a whole message. Slack answers `msg_blocks_too_long` from about 12,000 on, does not document it, and does not say by
 * how much; 11,341 by a naive count were refused (bolt-js #2509, #2867).
 */
const MOST_CHARACTERS = 10_000;

/**
 * What each block costs besides its text, and most of both together: bolt-js #2509 saw 13,297 characters refused, and 13,172 with one more
 * divider. Two points are little, so that some room is left to the 13,422 that they give.
 */
const PER_BLOCK = 125;
const MOST_WITH_BLOCKS = 12_800;

/** Most blocks of a message, those of attachments included (docs.slack.dev/reference/block-kit/blocks). */
const MOST_BLOCKS = 50;

/** Says what a thing is; nobody reads it. */
const NOT_TEXT = new Set(['type', 'style']);

/** Every character of every string that Slack may count, as Slack stores it: escaped. */
export function charactersOf(value: unknown): number {
  if (typeof value === 'string') return escaped(value).length;
  if (Array.isArray(value)) return value.reduce((sum: number, item: unknown) => sum + charactersOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, item]) => (NOT_TEXT.has(key) ? sum : sum + charactersOf(item)), 0);
}

function fits({ blocks, attachments = [] }: ChatMessage): boolean {
  const inner = attachments.reduce((sum, attachment) => sum + (attachment.blocks?.length ?? 0), 0);
  const count = blocks.length + inner;
  const characters = charactersOf(blocks) + charactersOf(attachments);
  return count <= MOST_BLOCKS && characters <= MOST_CHARACTERS && characters + PER_BLOCK * count <= MOST_WITH_BLOCKS;
}

/** Draws with ever less detail until Slack takes it. The last level must fit whatever it is given; a property test shows that it does. */
export function fitted<Detail>(levels: readonly [Detail, ...Detail[]], draw: (detail: Detail) => ChatMessage): ChatMessage {
  const [first, ...tighter] = levels;
  let message = draw(first);
  for (const level of tighter) {
    if (fits(message)) return message;
    message = draw(level);
  }
  return message;
}
