import { harmless } from '../../model/harmless.js';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Longest letter that is kept whole, in UTF-16 units: emoji of families have some 30. */
const LONGEST_LETTER = 64;

/** Longest text that is looked at before it is cut. */
const MOST_READ = 20_000;

/** What Slack would take for markup becomes text: `<!channel>`, `<@U…>` and `<https://evil|https://bank>` are then just what they say. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** At most `most` characters (UTF-16 units, never fewer than Slack counts), with an ellipsis where the end is missing; no letter is cut in two. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = Math.max(0, most - 1);
  const cut = GRAPHEMES.segment(text.slice(0, end + LONGEST_LETTER)).containing(end)?.index ?? end;
  // A heap of accents may be one letter of a thousand characters: then cut it after all.
  const kept = end - cut < LONGEST_LETTER ? text.slice(0, cut) : text.slice(0, end).toWellFormed();
  return `${kept}…`.slice(0, Math.max(1, most));
}

/** Words of a person, an alert or a host as one harmless line of at most `most` characters. Still data: for plain_text and rich_text only. */
export function untrusted(text: string, most: number): string {
  return clipped(harmless(text, MOST_READ).replace(/\s+/gu, ' ').trim(), most);
}
