import type { SlackJson } from '../../page-api.js';
import { textAt } from '../json.js';
import { mrkdwn } from '../text/mrkdwn.js';
import { plainInline } from '../text/mrkdwn-inline.js';
import type { Inline, List, Passage, Style } from '../text/tree.js';
import type { DrawContext } from './context.js';
import { h } from './element.js';

function styled(node: Node, style: Style): Node {
  const wraps = [style.code && 'code', style.strike && 's', style.italic && 'em', style.bold && 'strong'] as const;
  return wraps.reduce<Node>((inside, tag) => (tag ? h(tag, {}, inside) : inside), node);
}

/** A glyph with its name as the words for it. */
export function drawEmoji(name: string, glyph: string): HTMLElement {
  return h('span', { class: 'emoji', role: 'img', 'aria-label': name.replaceAll('_', ' '), title: `:${name}:` }, glyph);
}

/** A link out of the page; the caller has checked its address. */
export function drawLink(url: string, ...content: readonly Node[]): HTMLElement {
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...content);
}

/** An emoji that is typed as itself, with its joined and modified forms. */
const TYPED_EMOJI = /((?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\u200D(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F?))*)/u;

/** A text; emoji in it get the font that has them in colour. */
function drawWords(text: string): Node {
  const pieces = text.split(TYPED_EMOJI);
  if (pieces.length === 1) return document.createTextNode(text);
  const drawn = document.createDocumentFragment();
  drawn.append(...pieces.map((piece, index) => (index % 2 === 1 ? h('span', { class: 'emoji' }, piece) : piece)));
  return drawn;
}

function drawPart(part: Inline, context: DrawContext): Node {
  switch (part.kind) {
    case 'text':
      return styled(drawWords(part.text), part.style);
    case 'link':
      return drawLink(part.url, styled(drawWords(part.text), part.style));
    case 'user':
      return h('span', { class: part.id === context.me() ? 'mention mention-me' : 'mention' }, `@${context.names.user(part.id)}`);
    case 'channel':
      return h('a', { class: 'mention', href: `#/${part.id}` }, `#${part.label || context.names.channel(part.id)}`);
    case 'broadcast':
      return h('span', { class: 'mention mention-me' }, part.name);
    case 'emoji':
      return drawEmoji(part.name, part.glyph);
  }
}

/** One line's parts as nodes. */
function drawInline(parts: readonly Inline[], context: DrawContext): readonly Node[] {
  return parts.map(part => drawPart(part, context));
}

function drawList(list: List, context: DrawContext, depth = 0): HTMLElement {
  const items = list.items.map(item =>
    h('li', {}, ...drawInline(item.content, context), ...item.lists.map(child => drawList(child, context, depth + 1))),
  );
  const shape = `list list-${depth % 3}`;
  return list.ordered ? h('ol', { class: shape, start: list.start }, ...items) : h('ul', { class: shape }, ...items);
}

function drawPassage(passage: Passage, context: DrawContext): HTMLElement {
  switch (passage.kind) {
    case 'paragraph':
      return h('p', {}, ...drawInline(passage.content, context));
    case 'heading':
      return h(
        'p',
        { class: `heading heading-${passage.level}`, role: 'heading', 'aria-level': Math.min(passage.level + 2, 6) },
        ...drawInline(passage.content, context),
      );
    case 'preformatted':
      return h('pre', {}, passage.text);
    case 'quote':
      return h('blockquote', {}, ...passage.content.map(inside => drawPassage(inside, context)));
    case 'rule':
      return h('hr');
    case 'list':
      return drawList(passage, context);
  }
}

/** Passages as one box of text. */
export function drawPassages(passages: readonly Passage[], context: DrawContext): HTMLElement {
  return h('div', { class: 'text' }, ...passages.map(passage => drawPassage(passage, context)));
}

/** A text object: `mrkdwn`, or `plain_text`, in which nothing but emoji means anything. */
export function drawTextObject(object: SlackJson, context: DrawContext): HTMLElement {
  const text = textAt(object, 'text');
  if (textAt(object, 'type') === 'mrkdwn') return drawPassages(mrkdwn(text, context.clock()), context);
  return drawPassages([{ kind: 'paragraph', content: plainInline(text) }], context);
}

/** The words of a `plain_text` object with emoji drawn, for a line of its own such as a label. */
export function drawPlainWords(text: string, context: DrawContext): readonly Node[] {
  return drawInline(plainInline(text), context);
}
