interface Selected {
  readonly key: string;
  readonly from: number | null;
  readonly to: number | null;
}

function hasSelection(element: Element | null): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.selectionStart !== null);
}

function focused(within: HTMLElement): Selected | undefined {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement) || !within.contains(active)) return undefined;
  const { selectionStart: from = null, selectionEnd: to = null } = hasSelection(active) ? active : {};
  return { key: active.dataset.key ?? '', from, to };
}

/** Draws again and puts the focus back on the control with the same `data-key`, else on the fallback: nobody loses their place. */
export function keepFocus(within: HTMLElement, draw: () => void, fallback?: () => HTMLElement | undefined): void {
  const before = focused(within);
  draw();
  if (!before) return;
  const again =
    before.key === ''
      ? undefined
      : [...within.querySelectorAll<HTMLElement>('[data-key]')].find(({ dataset }) => dataset.key === before.key);
  const target = again ?? fallback?.();
  target?.focus({ preventScroll: true });
  if (target && hasSelection(target) && before.from !== null) target.setSelectionRange(before.from, before.to);
}
