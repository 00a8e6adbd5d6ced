/** Longest text that is read; a pasted alert is shorter, and beyond it there is a log. */
const MOST_CHARACTERS = 10_000;

// What keyboards, phones and chats put in place of the plain characters that names and commands are written with.
const LOOKALIKES: readonly (readonly [RegExp, string])[] = [
  [/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\ufe0f/gu, ''],
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]/gu, ' '],
  [/[\u2028\u2029]/gu, '\n'],
  [/[\u2018\u2019\u201a\u201b\u2032\u00b4]/gu, "'"],
  [/[\u201c-\u201f\u2033\u00ab\u00bb]/gu, '"'],
  // Phones make one long dash of two short ones: `—host` was `--host`.
  [/(^|\s)[\u2013\u2014](?=\w)/gu, '$1--'],
  [/[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gu, '-'],
];

/** What stands between `<` and `>` in a text of Slack's, as its writer sees it. */
function unwrapped(inner: string, isValue: boolean): string {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? '' : inner.slice(bar + 1);
  // People, channels, groups and dates are no part of a symptom.
  if (/^[@#!]/u.test(target)) return ' ';
  if (!/^(?:https?|mailto|tel):/u.test(target)) return `<${inner}>`;
  if (target.startsWith('http')) {
    // Slack makes links of bare names: then the name is what was typed. Any other label only hides where the link goes.
    const typed = target.replace(/^https?:\/\//u, '').replace(/\/$/u, '');
    return !isValue && label !== '' && label.replace(/\/$/u, '') === typed ? label : target;
  }
  return label === '' ? target.replace(/^\w+:/u, '') : label;
}

/**
 * The text of a message as plain words: Slack's `<@U…>` and `<http://x|x>` undone, its three entities decoded, look-alike quotes, blanks
 * and dashes made plain, invisible characters gone. Every step reads the text once.
 */
export function plainWords(text: string): string {
  const unlinked = text
    .slice(0, MOST_CHARACTERS)
    .replace(
      /(url\s?=\s?["']?)?<([^<>\n]{1,3000})>/giu,
      (_, key: string | undefined, inner: string) => `${key ?? ''}${unwrapped(inner, key !== undefined)}`,
    )
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  return LOOKALIKES.reduce((left, [pattern, put]) => left.replace(pattern, put), unlinked)
    .replace(/ {2,}/gu, ' ')
    .trim();
}
