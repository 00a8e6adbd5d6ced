import { topLevel } from './promql-scan.js';

/** What an alert watches, and from where on it fires. */
export interface WatchedQuery {
  /** Without the comparison, so that it has values also while nothing fires. */
  readonly query: string;
  readonly threshold?: { readonly operator: '>' | '>=' | '<' | '<=' | '==' | '!='; readonly value: number };
}

const COMPARISONS: ReadonlySet<string> = new Set(['>', '>=', '<', '<=', '==', '!=']);
const TURNED: Readonly<Record<string, string>> = { '>': '<', '<': '>', '>=': '<=', '<=': '>=' };

/**
 * Splits an alert's expression at its last comparison outside of all brackets. Of `a > 5 and b > 3` it takes the first part, since `and`
 * and `unless` only narrow that; an expression with `or` stays whole, since either side may be what fires.
 */
export function splitThreshold(expression: string): WatchedQuery {
  const whole = withoutBrackets(expression.trim());
  const found = topLevel(whole);
  const words = found.map(({ text }) => text.toLowerCase());
  if (words.includes('or')) return { query: whole };
  const narrowing = found.find((_, i) => words[i] === 'and' || words[i] === 'unless');
  if (narrowing) return splitThreshold(whole.slice(0, narrowing.index));
  const comparison = found.findLast(({ text }) => COMPARISONS.has(text));
  if (!comparison) return { query: whole };
  const left = whole.slice(0, comparison.index).trim();
  const right = whole
    .slice(comparison.index + comparison.text.length)
    .trim()
    .replace(/^bool\b\s*/iu, '')
    .replace(/^(?:on|ignoring)\s*\([^)]*\)\s*(?:group_(?:left|right)\s*(?:\([^)]*\))?\s*)?/iu, '');
  if (left === '' || right === '') return { query: whole };
  const value = constant(right);
  if (value !== undefined) return { query: withoutBrackets(left), threshold: { operator: comparison.text as '>', value } };
  const turned = constant(left);
  if (turned !== undefined)
    return { query: withoutBrackets(right), threshold: { operator: (TURNED[comparison.text] ?? comparison.text) as '>', value: turned } };
  return { query: withoutBrackets(left) };
}

/** `((x))` is `x`; `(a) + (b)` stays. */
function withoutBrackets(text: string): string {
  let inner = text;
  while (inner.startsWith('(') && closes(inner) === inner.length - 1) inner = inner.slice(1, -1).trim();
  return inner;
}

/** Where the bracket at the start is closed; strings do not matter, as brackets in them are rare and cost only the look of a query. */
function closes(text: string): number {
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** The value of a number, or of sums and products of numbers such as `10 * 1024 * 1024`. */
function constant(text: string): number | undefined {
  const inner = withoutBrackets(text.trim());
  const literal = numberOf(inner);
  if (literal !== undefined) return literal;
  const operators = topLevel(inner).filter(({ text: each }) => '+-*/'.includes(each));
  const last =
    operators.findLast(({ text: each, index }) => '+-'.includes(each) && index > 0) ??
    operators.findLast(({ text: each }) => '*/'.includes(each));
  if (!last) return undefined;
  const left = constant(inner.slice(0, last.index));
  const right = constant(inner.slice(last.index + 1));
  if (left === undefined || right === undefined) return undefined;
  return last.text === '+' ? left + right : last.text === '-' ? left - right : last.text === '*' ? left * right : left / right;
}

function numberOf(text: string): number | undefined {
  if (!/^[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+(?:e[-+]?\d+)?|0x[0-9a-f]+)$/iu.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
