import type { PagePanel } from '../../page-api.js';
import type { PartsEnv } from '../actions.js';
import { h, on } from '../draw/element.js';
import { iconButton } from '../draw/icon-button.js';
import { keepFocus } from '../draw/keep-focus.js';

type PanelItem = PagePanel['groups'][number]['items'][number];

const STATES: Readonly<Record<PanelItem['state'], { readonly sign: string; readonly words: string }>> = {
  healthy: { sign: '✓', words: 'Healthy' },
  broken: { sign: '✕', words: 'Broken' },
  busy: { sign: '…', words: 'Working on it' },
  unavailable: { sign: '–', words: 'Not possible here' },
};

export interface SidePanel {
  readonly show: () => void;
  readonly toggle: () => void;
  readonly isOpen: () => boolean;
}

/** Beside the chat: things to break and mend, each with the words to try. */
export function createSidePanel(aside: HTMLElement, env: PartsEnv, onToggle: () => void): SidePanel {
  const wide = matchMedia('(min-width: 1180px)');
  let isOpen = wide.matches;
  let drawn: PagePanel | undefined;
  const toggle = (): void => {
    isOpen = !isOpen;
    show();
    onToggle();
    if (isOpen) aside.querySelector<HTMLElement>('h2')?.focus();
  };
  const drawItem = (item: PanelItem): HTMLElement => {
    const { sign, words } = STATES[item.state];
    const press = h(
      'button',
      { type: 'button', class: 'button', 'data-key': `press ${item.id}`, disabled: item.state === 'busy' || item.state === 'unavailable' },
      item.button,
    );
    on(press, 'click', () => {
      if (press.getAttribute('aria-busy') === 'true') return;
      press.setAttribute('aria-busy', 'true');
      void env.actions.press(item.id).then(() => press.removeAttribute('aria-busy'));
    });
    const { tryThis } = item;
    const attempt =
      tryThis === undefined
        ? undefined
        : h(
            'button',
            { type: 'button', class: 'try-this', 'data-key': `try ${item.id}` },
            h('span', {}, 'Then try'),
            h('code', {}, tryThis),
          );
    if (attempt && tryThis !== undefined) on(attempt, 'click', () => env.actions.tryWords(tryThis, true));
    return h(
      'li',
      { class: `panel-item panel-${item.state}` },
      h(
        'div',
        { class: 'panel-item-head' },
        h('h4', {}, item.title),
        h('span', { class: 'panel-state' }, h('span', { 'aria-hidden': 'true' }, sign), ` ${words}`),
      ),
      h('p', {}, item.says),
      h('div', { class: 'panel-buttons' }, item.state === 'unavailable' ? undefined : press),
      item.state === 'unavailable' ? undefined : attempt,
    );
  };
  const draw = (panel: PagePanel): void => {
    aside.replaceChildren(
      h(
        'header',
        { class: 'pane-head' },
        h('div', { class: 'pane-names' }, h('h2', { tabindex: -1 }, panel.title)),
        iconButton('close', 'Close the panel', toggle),
      ),
      h(
        'div',
        { class: 'panel-body' },
        h('p', { class: 'panel-says' }, panel.says),
        ...panel.groups.map(group => h('section', {}, h('h3', {}, group.title), h('ul', {}, ...group.items.map(drawItem)))),
      ),
    );
  };
  const show = (): void => {
    const { panel } = env.model().state;
    aside.hidden = !panel || !isOpen;
    if (!panel || panel === drawn) return;
    drawn = panel;
    aside.setAttribute('aria-label', panel.title);
    keepFocus(aside, () => draw(panel));
  };
  // In a window that became narrow it would lie over what is being read.
  wide.addEventListener('change', () => {
    isOpen = wide.matches;
    show();
    onToggle();
  });
  return { show, toggle, isOpen: () => isOpen };
}
