import { safeLink } from './safe-link.js';
import { type ReadersClock, slackDate } from './slack-date.js';
import type { Inline, Style } from './tree.js';

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** `&amp; &lt; &gt;` as the characters they mean; Slack has no other entities. */
export function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/gu, entity => ENTITIES[entity] ?? entity);
}

function text(words: string, style: Style): Inline {
  return { kind: 'text', text: words, style };
}

function dateToken(inside: string, style: Style, clock: ReadersClock): Inline | undefined {
  const found = /^!date\^(-?\d{1,12})\^([^^|]*)(?:\^([^|]*))?(?:\|(.*))?$/su.exec(inside);
  if (!found) return undefined;
  const [, at = '', format = '', address = '', fallback = ''] = found;
  const words = slackDate(Number(at), unescaped(format), clock) ?? unescaped(fallback);
  const url = safeLink(unescaped(address));
  return url === undefined ? text(words, style) : { kind: 'link', url, text: words, style };
}

/** What stands between `<` and `>`: a mention, a date or a link. Anything else stays as it was typed. */
export function tokenOf(inside: string, style: Style, clock: ReadersClock): Inline {
  const [target = '', ...labels] = inside.split('|');
  const label = unescaped(labels.join('|'));
  if (/^@[UW][A-Z0-9]*$/u.test(target)) return { kind: 'user', id: target.slice(1) };
  if (/^#[CDG][A-Z0-9]*$/u.test(target)) return { kind: 'channel', id: target.slice(1), label };
  if (/^!(?:here|channel|everyone)$/u.test(target)) return { kind: 'broadcast', name: `@${target.slice(1)}` };
  if (/^!subteam\^[A-Z0-9]+$/u.test(target)) return { kind: 'broadcast', name: label || `@${target.slice('!subteam^'.length)}` };
  const date = dateToken(inside, style, clock);
  if (date) return date;
  const url = safeLink(unescaped(target));
  if (url !== undefined) return { kind: 'link', url, text: label || unescaped(target).replace(/^mailto:/u, ''), style };
  return text(`<${unescaped(inside)}>`, style);
}
