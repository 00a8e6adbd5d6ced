import type { SlackJson } from '../../page-api.js';
import { drawLink, drawPassages } from '../draw/draw-text.js';
import { h } from '../draw/element.js';
import { flagAt, numberAt, objectsAt, textAt } from '../json.js';
import { mrkdwn } from '../text/mrkdwn.js';
import { safeLink } from '../text/safe-link.js';
import { slackDate } from '../text/slack-date.js';
import { barColour } from './colour-bar.js';
import type { BlockContext } from './context.js';
import { drawBlocks } from './draw-blocks.js';
import { drawImageButton } from './image.js';

/** The fields of an attachment without blocks; its fallback when it has none of them. */
function drawLegacy(attachment: SlackJson, context: BlockContext): readonly HTMLElement[] {
  const words = (key: string): HTMLElement | undefined => {
    const text = textAt(attachment, key);
    return text === '' ? undefined : drawPassages(mrkdwn(text, context.clock()), context);
  };
  const title = textAt(attachment, 'title');
  const link = safeLink(textAt(attachment, 'title_link'));
  const fields = objectsAt(attachment, 'fields').map(field =>
    h(
      'div',
      { class: flagAt(field, 'short') ? 'legacy-field' : 'legacy-field legacy-field-wide' },
      h('strong', {}, textAt(field, 'title')),
      drawPassages(mrkdwn(textAt(field, 'value'), context.clock()), context),
    ),
  );
  const image = safeLink(textAt(attachment, 'image_url'));
  const at = numberAt(attachment, 'ts');
  const footer = [
    textAt(attachment, 'footer'),
    at === undefined ? '' : slackDate(at, '{date_short_pretty} {time}', context.clock()),
  ].filter(Boolean);
  const parts = [
    textAt(attachment, 'author_name') === '' ? undefined : h('div', { class: 'legacy-author' }, textAt(attachment, 'author_name')),
    title === ''
      ? undefined
      : h('div', { class: 'legacy-title' }, link === undefined ? title : drawLink(link, document.createTextNode(title))),
    words('text'),
    fields.length === 0 ? undefined : h('div', { class: 'legacy-fields' }, ...fields),
    image === undefined ? undefined : drawImageButton(image, title, textAt(attachment, 'fallback') || title),
    footer.length === 0 ? undefined : h('div', { class: 'legacy-footer' }, footer.join(' · ')),
  ].filter(part => part !== undefined);
  const fallback = words('fallback');
  return parts.length > 0 ? parts : fallback ? [fallback] : [];
}

/** An attachment: what it says, beside its colour bar. */
export function drawAttachment(attachment: SlackJson, context: BlockContext): HTMLElement {
  const blocks = objectsAt(attachment, 'blocks');
  const body = h('div', { class: 'attachment' }, ...(blocks.length > 0 ? [drawBlocks(blocks, context)] : drawLegacy(attachment, context)));
  const colour = barColour(textAt(attachment, 'color'));
  if (colour !== undefined) body.style.setProperty('--bar', colour);
  const pretext = textAt(attachment, 'pretext');
  return pretext === '' ? body : h('div', {}, drawPassages(mrkdwn(pretext, context.clock()), context), body);
}
