import { harmless } from '../../model/harmless.js';
import { clipped } from './untrusted.js';

/** Longest line that is shown. */
const MOST_LINE = 300;

/** The end of what a host printed, line by line and harmless, at most `most` characters: what came last tells most. */
export function hostOutput(text: string, most: number): string {
  const lines = text
    .slice(-2 * most)
    .split('\n')
    .map(line => clipped(harmless(line, MOST_LINE * 2), MOST_LINE));
  while (lines.at(-1)?.trim() === '') lines.pop();
  const shown: string[] = [];
  let left = most;
  for (const line of lines.reverse()) {
    if (line.length + 1 > left) {
      // A single long line: its beginning is better than nothing.
      if (shown.length === 0) shown.unshift(clipped(line, left));
      break;
    }
    left -= line.length + 1;
    shown.unshift(line);
  }
  const said = shown.join('\n');
  return said === '' || shown.length < lines.length || text.length > 2 * most ? (said === '' ? '' : `…\n${said}`) : said;
}
