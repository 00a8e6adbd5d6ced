// What mrkdwn, rich text and Markdown are read into: a small tree of data, drawn with text nodes only.

export interface Style {
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
}

export type Inline =
  | { readonly kind: 'text'; readonly text: string; readonly style: Style }
  | { readonly kind: 'link'; readonly url: string; readonly text: string; readonly style: Style }
  | { readonly kind: 'user'; readonly id: string }
  | { readonly kind: 'channel'; readonly id: string; readonly label: string }
  /** `@here`, `@channel`, `@everyone`, or a group's name. */
  | { readonly kind: 'broadcast'; readonly name: string }
  | { readonly kind: 'emoji'; readonly name: string; readonly glyph: string };

export type Passage =
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly text: string }
  | { readonly kind: 'quote'; readonly content: readonly Passage[] }
  | { readonly kind: 'rule' }
  | List;

export interface List {
  readonly kind: 'list';
  readonly ordered: boolean;
  /** Number of the first item, of an ordered list. */
  readonly start: number;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  readonly content: readonly Inline[];
  readonly lists: readonly List[];
}

export const PLAIN: Style = {};

/** Neighbouring texts of one style become one; empty ones go. */
export function joined(parts: readonly Inline[]): readonly Inline[] {
  const found: Inline[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (part.kind !== 'text') found.push(part);
    else if (last?.kind === 'text' && sameStyle(last.style, part.style)) found[found.length - 1] = { ...last, text: last.text + part.text };
    else if (part.text !== '') found.push(part);
  }
  return found;
}

function sameStyle(one: Style, other: Style): boolean {
  return one.bold === other.bold && one.italic === other.italic && one.strike === other.strike && one.code === other.code;
}
