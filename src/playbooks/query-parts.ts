import type { QueryPart } from '../model/playbook.js';
import type { TextProblem } from './condition-reads.js';

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const HOLE = /\{\{\s*([^}]*?)\s*\}\}/uy;

/**
 * Splits a PromQL query at its `{{ parameters }}`. They may only stand inside a string in double quotes: what a parameter holds can
 * then be escaped, and never be anything but a part of that label value. The grammar itself is Prometheus' own to check.
 */
export function queryParts(query: string): { readonly parts: readonly QueryPart[]; readonly problems: readonly TextProblem[] } {
  const parts: QueryPart[] = [];
  const problems: TextProblem[] = [];
  const open: { readonly closes: string; readonly index: number }[] = [];
  let string: { readonly quote: string; readonly index: number; readonly as: 'text' | 'pattern' } | undefined;
  let from = 0;
  let at = 0;
  while (at < query.length) {
    const character = query.charAt(at);
    HOLE.lastIndex = at;
    const hole = HOLE.exec(query);
    if (hole) {
      if (string?.quote === '"') {
        parts.push({ kind: 'text', text: query.slice(from, at) }, { kind: 'param', name: hole[1] ?? '', as: string.as });
        from = at + hole[0].length;
      } else {
        const message = `${hole[0]} must stand inside a label value in double quotes, such as instance="${hole[0]}".`;
        problems.push({ message, index: at });
      }
      at += hole[0].length;
    } else if (string) {
      if (character === '\\' && string.quote !== '`') at += 1;
      else if (character === string.quote) string = undefined;
      at += 1;
    } else {
      if (character === '"' || character === "'" || character === '`')
        string = { quote: character, index: at, as: /[=!]~\s*$/u.test(query.slice(0, at)) ? 'pattern' : 'text' };
      else if (character === '#') at = endOfLine(query, at);
      else if (CLOSES[character] !== undefined) open.push({ closes: CLOSES[character], index: at });
      else if (')]}'.includes(character) && open.pop()?.closes !== character)
        problems.push({ message: `the ${character} closes nothing.`, index: at });
      at += 1;
    }
  }
  if (string) problems.push({ message: 'this string is never closed.', index: string.index });
  for (const { closes, index } of open) problems.push({ message: `this is never closed with ${closes}.`, index });
  parts.push({ kind: 'text', text: query.slice(from) });
  return { parts, problems };
}

function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}
