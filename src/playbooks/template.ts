import type { EvaluationContext, Expression, Template } from '../model/playbook.js';
import { printNumber } from './condition-functions.js';
import type { TextProblem } from './condition-reads.js';
import type { Compiled } from './language.js';

/** Most characters that one hole of a template prints. */
const MAX_HOLE = 200;

function printed(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return printNumber(Number(value));
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '?';
  const characters = [...value];
  return characters.length > MAX_HOLE ? `${characters.slice(0, MAX_HOLE - 1).join('')}…` : value;
}

/** Splits a text at its `{{ holes }}` and compiles each. */
export function compileTemplate(text: string, compileHole: (hole: string) => Compiled<Expression>): Compiled<Template> {
  const pieces: (string | Expression)[] = [];
  const problems: TextProblem[] = [];
  const checks = new Set<string>();
  const fields = new Set<string>();
  let from = 0;
  for (const match of text.matchAll(/\{\{([\s\S]*?)\}\}/g)) {
    const hole = match[1] ?? '';
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const compiled = compileHole(hole);
    if (!compiled.ok) {
      problems.push(...compiled.problems.map(({ message, index }) => ({ message, index: match.index + 2 + index })));
      continue;
    }
    pieces.push(compiled.value);
    for (const id of compiled.reads.checks) checks.add(id);
    for (const field of compiled.reads.fields) fields.add(field);
  }
  const rest = text.slice(from);
  const open = rest.indexOf('{{');
  if (open >= 0) problems.push({ message: 'a {{ is never closed with }}.', index: from + open });
  pieces.push(rest);
  if (problems.length > 0) return { ok: false, problems };
  const render = (context: EvaluationContext): string =>
    pieces.map(piece => (typeof piece === 'string' ? piece : printed(piece.value(context)))).join('');
  return {
    ok: true,
    value: { text, render },
    type: 'text',
    reads: { checks: [...checks].sort(), fields: [...fields].sort(), problems: [] },
  };
}
