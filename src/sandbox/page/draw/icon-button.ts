import { h, on } from './element.js';
import { type IconName, icon } from './icon.js';

/** A button that shows only an icon; its label is said and shown as a tooltip. */
export function iconButton(name: IconName, label: string, press: () => void, more = ''): HTMLButtonElement {
  const button = h('button', { type: 'button', class: `icon-button ${more}`.trim(), 'aria-label': label, title: label }, icon(name));
  return on(button, 'click', press);
}
