import type { SlackJson } from '../../page-api.js';
import { drawPassages, drawPlainWords, drawTextObject } from '../draw/draw-text.js';
import { h } from '../draw/element.js';
import { objectsAt, textAt, wordsAt } from '../json.js';
import { markdown } from '../text/markdown.js';
import { richText } from '../text/rich-text.js';
import type { BlockContext } from './context.js';
import { drawImageBlock, drawImageElement } from './image.js';
import { drawInputBlock } from './input-block.js';
import { drawActions, drawSection } from './section.js';
import { drawTable } from './table.js';

type DrawBlock = (block: SlackJson, context: BlockContext) => HTMLElement;

function drawContextBlock(block: SlackJson, context: BlockContext): HTMLElement {
  const elements = objectsAt(block, 'elements').map(element =>
    textAt(element, 'type') === 'image' ? drawImageElement(element, context, 'image-context') : drawTextObject(element, context),
  );
  return h('div', { class: 'block-context' }, ...elements);
}

function drawUnknown(block: SlackJson): HTMLElement {
  const words = wordsAt(block, 'title') || textAt(block, 'alt_text');
  return h('div', { class: 'unknown' }, `${textAt(block, 'type') || 'A block without a type'} (not drawn here)${words && `: ${words}`}`);
}

const ALERT_LEVELS = new Set(['info', 'warning', 'error', 'success']);

function drawAlert(block: SlackJson, context: BlockContext): HTMLElement {
  const level = textAt(block, 'level');
  return h(
    'div',
    { class: `block-alert alert-${ALERT_LEVELS.has(level) ? level : 'default'}` },
    drawTextObject({ type: 'mrkdwn', ...textObjectOf(block) }, context),
  );
}

function textObjectOf(block: SlackJson): SlackJson {
  return { text: wordsAt(block, 'text') || textAt(block, 'text') };
}

const BLOCKS: Readonly<Record<string, DrawBlock>> = {
  section: drawSection,
  header: (block, context) =>
    h('div', { class: 'block-header', role: 'heading', 'aria-level': 3 }, ...drawPlainWords(wordsAt(block, 'text'), context)),
  divider: () => h('hr', { class: 'block-divider' }),
  context: drawContextBlock,
  actions: drawActions,
  context_actions: drawActions,
  image: drawImageBlock,
  rich_text: (block, context) => drawPassages(richText(block, context.clock()), context),
  input: drawInputBlock,
  table: drawTable,
  data_table: drawTable,
  markdown: (block, context) => drawPassages(markdown(textAt(block, 'text')), context),
  alert: drawAlert,
};

function drawBlock(block: SlackJson, context: BlockContext): HTMLElement {
  const type = textAt(block, 'type');
  const draw = Object.hasOwn(BLOCKS, type) ? BLOCKS[type] : undefined;
  return draw ? draw(block, context) : drawUnknown(block);
}

/** Blocks in one column, each as Slack draws it. */
export function drawBlocks(blocks: readonly SlackJson[], context: BlockContext): HTMLElement {
  return h('div', { class: 'blocks' }, ...blocks.map(block => drawBlock(block, context)));
}
