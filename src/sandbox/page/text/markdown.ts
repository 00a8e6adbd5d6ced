import { plainInline } from './mrkdwn-inline.js';
import { safeLink } from './safe-link.js';
import { type Inline, joined, type Passage, type Style } from './tree.js';

// The plain subset of a `markdown` block: headings, lists of one level, quotes, fences, rules, emphasis, code, links.

const SPAN =
  /`([^`\n]+)`|\*\*([^\n]+?)\*\*|__([^\n]+?)__|~~([^\n]+?)~~|\*([^*\s][^*\n]*)\*|\b_([^_\s][^_\n]*)_\b|\[([^\]\n]+)\]\(([^)\s]+)\)/gu;

function inline(text: string, style: Style = {}): readonly Inline[] {
  const parts: Inline[] = [];
  const plain = (words: string): void => {
    parts.push(...plainInline(words).map(part => (part.kind === 'text' ? { ...part, style } : part)));
  };
  let from = 0;
  for (const found of text.matchAll(SPAN)) {
    plain(text.slice(from, found.index));
    from = found.index + found[0].length;
    const [whole, code, strong, strongToo, strike, italic, italicToo, label, address] = found;
    const url = address === undefined ? undefined : safeLink(address);
    const bold = strong ?? strongToo;
    const slanted = italic ?? italicToo;
    if (code !== undefined) parts.push({ kind: 'text', text: code, style: { ...style, code: true } });
    else if (bold !== undefined) parts.push(...inline(bold, { ...style, bold: true }));
    else if (strike !== undefined) parts.push(...inline(strike, { ...style, strike: true }));
    else if (slanted !== undefined) parts.push(...inline(slanted, { ...style, italic: true }));
    else if (label !== undefined && url !== undefined) parts.push({ kind: 'link', url, text: label, style });
    else plain(whole);
  }
  plain(text.slice(from));
  return joined(parts);
}

type LineKind = 'text' | 'bullet' | 'number' | 'quote';

function kindOf(line: string): LineKind {
  return /^\s*[-*+] /u.test(line) ? 'bullet' : /^\s*\d+[.)] /u.test(line) ? 'number' : /^> ?/u.test(line) ? 'quote' : 'text';
}

function group(kind: LineKind, lines: readonly string[]): Passage {
  if (kind === 'text') return { kind: 'paragraph', content: inline(lines.join('\n')) };
  if (kind === 'quote')
    return { kind: 'quote', content: [{ kind: 'paragraph', content: inline(lines.map(line => line.replace(/^> ?/u, '')).join('\n')) }] };
  const items = lines.map(line => ({ content: inline(line.replace(/^\s*(?:[-*+]|\d+[.)]) /u, '')), lists: [] }));
  return { kind: 'list', ordered: kind === 'number', start: Number.parseInt(lines[0]?.trim() ?? '1', 10) || 1, items };
}

/** A `markdown` block's text as passages. */
export function markdown(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let lines: string[] = [];
  let kind: LineKind = 'text';
  let fence: string[] | undefined;
  const flush = (): void => {
    if (lines.join('').trim() !== '') passages.push(group(kind, lines));
    lines = [];
  };
  for (const line of text.split('\n')) {
    if (/^\s*```/u.test(line)) {
      flush();
      if (fence) passages.push({ kind: 'preformatted', text: fence.join('\n') });
      fence = fence ? undefined : [];
      continue;
    }
    if (fence) {
      fence.push(line);
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/u.exec(line);
    const isRule = /^\s*(?:-{3,}|\*{3,})\s*$/u.test(line);
    if (heading || isRule || line.trim() === '') {
      flush();
      if (heading) passages.push({ kind: 'heading', level: heading[1]?.length ?? 1, content: inline(heading[2] ?? '') });
      else if (isRule) passages.push({ kind: 'rule' });
      continue;
    }
    if (kindOf(line) !== kind) flush();
    kind = kindOf(line);
    lines.push(line);
  }
  flush();
  if (fence) passages.push({ kind: 'preformatted', text: fence.join('\n') });
  return passages;
}
