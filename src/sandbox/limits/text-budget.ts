import { isObject } from '../json.js';

/**
 * `msg_blocks_too_long` is undocumented. Measured by others (bolt-js #2509): markdown alone passes to 13,297 characters, and to 13,172
 * when a divider stands beside it. So a block costs 125 besides its text, and both together may be 13,422.
 */
export const MOST_BLOCKS_TEXT = 13_422;
export const COST_OF_A_BLOCK = 125;

/** Fields whose text people read. */
const READ = new Set(['text', 'alt_text', 'title', 'caption']);
/** Texts below these keys are not shown in the message: what a click sends, what a dialog asks. */
const NOT_READ = new Set(['options', 'option_groups', 'confirm', 'initial_option', 'initial_options', 'state']);

/** All characters of text in the blocks of a message, its attachments' blocks included. */
export function blocksTextLength(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce((sum: number, block: unknown) => sum + blocksTextLength(block), 0);
  if (!isObject(blocks)) return 0;
  return Object.entries(blocks).reduce((sum, [key, value]) => {
    if (NOT_READ.has(key)) return sum;
    if (typeof value !== 'string') return sum + blocksTextLength(value);
    return READ.has(key) ? sum + value.length : sum;
  }, 0);
}

/** Blocks, with those inside of containers and attachments. */
export function countBlocks(blocks: readonly unknown[]): number {
  return blocks.reduce((sum: number, block) => {
    const children = isObject(block) && Array.isArray(block.child_blocks) ? countBlocks(block.child_blocks) : 0;
    return sum + 1 + children;
  }, 0);
}
