import { compilePattern, type Pattern } from './pattern.js';

const compiled = new Map<string, Pattern>();

/** True when some line of the text matches the RE2 pattern; `^` and `$` mean the ends of a line. Linear in the text. */
export function matchesLine(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? compilePattern(`(?m)${pattern}`);
  compiled.set(pattern, known);
  return known.ok && known.test(text);
}
