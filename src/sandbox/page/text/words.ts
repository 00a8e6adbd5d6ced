import type { Inline, Passage } from './tree.js';

/** Names of people and channels, by their ids. */
export interface Names {
  readonly user: (id: string) => string;
  readonly channel: (id: string) => string;
}

function inlineWord(part: Inline, names: Names): string {
  switch (part.kind) {
    case 'text':
    case 'link':
      return part.text;
    case 'user':
      return `@${names.user(part.id)}`;
    case 'channel':
      return `#${part.label || names.channel(part.id)}`;
    case 'broadcast':
      return part.name;
    case 'emoji':
      return part.glyph;
  }
}

/** The words of one line's parts. */
function inlineWords(parts: readonly Inline[], names: Names): string {
  return parts.map(part => inlineWord(part, names)).join('');
}

function passageWords(passage: Passage, names: Names): string {
  switch (passage.kind) {
    case 'preformatted':
      return passage.text;
    case 'quote':
      return wordsOf(passage.content, names);
    case 'list':
      return passage.items.map(item => inlineWords(item.content, names)).join(', ');
    case 'rule':
      return '';
    case 'heading':
    case 'paragraph':
      return inlineWords(passage.content, names);
  }
}

/** What a screen reader or a one-line preview says of the passages. */
export function wordsOf(passages: readonly Passage[], names: Names): string {
  const said = passages.map(passage => passageWords(passage, names));
  return said
    .filter(words => words !== '')
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}
