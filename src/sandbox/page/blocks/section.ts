import type { SlackJson } from '../../page-api.js';
import { drawTextObject } from '../draw/draw-text.js';
import { h } from '../draw/element.js';
import { objectAt, objectsAt, textAt, wordsAt } from '../json.js';
import { plainTokens } from '../text/mrkdwn-inline.js';
import type { BlockContext } from './context.js';
import { drawElement } from './draw-element.js';

/** Text, fields in two columns, and one element at the right. */
export function drawSection(block: SlackJson, context: BlockContext): HTMLElement {
  const text = objectAt(block, 'text');
  const fields = objectsAt(block, 'fields');
  const accessory = objectAt(block, 'accessory');
  const body = h(
    'div',
    { class: 'section-body' },
    text ? drawTextObject(text, context) : undefined,
    fields.length > 0 ? h('div', { class: 'fields' }, ...fields.map(field => drawTextObject(field, context))) : undefined,
  );
  if (!accessory) return h('div', { class: 'block-section' }, body);
  const place = {
    blockId: textAt(block, 'block_id'),
    actionId: textAt(accessory, 'action_id'),
    label: plainTokens(wordsAt(block, 'text')).slice(0, 80) || 'Choice',
    isInvalid: false,
    dispatches: true,
  };
  return h('div', { class: 'block-section' }, body, h('div', { class: 'accessory' }, drawElement(accessory, place, context)));
}

/** A row of elements. */
export function drawActions(block: SlackJson, context: BlockContext): HTMLElement {
  const elements = objectsAt(block, 'elements').map(element =>
    drawElement(
      element,
      {
        blockId: textAt(block, 'block_id'),
        actionId: textAt(element, 'action_id'),
        label: wordsAt(element, 'placeholder') || wordsAt(element, 'text') || 'Choice',
        isInvalid: false,
        dispatches: true,
      },
      context,
    ),
  );
  return h('div', { class: 'block-actions' }, ...elements);
}
