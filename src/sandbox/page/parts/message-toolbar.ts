import type { PageMessage } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { openDialog } from '../draw/dialog.js';
import { h, on } from '../draw/element.js';
import { iconButton } from '../draw/icon-button.js';
import { openMenu } from '../draw/menu.js';

function askToDelete(message: PageMessage, env: PartsEnv): void {
  const cancel = h('button', { type: 'button', class: 'button' }, 'Cancel');
  const agree = h('button', { type: 'button', class: 'button button-danger', 'data-confirm': true }, 'Delete');
  const dialog = openDialog({
    title: 'Delete message',
    kind: 'confirm',
    body: h('div', { class: 'dialog-body' }, h('p', {}, 'Do you want to delete this message? This cannot be undone.')),
    footer: h(
      'div',
      { class: 'dialog-foot' },
      on(cancel, 'click', () => dialog.close()),
      on(agree, 'click', () => {
        dialog.close();
        env.actions.remove(message);
      }),
    ),
    onDismiss: () => dialog.close(),
  });
  cancel.focus();
}

/** What can be done with a message, shown while the pointer or the focus is on it. */
export function drawToolbar(message: PageMessage, where: 'channel' | 'thread', env: PartsEnv): HTMLElement {
  const more = iconButton('more', 'More actions', () => {
    const { shortcuts, bot } = env.model().state;
    openMenu(more, 'More actions', [
      ...shortcuts
        .filter(({ kind }) => kind === 'message')
        .map(({ name, callbackId }) => ({
          label: name,
          detail: bot.realName || bot.name,
          choose: () => env.actions.shortcut(callbackId, message),
        })),
      { label: 'Delete message…', look: 'danger' as const, choose: () => askToDelete(message, env) },
    ]);
  });
  more.setAttribute('aria-haspopup', 'menu');
  more.dataset.key = 'more';
  const reply =
    where === 'channel'
      ? iconButton('reply', 'Reply in thread', () => env.actions.openThread(message.channel, message.thread ?? message.ts))
      : undefined;
  if (reply) reply.dataset.key = 'reply';
  return h('div', { class: 'toolbar', role: 'group', 'aria-label': 'Message actions' }, reply, more);
}
