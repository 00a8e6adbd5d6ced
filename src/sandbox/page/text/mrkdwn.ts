import { mrkdwnInline, plainTokens } from './mrkdwn-inline.js';
import type { ReadersClock } from './slack-date.js';
import type { Passage } from './tree.js';

const QUOTE = /^(?:>|&gt;) ?/u;
const QUOTE_REST = /^(?:(?:>|&gt;){3}) ?/u;

/** mrkdwn as passages: fences, quotes, paragraphs. */
export function mrkdwn(text: string, clock: ReadersClock): readonly Passage[] {
  const passages: Passage[] = [];
  // Odd pieces stand between two fences; a fence that is never closed is only three backticks.
  const pieces = text.split(/```((?:(?!```)[\s\S])+)```/u);
  for (const [index, piece] of pieces.entries()) {
    if (index % 2 === 1) passages.push({ kind: 'preformatted', text: plainTokens(piece.replace(/^\n|\n$/gu, '')) });
    else {
      const isFirst = index === 0;
      const isLast = index === pieces.length - 1;
      const between = (isFirst ? piece : piece.replace(/^\n/u, '')).replace(isLast ? /^$/u : /\n$/u, '');
      passages.push(...linesOf(between, clock));
    }
  }
  return passages;
}

function linesOf(text: string, clock: ReadersClock): readonly Passage[] {
  const passages: Passage[] = [];
  let plain: string[] = [];
  let quoted: string[] = [];
  const flush = (): void => {
    if (plain.join('').trim() !== '') passages.push({ kind: 'paragraph', content: mrkdwnInline(plain.join('\n'), clock) });
    if (quoted.length > 0)
      passages.push({ kind: 'quote', content: [{ kind: 'paragraph', content: mrkdwnInline(quoted.join('\n'), clock) }] });
    plain = [];
    quoted = [];
  };
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (QUOTE_REST.test(line)) {
      flush();
      quoted = [line.replace(QUOTE_REST, ''), ...lines.slice(index + 1)];
      break;
    }
    const isQuote = QUOTE.test(line);
    if (isQuote !== quoted.length > 0) flush();
    if (isQuote) quoted.push(line.replace(QUOTE, ''));
    else plain.push(line);
  }
  flush();
  return passages;
}
