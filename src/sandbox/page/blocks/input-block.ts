import type { SlackJson } from '../../page-api.js';
import { drawPlainWords, drawTextObject } from '../draw/draw-text.js';
import { freshId, h } from '../draw/element.js';
import { flagAt, objectAt, objectOf, textAt, wordsAt } from '../json.js';
import type { BlockContext } from './context.js';
import { drawElement } from './draw-element.js';

/** A labelled input with its hint, and beside it what is wrong with it. */
export function drawInputBlock(block: SlackJson, context: BlockContext): HTMLElement {
  const blockId = textAt(block, 'block_id');
  const element = objectOf(block.element);
  const hint = objectAt(block, 'hint');
  const error = context.errors[blockId];
  const labelId = freshId('label');
  const hintId = freshId('hint');
  const errorId = freshId('error');
  const describedBy = [hint && hintId, error !== undefined && errorId].filter(Boolean).join(' ');
  const control = drawElement(
    element,
    {
      blockId,
      actionId: textAt(element, 'action_id'),
      label: wordsAt(block, 'label'),
      labelledBy: labelId,
      ...(describedBy !== '' && { describedBy }),
      isInvalid: error !== undefined,
      dispatches: flagAt(block, 'dispatch_action'),
    },
    context,
  );
  const label = h(
    'label',
    { id: labelId, class: 'input-label' },
    ...drawPlainWords(wordsAt(block, 'label'), context),
    flagAt(block, 'optional') ? h('span', { class: 'optional' }, ' (optional)') : undefined,
  );
  if (control.matches('input, select, textarea')) {
    control.id ||= freshId('control');
    label.setAttribute('for', control.id);
  }
  return h(
    'div',
    { class: error === undefined ? 'block-input' : 'block-input block-input-wrong' },
    label,
    control,
    error === undefined ? undefined : h('p', { id: errorId, class: 'input-error', 'data-error-of': blockId }, error),
    hint ? h('div', { id: hintId, class: 'input-hint' }, drawTextObject(hint, context)) : undefined,
  );
}
