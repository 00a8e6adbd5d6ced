import type { PageView } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { blockContext } from '../blocks/block-context.js';
import { drawBlocks } from '../blocks/draw-blocks.js';
import { type Dialog, openDialog } from '../draw/dialog.js';
import { h, on } from '../draw/element.js';
import { keepFocus } from '../draw/keep-focus.js';
import { inputState, unfilled } from '../inputs/drafts.js';

/** The bot's topmost modal: drawn again when the bot updates it, with what the person has typed. */
export function createModal(env: PartsEnv): { readonly show: () => void } {
  let open: { readonly dialog: Dialog; readonly draw: (view: PageView) => void; readonly id: string; hash: string } | undefined;

  const openView = (first: PageView): typeof open => {
    let view = first;
    let errors: Readonly<Record<string, string>> = {};
    const body = h('div', { class: 'dialog-body' });
    const refusal = h('p', { class: 'refusal', role: 'alert' });
    const cancel = on(h('button', { type: 'button', class: 'button', 'data-key': 'close' }), 'click', () => env.actions.closeView(view.id));
    const submit = on(h('button', { type: 'button', class: 'button button-primary', 'data-key': 'submit' }), 'click', () => void send());
    const title = h('span');
    const drafts = env.draftsOf(`view ${first.id}`);
    const drawBody = (): void => {
      const context = blockContext(env, {
        container: { kind: 'view', view: view.id },
        blocks: view.blocks,
        drafts,
        errors,
        refuse: says => {
          refusal.textContent = says;
        },
      });
      keepFocus(body, () => body.replaceChildren(drawBlocks(view.blocks, context)));
    };
    const showErrors = (found: Readonly<Record<string, string>>): void => {
      errors = found;
      drawBody();
      const wrong = body.querySelector('.block-input-wrong');
      wrong?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    };
    const send = async (): Promise<void> => {
      if (submit.getAttribute('aria-busy') === 'true') return;
      refusal.textContent = '';
      const missing = unfilled(view.blocks, drafts);
      if (Object.keys(missing).length > 0) {
        showErrors(missing);
        return;
      }
      submit.setAttribute('aria-busy', 'true');
      const answer = await env.actions.submit(view.id, inputState(view.blocks, drafts));
      submit.removeAttribute('aria-busy');
      if ('errors' in answer) showErrors(answer.errors);
      else if (!answer.ok) refusal.textContent = answer.says;
    };
    const draw = (next: PageView): void => {
      view = next;
      title.textContent = next.title;
      cancel.textContent = next.close || 'Close';
      submit.textContent = next.submit;
      submit.hidden = next.submit === '';
      drawBody();
    };
    const dialog = openDialog({
      title,
      kind: 'view',
      body,
      footer: h('div', { class: 'dialog-foot' }, refusal, cancel, submit),
      onDismiss: () => env.actions.closeView(view.id),
    });
    // Enter in a line of text submits, as in Slack.
    on(body, 'keydown', event => {
      const isLine = event.target instanceof HTMLInputElement && !['checkbox', 'radio'].includes(event.target.type);
      if (event.key !== 'Enter' || !isLine || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      void send();
    });
    draw(first);
    body.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    return { dialog, draw, id: first.id, hash: first.hash };
  };

  return {
    show: () => {
      const { modal } = env.model().state;
      if (open && open.id !== modal?.id) {
        open.dialog.close();
        open = undefined;
      }
      if (!modal) return;
      if (!open) open = openView(modal);
      else if (open.hash !== modal.hash) {
        open.hash = modal.hash;
        open.draw(modal);
      }
    },
  };
}
