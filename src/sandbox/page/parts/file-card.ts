import type { PageFile } from '../../page-api.js';
import { drawImageButton } from '../blocks/image.js';
import { fileSize } from '../chat/file-size.js';
import type { DrawContext } from '../draw/context.js';
import { openDialog } from '../draw/dialog.js';
import { h, on } from '../draw/element.js';
import { icon } from '../draw/icon.js';

const PREVIEW_LINES = 5;

function download(file: PageFile, context: DrawContext): HTMLElement {
  const label = `Download ${file.name}`;
  return h(
    'a',
    { class: 'icon-button', href: context.fileUrl(file.id), download: file.name, 'aria-label': label, title: label },
    icon('download'),
  );
}

/** The whole text on the page. */
async function openText(file: PageFile, context: DrawContext): Promise<void> {
  const text = h('pre', { tabindex: 0, 'aria-label': file.title || file.name }, 'Loading…');
  const dialog = openDialog({
    title: file.title || file.name,
    kind: 'file',
    body: h('div', { class: 'dialog-body' }, text),
    footer: h(
      'div',
      { class: 'dialog-foot' },
      h('span', { class: 'muted' }, `${file.name}, ${fileSize(file.size)}`),
      download(file, context),
    ),
    onDismiss: () => dialog.close(),
  });
  try {
    const response = await fetch(context.fileUrl(file.id));
    text.textContent = response.ok ? await response.text() : `The workspace could not give this file (${response.status}).`;
  } catch {
    text.textContent = 'The workspace did not answer. Close this and try again.';
  }
}

/** A file under a message: an image as a picture, a text with its first lines, anything else as a card. */
export function drawFile(file: PageFile, context: DrawContext): HTMLElement {
  const title = file.title || file.name;
  if (!file.ready)
    return h('div', { class: 'file file-waiting' }, icon('file'), h('span', {}, `${title}: Slack is still working on this file`));
  if (file.isImage) {
    return h('figure', { class: 'file-image' }, h('figcaption', {}, title), drawImageButton(context.fileUrl(file.id), title, title));
  }
  const lines = file.preview.split('\n');
  const show = h('button', { type: 'button', class: 'file-show' }, 'Show the whole file');
  const opened = (): void => void openText(file, context);
  return h(
    'div',
    { class: 'file' },
    h(
      'div',
      { class: 'file-head' },
      icon('file'),
      h('span', { class: 'file-name' }, h('strong', {}, title), h('span', { class: 'muted' }, `${file.name}, ${fileSize(file.size)}`)),
      download(file, context),
    ),
    file.preview === '' ? undefined : h('pre', { class: 'file-preview' }, lines.slice(0, PREVIEW_LINES).join('\n')),
    file.mimetype.startsWith('text/') || file.preview !== '' ? on(show, 'click', opened) : undefined,
  );
}
