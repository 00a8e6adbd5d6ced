import type { PartsEnv } from '../actions.js';
import { type Candidate, type Completion, completed, completionOf } from '../chat/completion.js';
import { freshId, h, on } from '../draw/element.js';

export interface CompletionList {
  readonly element: HTMLElement;
  /** Looks at the text before the caret again. */
  readonly update: () => void;
  readonly close: () => void;
  /** True when the key was for the list. */
  readonly takesKey: (event: KeyboardEvent) => boolean;
}

/** Commands and names under the message box while they are typed. The focus stays in the box. */
export function createCompletionList(box: HTMLTextAreaElement, offersCommands: boolean, env: PartsEnv): CompletionList {
  const id = freshId('completion');
  const element = h('div', { class: 'completion', id, role: 'listbox', 'aria-label': 'Suggestions', hidden: true });
  const count = h('span', { class: 'unseen', role: 'status' });
  let offered: Completion | undefined;
  let chosen = 0;
  /** Where the word begins for which the person wants no suggestions. */
  let dismissedFrom: number | undefined;
  box.setAttribute('aria-autocomplete', 'list');
  box.setAttribute('aria-controls', id);

  const close = (): void => {
    offered = undefined;
    element.hidden = true;
    element.replaceChildren();
    count.textContent = '';
    box.removeAttribute('aria-activedescendant');
  };
  const choose = (candidate: Candidate): void => {
    if (!offered) return;
    const { text, caret } = completed(box.value, offered, candidate);
    box.value = text;
    box.setSelectionRange(caret, caret);
    close();
    box.focus();
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const drawOption = (candidate: Candidate, index: number): HTMLElement => {
    const option = h(
      'div',
      { class: 'completion-option', role: 'option', id: `${id}-${index}`, 'aria-selected': String(index === chosen) },
      h(
        'span',
        { class: 'completion-label' },
        candidate.label,
        candidate.hint === '' ? undefined : h('span', { class: 'completion-hint' }, ` ${candidate.hint}`),
      ),
      h('span', { class: 'completion-detail' }, candidate.detail),
    );
    // The box must not lose the focus to a click.
    on(option, 'pointerdown', event => event.preventDefault());
    return on(option, 'click', () => choose(candidate));
  };
  const draw = (): void => {
    if (!offered) return;
    element.replaceChildren(...offered.candidates.map(drawOption));
    element.hidden = false;
    box.setAttribute('aria-activedescendant', `${id}-${chosen}`);
    element.children[chosen]?.scrollIntoView({ block: 'nearest' });
  };
  return {
    element: h('div', { class: 'completion-place' }, element, count),
    close,
    update: () => {
      const { state } = env.model();
      const words = { commands: offersCommands ? state.commands : [], users: withBot(state) };
      const next = completionOf(box.value, box.selectionEnd, words);
      if (next?.from !== dismissedFrom) dismissedFrom = undefined;
      if (!next || dismissedFrom !== undefined) {
        close();
        return;
      }
      if (JSON.stringify(next) === JSON.stringify(offered)) return;
      offered = next;
      chosen = 0;
      count.textContent = `${next.candidates.length} ${next.candidates.length === 1 ? 'suggestion' : 'suggestions'}`;
      draw();
    },
    takesKey: event => {
      if (!offered || event.isComposing) return false;
      const { candidates } = offered;
      const candidate = candidates[chosen];
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        chosen = (chosen + (event.key === 'ArrowDown' ? 1 : -1) + candidates.length) % candidates.length;
        draw();
      } else if (event.key === 'Escape') {
        dismissedFrom = offered.from;
        close();
      } else if ((event.key === 'Tab' && !event.shiftKey) || (event.key === 'Enter' && !event.shiftKey)) {
        // A command that stands there whole is sent by Enter, not completed once more.
        if (event.key === 'Enter' && candidate?.insert.trim() === box.value.trim()) {
          close();
          return false;
        }
        if (candidate) choose(candidate);
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

function withBot({ users, bot }: ReturnType<PartsEnv['model']>['state']): ReturnType<PartsEnv['model']>['state']['users'] {
  return users.some(({ id }) => id === bot.id) ? users : [bot, ...users];
}
