import type { SlackJson } from '../../page-api.js';
import type { DrawContext } from '../draw/context.js';
import { openDialog } from '../draw/dialog.js';
import { drawTextObject } from '../draw/draw-text.js';
import { h, on } from '../draw/element.js';
import { objectOf, textAt, wordsAt } from '../json.js';

/** Asks before an element acts, with the bot's own words; resolves with what was decided. */
export function askToConfirm(confirm: SlackJson, context: DrawContext): Promise<boolean> {
  return new Promise(resolve => {
    const look = textAt(confirm, 'style') === 'danger' ? 'button button-danger' : 'button button-primary';
    const deny = h('button', { type: 'button', class: 'button' }, wordsAt(confirm, 'deny') || 'Cancel');
    const agree = h('button', { type: 'button', class: look, 'data-confirm': true }, wordsAt(confirm, 'confirm') || 'Yes');
    const decide = (decision: boolean): void => {
      dialog.close();
      resolve(decision);
    };
    const dialog = openDialog({
      title: wordsAt(confirm, 'title') || 'Are you sure?',
      kind: 'confirm',
      body: h('div', { class: 'dialog-body' }, drawTextObject(objectOf(confirm.text), context)),
      footer: h(
        'div',
        { class: 'dialog-foot' },
        on(deny, 'click', () => decide(false)),
        on(agree, 'click', () => decide(true)),
      ),
      onDismiss: () => decide(false),
    });
    // The harmless answer has the focus: Enter alone changes nothing.
    deny.focus();
  });
}
