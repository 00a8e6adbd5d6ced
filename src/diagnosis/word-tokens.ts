/** One word of a person, without the punctuation around it; or a `key=value`, `key: value` or `--key value`. */
export type Token =
  | { readonly kind: 'word'; readonly text: string }
  /** `label`: the value stood in quotes, as in the labels of an alert. */
  | { readonly kind: 'pair'; readonly key: string; readonly value: string; readonly label: boolean; readonly text: string };

/** Keys that may also be written as `key: value` and `--key value`; any other word before a colon is just a word. */
const SPOKEN_KEYS = new Set(['host', 'hosts', 'hostname', 'instance', 'node', 'server', 'service', 'port', 'url', 'symptom', 'param']);

const EDGES_START = /^[\s"'`([{<*_~,;!?]+/u;
const EDGES_END = /[\s"'`)\]}>*~,;:.!?]+$/u;

/** A word without the quotes, brackets and stops around it. Bounded by its own length: each end is looked at once. */
function bare(word: string): string {
  if (/^\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?$/u.test(word)) return word;
  let end = word.length;
  // By hand: the pattern with `+$` is quadratic on a long run of dots inside a word.
  while (end > 0 && EDGES_END.test(word.charAt(end - 1))) end--;
  return word.slice(0, end).replace(EDGES_START, '');
}

interface Scan {
  readonly text: string;
  /** Quotes of which no further one follows: looked for once only, so that a text full of open quotes stays linear. */
  readonly unclosed: Set<string>;
}

/** Index after the closing quote that belongs to the quote at `at`; undefined when it is not closed on its line. */
function afterQuote({ text, unclosed }: Scan, at: number): number | undefined {
  const quote = text.charAt(at);
  if (unclosed.has(quote)) return undefined;
  const close = text.indexOf(quote, at + 1);
  if (close < 0) {
    unclosed.add(quote);
    return undefined;
  }
  // A label's value is short; a quote that closes a page further on is another one.
  return close - at > 300 ? undefined : close + 1;
}

const isBlank = (char: string): boolean => char === ' ' || char === '\n' || char === '';

/** Splits at blanks, and keeps `key="two words"` together. */
function pieces(text: string): readonly string[] {
  const scan: Scan = { text, unclosed: new Set() };
  const found: string[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text.charAt(at);
    if (text.charAt(at - 1) === '=' && (char === '"' || char === "'")) {
      const after = afterQuote(scan, at);
      if (after !== undefined) {
        // `{a="x",b="y"}` has no blanks, and is two pairs all the same.
        found.push(text.slice(start, after));
        at = after - 1;
        start = after;
        continue;
      }
    }
    if (!isBlank(char)) continue;
    if (at > start) found.push(text.slice(start, at));
    start = at + 1;
  }
  return found;
}

const PAIR = /^[^\w]{0,3}(?:\w{1,40}\{)?([A-Za-z_][\w]{0,39})=(.+)$/su;

function pairOf(piece: string): Token | undefined {
  const match = PAIR.exec(piece.replace(/^-+/u, ''));
  const key = match?.[1]?.toLowerCase();
  const written = match?.[2] ?? '';
  if (key === undefined) return undefined;
  const quoted = /^(["'])([^"']*)\1/u.exec(written);
  const value = quoted?.[2] ?? bare(written);
  // A URL has `=` in it as well, but not behind a bare word.
  return value === '' ? undefined : { kind: 'pair', key, value, label: quoted !== null, text: bare(piece) };
}

/** The words of a text in order. */
export function tokensIn(text: string): readonly Token[] {
  const all = pieces(text);
  const tokens: Token[] = [];
  for (let at = 0; at < all.length; at++) {
    const piece = all[at] ?? '';
    const pair = pairOf(piece);
    if (pair) {
      tokens.push(pair);
      continue;
    }
    const key = /^(?:--([a-z]{3,9})|([A-Za-z]{3,9}):)$/u.exec(piece.replace(/^[*_]+/u, '').replace(/[*_]+$/u, ''));
    const name = (key?.[1] ?? key?.[2])?.toLowerCase();
    const next = bare(all[at + 1] ?? '');
    if (name !== undefined && SPOKEN_KEYS.has(name) && next !== '') {
      at++;
      // `--param K=V` is its own pair.
      const inner = name === 'param' ? pairOf(all[at] ?? '') : undefined;
      tokens.push(inner ?? { kind: 'pair', key: name, value: next, label: false, text: `${piece} ${next}` });
      continue;
    }
    const word = bare(piece);
    if (word !== '') tokens.push({ kind: 'word', text: word });
  }
  return tokens;
}
