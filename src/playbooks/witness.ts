import { type ASTNode, type Environment, type ParseResult, serialize } from '@marcbachmann/cel-js';
import type { EvaluationContext } from '../model/playbook.js';

/** An `X.exists(v, P)` that can make the whole condition true. */
interface Candidate {
  readonly list: ParseResult;
  readonly name: string;
  readonly holds: ParseResult;
}

/** Only through `&&` and `||`: under a `!` or a `?:` a row that holds says nothing for the whole. */
function candidatesIn(node: ASTNode, environment: Environment): readonly Candidate[] {
  if (node.op === '&&' || node.op === '||') return node.args.flatMap(part => candidatesIn(part, environment));
  if (node.op !== 'rcall' || node.args[0] !== 'exists') return [];
  const [, receiver, [variable, predicate]] = node.args;
  if (variable?.op !== 'id' || !predicate) return [];
  return [{ list: environment.parse(serialize(receiver)), name: variable.args, holds: environment.parse(serialize(predicate)) }];
}

function ask(expression: ParseResult, context: EvaluationContext): unknown {
  try {
    return expression(context);
  } catch {
    return undefined;
  }
}

/** Makes the function that finds the raw line of the first row for which an `exists()` of the condition is true. */
export function witnessOf(root: ASTNode, environment: Environment): (context: EvaluationContext) => string | undefined {
  const candidates = candidatesIn(root, environment);
  return context => {
    for (const { list, name, holds } of candidates) {
      const rows: unknown = ask(list, context);
      if (!Array.isArray(rows)) continue;
      for (const row of rows as readonly unknown[]) {
        if (ask(holds, { ...context, [name]: row }) !== true) continue;
        const line: unknown = typeof row === 'object' && row !== null && 'line' in row ? row.line : undefined;
        if (typeof line === 'string') return line;
      }
    }
    return undefined;
  };
}
