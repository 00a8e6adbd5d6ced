import { plainWords } from './plain-words.js';

// An alert says what is wrong at its beginning; the rest is labels and links.
const MOST_WORDS = 600;
const MAX_DEPTH = 8;
const MOST_PARTS = 200;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts of blocks and attachments by the keys under which Slack keeps words, in reading order. */
function texts(value: unknown, found: string[], depth: number): void {
  if (depth > MAX_DEPTH || found.length >= MOST_PARTS) return;
  if (Array.isArray(value)) {
    for (const item of value) texts(item, found, depth + 1);
    return;
  }
  if (!isObject(value)) return;
  // A link in rich text: the label is what people read.
  if (value.type === 'link' && typeof value.url === 'string') {
    found.push(typeof value.text === 'string' ? value.text : value.url);
    return;
  }
  // Buttons and pictures say what to do, not what is wrong.
  if (value.type === 'actions' || value.type === 'button' || value.type === 'image') return;
  for (const key of ['pretext', 'title', 'text', 'fields', 'value', 'elements', 'blocks']) {
    const part = value[key];
    if (typeof part === 'string') found.push(part);
    else texts(part, found, depth + 1);
  }
}

/**
 * What a message says, as words to read a symptom from: its text, and what an alerting tool put into attachments and blocks. Text that
 * only repeats what was there is left out.
 */
export function messageWords(message: Readonly<Record<string, unknown>>): string {
  const found: string[] = [];
  if (typeof message.text === 'string') found.push(message.text);
  texts(message.blocks, found, 0);
  if (Array.isArray(message.attachments))
    for (const attachment of message.attachments) {
      const before = found.length;
      texts(attachment, found, 0);
      if (found.length === before && isObject(attachment) && typeof attachment.fallback === 'string') found.push(attachment.fallback);
    }
  let words = '';
  for (const text of found) {
    const said = plainWords(text, MOST_WORDS);
    if (said !== '' && !words.includes(said)) words = words === '' ? said : `${words} ${said}`;
  }
  return words.slice(0, MOST_WORDS).trimEnd();
}
