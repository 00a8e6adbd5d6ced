import { freshId, h, on } from './element.js';

export interface MenuItem {
  readonly label: string;
  readonly detail?: string;
  readonly look?: 'danger';
  readonly isCurrent?: boolean;
  readonly choose: () => void;
}

const EDGE = 8;

function place(menu: HTMLElement, anchor: HTMLElement): void {
  const at = anchor.getBoundingClientRect();
  const size = menu.getBoundingClientRect();
  // A menu of a button at the right grows to the left, so that it stays over its own part of the page.
  const wanted = at.left > innerWidth / 2 ? at.right - size.width : at.left;
  const left = Math.max(EDGE, Math.min(wanted, innerWidth - size.width - EDGE));
  const below = at.bottom + 4;
  const top = below + size.height + EDGE <= innerHeight ? below : Math.max(EDGE, at.top - size.height - 4);
  menu.style.setProperty('left', `${left}px`);
  menu.style.setProperty('top', `${top}px`);
}

function moveFocus(items: readonly HTMLElement[], event: KeyboardEvent): void {
  const at = items.findIndex(item => item.contains(document.activeElement));
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}

function drawItem(menu: HTMLElement, { label, detail, look, isCurrent, choose }: MenuItem): HTMLButtonElement {
  const button = h(
    'button',
    {
      type: 'button',
      role: isCurrent === undefined ? 'menuitem' : 'menuitemradio',
      'aria-checked': isCurrent === undefined ? undefined : String(isCurrent),
      tabindex: -1,
      class: look === 'danger' ? 'menu-item menu-item-danger' : 'menu-item',
    },
    h('span', {}, label),
    detail ? h('span', { class: 'menu-detail' }, detail) : undefined,
  );
  return on(button, 'click', () => {
    menu.hidePopover();
    choose();
  });
}

/** A menu under its button: arrow keys, Home, End, Escape; a click beside it closes it. */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  if (anchor.getAttribute('aria-expanded') === 'true') return;
  const id = freshId('menu');
  const menu = h('div', { class: 'menu', role: 'menu', id, 'aria-label': label, popover: 'auto' });
  const buttons = items.map(item => drawItem(menu, item));
  menu.append(...buttons);
  on(menu, 'keydown', event => {
    if (event.key === 'Tab') menu.hidePopover();
    else moveFocus(buttons, event);
  });
  on(menu, 'toggle', event => {
    if (!('newState' in event) || event.newState !== 'closed') return;
    anchor.setAttribute('aria-expanded', 'false');
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.remove();
    if (hadFocus && anchor.isConnected) anchor.focus();
  });
  // Inside a modal dialog everything else is inert, so the menu has to be there too.
  (anchor.closest('dialog') ?? document.body).append(menu);
  anchor.setAttribute('aria-expanded', 'true');
  menu.showPopover();
  place(menu, anchor);
  (buttons.find(button => button.getAttribute('aria-checked') === 'true') ?? buttons[0])?.focus();
}
