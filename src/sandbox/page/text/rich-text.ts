import type { SlackJson } from '../../page-api.js';
import { flagAt, numberAt, objectOf, objectsAt, textAt } from '../json.js';
import { glyphOf, glyphOfCode } from './emoji.js';
import { safeLink } from './safe-link.js';
import { type ReadersClock, slackDate } from './slack-date.js';
import { type Inline, joined, type List, type ListItem, type Passage, PLAIN, type Style } from './tree.js';

function styleOf(element: SlackJson): Style {
  const style = objectOf(element.style);
  return {
    ...(flagAt(style, 'bold') && { bold: true }),
    ...(flagAt(style, 'italic') && { italic: true }),
    ...(flagAt(style, 'strike') && { strike: true }),
    ...(flagAt(style, 'code') && { code: true }),
  };
}

function inlineOf(element: SlackJson, clock: ReadersClock): Inline {
  const style = styleOf(element);
  const plain = (text: string): Inline => ({ kind: 'text', text, style });
  switch (textAt(element, 'type')) {
    case 'text':
      return plain(textAt(element, 'text'));
    case 'link': {
      const url = safeLink(textAt(element, 'url'));
      const words = textAt(element, 'text') || textAt(element, 'url');
      return url === undefined ? plain(words) : { kind: 'link', url, text: words, style };
    }
    case 'user':
      return { kind: 'user', id: textAt(element, 'user_id') };
    case 'channel':
      return { kind: 'channel', id: textAt(element, 'channel_id'), label: '' };
    case 'usergroup':
      return { kind: 'broadcast', name: `@${textAt(element, 'usergroup_id')}` };
    case 'broadcast':
      return { kind: 'broadcast', name: `@${textAt(element, 'range')}` };
    case 'emoji': {
      const name = textAt(element, 'name');
      const glyph = glyphOfCode(textAt(element, 'unicode')) ?? glyphOf(name);
      return glyph === undefined ? plain(`:${name}:`) : { kind: 'emoji', name, glyph };
    }
    case 'date':
      return plain(slackDate(numberAt(element, 'timestamp') ?? 0, textAt(element, 'format'), clock) ?? textAt(element, 'fallback'));
    case 'color':
      return plain(textAt(element, 'value'));
    default:
      return plain(textAt(element, 'text') || `[${textAt(element, 'type') || 'unknown'}]`);
  }
}

function contentOf(element: SlackJson, clock: ReadersClock): readonly Inline[] {
  return joined(objectsAt(element, 'elements').map(part => inlineOf(part, clock)));
}

function listOf(element: SlackJson, clock: ReadersClock): List {
  return {
    kind: 'list',
    ordered: textAt(element, 'style') === 'ordered',
    start: (numberAt(element, 'offset') ?? 0) + 1,
    items: objectsAt(element, 'elements').map(item => ({ content: contentOf(item, clock), lists: [] })),
  };
}

/** A list one step deeper belongs to the last item of the list before it, as Slack draws it. */
function nested(into: List, list: List, depth: number): List {
  const last = into.items.at(-1);
  if (depth <= 0 || !last) return { ...into, items: [...into.items, ...list.items] };
  const child = last.lists.at(-1);
  const lists =
    child && (depth > 1 || child.ordered === list.ordered)
      ? [...last.lists.slice(0, -1), nested(child, list, depth - 1)]
      : [...last.lists, list];
  const item: ListItem = { ...last, lists };
  return { ...into, items: [...into.items.slice(0, -1), item] };
}

function passageOf(element: SlackJson, clock: ReadersClock): Passage {
  const content = contentOf(element, clock);
  switch (textAt(element, 'type')) {
    case 'rich_text_quote':
      return { kind: 'quote', content: [{ kind: 'paragraph', content }] };
    case 'rich_text_preformatted':
      return { kind: 'preformatted', text: content.map(part => ('text' in part ? part.text : '')).join('') };
    case 'rich_text_section':
      return { kind: 'paragraph', content };
    default:
      return { kind: 'paragraph', content: [{ kind: 'text', text: `[${textAt(element, 'type') || 'unknown'}]`, style: PLAIN }] };
  }
}

/** A `rich_text` block as passages. */
export function richText(block: SlackJson, clock: ReadersClock): readonly Passage[] {
  const passages: Passage[] = [];
  for (const element of objectsAt(block, 'elements')) {
    const last = passages.at(-1);
    if (textAt(element, 'type') !== 'rich_text_list') {
      passages.push(passageOf(element, clock));
      continue;
    }
    const list = listOf(element, clock);
    const depth = Math.min(numberAt(element, 'indent') ?? 0, 8);
    const continues = last?.kind === 'list' && (depth > 0 || (last.ordered === list.ordered && numberAt(element, 'offset') === undefined));
    if (continues) passages[passages.length - 1] = nested(last, list, depth);
    else passages.push(list);
  }
  return passages;
}
