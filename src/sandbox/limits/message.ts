import { isObject, listAt, objectsAt } from '../json.js';
import type { SlackJson } from '../page-api.js';
import { attachment, MOST_ATTACHMENTS } from './attachments.js';
import { blocksRule } from './blocks.js';
import { check, type Problem } from './rule.js';
import { blocksTextLength, COST_OF_A_BLOCK, countBlocks, MOST_BLOCKS_TEXT } from './text-budget.js';

/** Top-level text: chat.update refuses more than 4,000 characters (its reference), the others more than 40,000. */
const MOST_TEXT = { post: 40_000, update: 4_000 } as const;
/** `markdown_text`, and all markdown blocks together (@slack/types 3.2.0). */
export const MOST_MARKDOWN = 12_000;
/** All cells of all tables of a message (docs.slack.dev, table block). */
const MOST_TABLE_TEXT = 10_000;

/** The message that would be refused, as Slack names it. */
export interface Violation {
  readonly error:
    | 'invalid_blocks'
    | 'invalid_blocks_format'
    | 'invalid_attachments'
    | 'too_many_attachments'
    | 'msg_too_long'
    | 'msg_blocks_too_long'
    | 'markdown_text_conflict'
    | 'no_text'
    | 'invalid_arguments'
    | 'view_too_large';
  readonly problems: readonly Problem[];
}

/** What of a message the limits are about. */
interface MessageContent {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
  readonly markdown_text?: unknown;
}

/**
 * Would Slack take this message? `undefined`: yes. `by` is how it comes: the limit of the text differs, and the limit of all blocks' text
 * together is not asked of response URLs (bolt-js #2867).
 */
export function checkMessage(content: MessageContent, by: 'post' | 'update' | 'response_url' = 'post'): Violation | undefined {
  const { text, blocks, attachments, markdown_text: markdown } = content;
  const given = (value: unknown) => value !== undefined && value !== null && value !== '';
  if (given(markdown) && (given(text) || given(blocks))) return violation('markdown_text_conflict');
  if (typeof markdown === 'string' && markdown.length > MOST_MARKDOWN) return violation('msg_too_long');
  const most = by === 'update' ? MOST_TEXT.update : MOST_TEXT.post;
  if (typeof text === 'string' && text.length > most) return violation('msg_too_long');
  if (given(blocks) && !Array.isArray(blocks)) return violation('invalid_blocks_format');
  if (given(attachments) && !Array.isArray(attachments)) return violation('invalid_attachments');

  const blockList = listAt({ blocks }, 'blocks') ?? [];
  const attachmentList = listAt({ attachments }, 'attachments') ?? [];
  if (!given(text) && !given(markdown) && blockList.length === 0 && attachmentList.length === 0) return violation('no_text');
  if (attachmentList.length > MOST_ATTACHMENTS) return violation('too_many_attachments');

  const problems = [
    ...check(blocksRule('message'), blockList, '/blocks'),
    ...attachmentList.flatMap((one, at) => check(attachment, one, `/attachments/${at}`)),
    ...together(blockList, attachmentList),
  ];
  if (problems.length > 0)
    return violation(problems.some(({ pointer }) => isOutsideBlocks(pointer)) ? 'invalid_attachments' : 'invalid_blocks', problems);

  const all = [...blockList, ...attachmentList.flatMap(one => (isObject(one) ? (listAt(one, 'blocks') ?? []) : []))];
  const size = blocksTextLength(all) + COST_OF_A_BLOCK * countBlocks(all);
  return by !== 'response_url' && all.length > 0 && size > MOST_BLOCKS_TEXT ? violation('msg_blocks_too_long') : undefined;
}

const isOutsideBlocks = (pointer: string) => pointer.startsWith('/attachments') && !/^\/attachments\/\d+\/blocks/u.test(pointer);

function violation(error: Violation['error'], problems: readonly Problem[] = []): Violation {
  return { error, problems };
}

/** Rules about all blocks of a message together. */
function together(blocks: readonly unknown[], attachments: readonly unknown[]): readonly Problem[] {
  const problems: Problem[] = [...repeatedBlockIds(blocks, '/blocks')];
  const inner = attachments.filter(isObject).flatMap(one => objectsAt(one, 'blocks'));
  const all = [...blocks.filter(isObject), ...inner];
  const tables = all.filter(({ type }) => type === 'table');
  if (tables.length > 1) problems.push({ pointer: '/blocks', says: 'only_one_table_allowed' });
  if (blocksTextLength(tables) > MOST_TABLE_TEXT)
    problems.push({ pointer: '/blocks', says: `table text must be less than ${MOST_TABLE_TEXT + 1} characters` });
  const markdown = all.filter(({ type }) => type === 'markdown');
  if (blocksTextLength(markdown) > MOST_MARKDOWN)
    problems.push({ pointer: '/blocks', says: `all markdown blocks together must be less than ${MOST_MARKDOWN + 1} characters` });
  if (all.filter(({ type }) => type === 'data_visualization').length > 2)
    problems.push({ pointer: '/blocks', says: 'no more than 2 data_visualization blocks allowed' });
  return problems;
}

/** A block id stands once in a message or view. */
export function repeatedBlockIds(blocks: readonly unknown[], pointer: string): readonly Problem[] {
  const seen = new Set<unknown>();
  return blocks.flatMap((block, at): readonly Problem[] => {
    if (!isObject(block) || block.block_id === undefined) return [];
    if (!seen.has(block.block_id)) {
      seen.add(block.block_id);
      return [];
    }
    return [{ pointer: `${pointer}/${at}/block_id`, says: `block_id \`${String(block.block_id)}\` already exists` }];
  });
}

/** A violation as Slack answers with it. */
export function refusal({ error, problems }: Violation): SlackJson {
  if (problems.length === 0) return { ok: false, error };
  const lines = problems.map(({ pointer, says }) => `${says} [json-pointer:${pointer}]`);
  return { ok: false, error, errors: lines, response_metadata: { messages: lines.map(line => `[ERROR] ${line}`) } };
}
