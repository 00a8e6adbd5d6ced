import type { ChatMessage } from './blocks/message.js';
import { textFallback } from './blocks/text-fallback.js';
import { untrusted } from './blocks/untrusted.js';

// A plain_text object takes 3,000 characters; a notice that long is read by nobody.
const MOST = 1500;

/** A few sentences for one person. They may hold the person's own words: they are shown as text, never as markup. */
export function notice(says: readonly string[]): ChatMessage {
  const text = says.map(line => untrusted(line, MOST)).join('\n');
  return {
    text: textFallback(says),
    blocks: [{ type: 'section', text: { type: 'plain_text', text: text.slice(0, 2900) || '…', emoji: false } }],
  };
}
