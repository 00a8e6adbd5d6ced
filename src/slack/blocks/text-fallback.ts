import { clipped, escaped, untrusted } from './untrusted.js';

/** Most characters of the top-level text: chat.update refuses more than 4,000. */
const MOST_TEXT = 3000;

/** Most characters of one of its lines. */
const MOST_LINE = 400;

/** The top-level `text`: what the layout conveys, line by line, for notifications and screen readers. Slack reads it as markup: escaped. */
export function textFallback(lines: readonly string[]): string {
  const text = lines
    .map(line => untrusted(line, MOST_LINE))
    .filter(line => line !== '')
    .join('\n');
  let most = MOST_TEXT;
  // Escaping makes it longer, five times at worst; an escape is never cut in two.
  while (escaped(clipped(text, most)).length > MOST_TEXT) most = Math.floor(most * 0.9);
  return escaped(clipped(text, most)) || 'Faultline';
}
