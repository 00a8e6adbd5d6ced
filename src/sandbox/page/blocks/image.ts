import type { SlackJson } from '../../page-api.js';
import type { DrawContext } from '../draw/context.js';
import { openDialog } from '../draw/dialog.js';
import { drawTextObject } from '../draw/draw-text.js';
import { h, on } from '../draw/element.js';
import { objectAt, objectOf, textAt, wordsAt } from '../json.js';
import { safeLink } from '../text/safe-link.js';

/** The image's address: a file of the workspace, or a link; undefined when it has neither. */
function addressOf(image: SlackJson, context: DrawContext): string | undefined {
  const file = objectOf(image.slack_file);
  const id = textAt(file, 'id');
  if (id !== '') return context.fileUrl(id);
  return safeLink(textAt(image, 'image_url') || textAt(file, 'url'));
}

function drawPicture(address: string | undefined, alt: string, look: string): HTMLElement {
  const missing = h('span', { class: 'image-missing' }, alt === '' ? 'Image' : `Image: ${alt}`);
  if (address === undefined) return missing;
  const image = h('img', { class: look, src: address, alt, loading: 'lazy' });
  return on(image, 'error', () => image.replaceWith(missing));
}

/** The image alone on the page, as large as fits. */
function openImage(address: string, title: string, alt: string): void {
  const dialog = openDialog({
    title: title || alt || 'Image',
    kind: 'image',
    body: h('div', { class: 'dialog-body image-view' }, h('img', { src: address, alt })),
    onDismiss: () => dialog.close(),
  });
}

/** A picture that opens large. */
export function drawImageButton(address: string, title: string, alt: string): HTMLElement {
  const button = h('button', { type: 'button', class: 'image-button', 'aria-label': `Open the image: ${alt || title || 'untitled'}` });
  button.append(drawPicture(address, alt, 'image'));
  return on(button, 'click', () => openImage(address, title, alt));
}

/** A small image: a section's accessory, or one of a context block. */
export function drawImageElement(element: SlackJson, context: DrawContext, look = 'image-accessory'): HTMLElement {
  return drawPicture(addressOf(element, context), textAt(element, 'alt_text'), look);
}

/** An `image` block. */
export function drawImageBlock(block: SlackJson, context: DrawContext): HTMLElement {
  const title = objectAt(block, 'title');
  const alt = textAt(block, 'alt_text');
  const address = addressOf(block, context);
  return h(
    'figure',
    { class: 'block-image' },
    title ? h('figcaption', {}, drawTextObject(title, context)) : undefined,
    address === undefined ? drawPicture(undefined, alt, 'image') : drawImageButton(address, wordsAt(block, 'title'), alt),
  );
}
