/** An operator or a word of a query that stands outside of all brackets and strings. */
export interface TopLevel {
  readonly text: string;
  readonly index: number;
}

const OPERATOR = /==|!=|>=|<=|>|<|[-+*/%^]/uy;
const WORD = /[A-Za-z_:][A-Za-z0-9_:.]*/uy;
/** `1e-9` holds no minus. */
const NUMBER = /(?:0x[0-9a-f]+|\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?)[a-z]*/iuy;

/** The operators and words of a PromQL query at its top level, in order. Of a text that is no query it gives something, never throws. */
export function topLevel(query: string): readonly TopLevel[] {
  const found: TopLevel[] = [];
  let depth = 0;
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(query)?.[0];
  };
  while (at < query.length) {
    const character = query.charAt(at);
    if (character === '"' || character === "'" || character === '`') {
      at = endOfString(query, at);
      continue;
    }
    if (character === '#') {
      const end = query.indexOf('\n', at);
      at = end < 0 ? query.length : end;
      continue;
    }
    if ('([{'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    const number = match(NUMBER);
    const word = number === undefined ? match(WORD) : undefined;
    const operator = word === undefined && number === undefined ? match(OPERATOR) : undefined;
    const text = word ?? operator;
    if (text !== undefined && depth === 0) found.push({ text, index: at });
    at += (number ?? text)?.length ?? 1;
  }
  return found;
}

function endOfString(query: string, from: number): number {
  const quote = query.charAt(from);
  let at = from + 1;
  while (at < query.length && query.charAt(at) !== quote) at += query.charAt(at) === '\\' && quote !== '`' ? 2 : 1;
  return at + 1;
}
