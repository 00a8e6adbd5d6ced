import { glyphOf } from './emoji.js';
import { tokenOf, unescaped } from './mrkdwn-token.js';
import { safeLink } from './safe-link.js';
import type { ReadersClock } from './slack-date.js';
import { type Inline, joined, type Style } from './tree.js';

const DELIMITERS: Readonly<Record<string, keyof Style>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const EMOJI = /:([a-z0-9_+-]{1,60}):(?::skin-tone-[2-6]:)?/uy;
const BARE_LINK = /https?:\/\/[^\s<>|"`]*[^\s<>|"`.,;:!?'()[\]{}*_~]/uy;
const ENTITY = /&(?:amp|lt|gt);/uy;
const WORD = /[\p{L}\p{N}]/u;

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && WORD.test(character);
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || /\s/u.test(character);
}

/** Where the code or token that begins here ends (the index of its last character); undefined when none begins here. */
function endOfUnit(text: string, at: number): number | undefined {
  const closing = text[at] === '`' ? '`' : text[at] === '<' ? '>' : undefined;
  if (closing === undefined) return undefined;
  const end = text.indexOf(closing, at + 1);
  const lineEnd = text.indexOf('\n', at);
  return end > at + 1 && (lineEnd === -1 || end < lineEnd) ? end : undefined;
}

/** The index of the delimiter that closes the span opened at `at`, on the same line and not inside code or a link. */
function closerOf(text: string, at: number): number | undefined {
  const delimiter = text[at];
  for (let index = at + 1; index < text.length && text[index] !== '\n'; index += 1) {
    const unit = endOfUnit(text, index);
    if (unit !== undefined) index = unit;
    else if (text[index] === delimiter && index > at + 1 && !isSpace(text[index - 1]) && !isWord(text[index + 1])) return index;
  }
  return undefined;
}

/** The parts of a passage of mrkdwn: spans, code, mentions, links, emoji. */
export function mrkdwnInline(text: string, clock: ReadersClock, style: Style = {}): readonly Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  // Before this index the delimiter is known to close nowhere: without it a line of `*a *a *a` would take quadratic time.
  const unclosedUntil: Record<string, number> = {};
  const flush = (): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain, style });
    plain = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const unit = endOfUnit(text, at);
    if (unit !== undefined) {
      flush();
      const inside = text.slice(at + 1, unit);
      parts.push(
        character === '`' ? { kind: 'text', text: plainTokens(inside), style: { ...style, code: true } } : tokenOf(inside, style, clock),
      );
      at = unit;
      continue;
    }
    const span = DELIMITERS[character];
    if (span && !style[span] && !isWord(text[at - 1]) && !isSpace(text[at + 1]) && at >= (unclosedUntil[character] ?? 0)) {
      const closer = closerOf(text, at);
      if (closer !== undefined) {
        flush();
        parts.push(...mrkdwnInline(text.slice(at + 1, closer), clock, { ...style, [span]: true }));
        at = closer;
        continue;
      }
      const lineEnd = text.indexOf('\n', at);
      unclosedUntil[character] = lineEnd === -1 ? text.length : lineEnd;
    }
    const special = specialAt(text, at, style);
    if (special) {
      flush();
      parts.push(special.part);
      at += special.length - 1;
      continue;
    }
    const entity = character === '&' ? matchAt(ENTITY, text, at) : undefined;
    plain += entity ? unescaped(entity[0]) : character;
    if (entity) at += entity[0].length - 1;
  }
  flush();
  return joined(parts);
}

function specialAt(text: string, at: number, style: Style): { readonly part: Inline; readonly length: number } | undefined {
  if (text[at] === ':') {
    const emoji = matchAt(EMOJI, text, at);
    const glyph = emoji?.[1] === undefined ? undefined : glyphOf(emoji[1]);
    if (emoji?.[1] !== undefined && glyph !== undefined) return { part: { kind: 'emoji', name: emoji[1], glyph }, length: emoji[0].length };
  }
  if (text[at] === 'h' && !isWord(text[at - 1])) {
    const link = matchAt(BARE_LINK, text, at)?.[0];
    const url = link === undefined ? undefined : safeLink(unescaped(link));
    if (link !== undefined && url !== undefined) return { part: { kind: 'link', url, text: unescaped(link), style }, length: link.length };
  }
  return undefined;
}

/** Inside code a link or a mention is only its words. */
export function plainTokens(code: string): string {
  return unescaped(code.replace(/<([^<>\n]+)>/gu, (_, inside: string) => inside.split('|').at(-1) ?? ''));
}

/** A `plain_text` object: emoji shortcodes are drawn, all the rest is data. */
export function plainInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const found of text.matchAll(/:([a-z0-9_+-]{1,60}):/gu)) {
    const glyph = glyphOf(found[1] ?? '');
    if (glyph === undefined) continue;
    parts.push({ kind: 'text', text: text.slice(from, found.index), style: {} }, { kind: 'emoji', name: found[1] ?? '', glyph });
    from = found.index + found[0].length;
  }
  return joined([...parts, { kind: 'text', text: text.slice(from), style: {} }]);
}
