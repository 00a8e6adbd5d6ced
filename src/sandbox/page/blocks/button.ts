import type { SlackJson } from '../../page-api.js';
import { drawPlainWords } from '../draw/draw-text.js';
import { h, on } from '../draw/element.js';
import { openMenu } from '../draw/menu.js';
import { objectsAt, textAt, wordsAt } from '../json.js';
import { safeLink } from '../text/safe-link.js';
import type { BlockContext, ElementPlace } from './context.js';
import { dispatch } from './dispatch.js';
import { naming } from './naming.js';

const LOOKS: Readonly<Record<string, string>> = { primary: 'button button-primary', danger: 'button button-danger' };

function buttonAction(element: SlackJson): SlackJson {
  const value = textAt(element, 'value');
  return { type: textAt(element, 'type'), ...(value !== '' && { value }) };
}

/** A button; one with a `url` is a link that also tells the bot. */
export function drawButton(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const words = wordsAt(element, 'text');
  const label = textAt(element, 'accessibility_label');
  const look = LOOKS[textAt(element, 'style')] ?? 'button';
  const attributes = {
    class: look,
    'data-key': `${place.blockId}/${place.actionId}/${textAt(element, 'value')}`,
    'aria-label': label || undefined,
  };
  const url = safeLink(textAt(element, 'url'));
  if (url !== undefined) {
    const link = h('a', { ...attributes, href: url, target: '_blank', rel: 'noopener noreferrer' }, ...drawPlainWords(words, context));
    return on(link, 'click', () => void context.act(place.blockId, place.actionId, buttonAction(element)));
  }
  const button = h('button', { ...attributes, type: 'button' }, ...drawPlainWords(words, context));
  return on(button, 'click', () => {
    // A second press while the first is on its way would ask the bot twice.
    if (button.getAttribute('aria-busy') === 'true') return;
    void dispatch(element, place, buttonAction(element), context, button);
  });
}

/** The three dots that hold more actions. */
export function drawOverflow(element: SlackJson, place: ElementPlace, context: BlockContext): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'button button-overflow',
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      ...naming({ ...place, label: 'More actions' }),
    },
    '⋯',
  );
  const items = objectsAt(element, 'options').map(option => ({
    label: wordsAt(option, 'text'),
    detail: wordsAt(option, 'description'),
    choose: () => {
      const url = safeLink(textAt(option, 'url'));
      if (url !== undefined) open(url, '_blank', 'noopener,noreferrer');
      void dispatch(element, place, { type: 'overflow', selected_option: option }, context);
    },
  }));
  return on(button, 'click', () => openMenu(button, 'More actions', items));
}
