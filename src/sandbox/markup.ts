import type { Channel, User } from './nouns.js';
import type { SlackJson } from './page-api.js';

/** Slack's three escapes; nothing else is encoded. */
function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function unescapeText(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Who and what can be mentioned. */
interface Known {
  readonly users: Iterable<User>;
  readonly channels: Iterable<Channel>;
}

const CODE = /(```[\s\S]*?```|`[^`\n]*`)/u;
const URL_WORD = /https?:\/\/[^\s<>|"']+[^\s<>|"'.,;:!?)\]}]/gu;
const word = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&');

/**
 * What a person typed, as Slack stores it: escaped, with `@name` and `#channel` as mentions and addresses as links. `<@U…>` of somebody
 * who exists stays a mention, since the page's composer may write it. Code is left alone.
 */
export function typedText(text: string, known: Known): string {
  return text
    .split(CODE)
    .map((part, at) => (at % 2 === 1 ? escapeText(part) : withMentions(part, known)))
    .join('');
}

function withMentions(part: string, { users, channels }: Known): string {
  let text = escapeText(part).replace(URL_WORD, address => `<${address}>`);
  for (const { id, name, realName } of users) {
    text = text.replaceAll(`&lt;@${id}&gt;`, `<@${id}>`);
    for (const spoken of new Set([realName, name].filter(one => one !== '')))
      text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}_<@])@${word(escapeText(spoken))}(?![\\p{L}\\p{N}_-])`, 'giu'), `<@${id}>`);
  }
  for (const { id, name, kind } of channels) {
    if (kind === 'direct') continue;
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}_<&#/])#${word(name)}(?![\\p{L}\\p{N}_-])`, 'gu'), `<#${id}|${name}>`);
  }
  return text;
}

const TOKEN = /(<[^<>\s][^<>]*>|`[^`\n]+`)/u;

/** The `rich_text` block that Slack's own composer attaches to what people write. */
export function typedBlocks(stored: string, blockId: string): readonly SlackJson[] {
  const elements = stored.split(/(```[\s\S]*?```)/u).flatMap((part, at): readonly SlackJson[] => {
    if (part.trim() === '') return [];
    if (at % 2 === 0) return [{ type: 'rich_text_section', elements: inlineElements(part) }];
    const inside = unescapeText(part.slice(3, -3)).replace(/^\n|\n$/gu, '');
    return [{ type: 'rich_text_preformatted', elements: inside === '' ? [] : [{ type: 'text', text: inside }], border: 0 }];
  });
  return elements.length === 0 ? [] : [{ type: 'rich_text', block_id: blockId, elements }];
}

function inlineElements(part: string): readonly SlackJson[] {
  return part.split(TOKEN).flatMap((piece, at): readonly SlackJson[] => {
    if (piece === '') return [];
    if (at % 2 === 0) return [{ type: 'text', text: unescapeText(piece) }];
    if (piece.startsWith('`')) return [{ type: 'text', text: unescapeText(piece.slice(1, -1)), style: { code: true } }];
    const [target = '', label] = piece.slice(1, -1).split('|');
    if (target.startsWith('@')) return [{ type: 'user', user_id: target.slice(1) }];
    if (target.startsWith('#')) return [{ type: 'channel', channel_id: target.slice(1) }];
    if (target.startsWith('!')) return [{ type: 'text', text: unescapeText(piece) }];
    return [{ type: 'link', url: unescapeText(target), ...(label ? { text: unescapeText(label) } : {}) }];
  });
}
