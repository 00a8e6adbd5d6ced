export type Attributes = { readonly [name: string]: string | number | boolean | undefined };

export type Child = Node | string | false | undefined;

/** An element with attributes and children. Texts become text nodes: nothing is ever read as HTML. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : String(value));
  element.append(...children.filter(child => child !== undefined && child !== false));
  return element;
}

/** Listens on the element and gives it back. */
export function on<Listened extends HTMLElement, Name extends keyof HTMLElementEventMap>(
  element: Listened,
  name: Name,
  listener: (event: HTMLElementEventMap[Name]) => void,
): Listened {
  element.addEventListener(name, listener);
  return element;
}

let counted = 0;

/** An id that no other element of the page has. */
export function freshId(prefix: string): string {
  counted += 1;
  return `${prefix}-${counted}`;
}

/** Words that only a screen reader says. */
export function unseen(words: string): HTMLElement {
  return h('span', { class: 'unseen' }, words);
}
