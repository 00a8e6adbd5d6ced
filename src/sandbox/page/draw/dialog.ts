import { type Child, freshId, h, on } from './element.js';
import { iconButton } from './icon-button.js';

export interface Dialog {
  readonly element: HTMLDialogElement;
  readonly close: () => void;
}

interface DialogParts {
  readonly title: Child;
  readonly kind: string;
  readonly body: HTMLElement;
  readonly footer?: HTMLElement;
  /** Escape or the cross; the dialog stays open until `close` is called. */
  readonly onDismiss: () => void;
}

/** The browser's own modal dialog: it keeps the focus inside, makes the rest inert, and gives the focus back. */
export function openDialog({ title, kind, body, footer, onDismiss }: DialogParts): Dialog {
  const titleId = freshId('title');
  const opener = document.activeElement;
  const element = h(
    'dialog',
    { class: `dialog dialog-${kind}`, 'aria-labelledby': titleId },
    h('div', { class: 'dialog-head' }, h('h2', { id: titleId }, title), iconButton('close', 'Close', onDismiss)),
    body,
    footer,
  );
  on(element, 'cancel', event => {
    if (event.target !== element) return;
    event.preventDefault();
    onDismiss();
  });
  document.body.append(element);
  element.showModal();
  return {
    element,
    close: () => {
      element.close();
      element.remove();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
  };
}
