export interface Drawer {
  readonly open: () => void;
  readonly close: () => void;
  readonly isOpen: () => boolean;
}

/** On a phone the sidebar comes in over the page; the rest can't be reached until it is closed. */
export function createDrawer(nav: HTMLElement, rest: readonly HTMLElement[]): Drawer {
  let opener: Element | null = null;
  const isOpen = (): boolean => nav.classList.contains('is-open');
  const close = (): void => {
    if (!isOpen()) return;
    nav.classList.remove('is-open');
    for (const part of rest) part.inert = false;
    if (opener instanceof HTMLElement) opener.focus();
  };
  // What lies beside the open drawer is inert, so a tap there arrives at what holds it.
  document.addEventListener('pointerdown', event => {
    if (isOpen() && event.target instanceof Node && !nav.contains(event.target)) close();
  });
  return {
    isOpen,
    close,
    open: () => {
      opener = document.activeElement;
      nav.classList.add('is-open');
      for (const part of rest) part.inert = true;
      nav.querySelector<HTMLElement>('[aria-current], a, button')?.focus();
    },
  };
}
