import { Environment } from '@marcbachmann/cel-js';
import type { AlertCondition } from '../model/playbook.js';
import { addFunctions } from './condition-functions.js';
import { type ReadScope, readsOf, type TextProblem } from './condition-reads.js';
import { rewriteCondition } from './condition-text.js';
import { conditionTrouble } from './condition-trouble.js';

const SCOPE: ReadScope = {
  shapes: new Map([['alert', { kind: 'keys', keys: ['labels', 'annotations'] }]]),
  names: new Map([['alert', { path: 'alert', isRow: false }]]),
  checks: new Set(),
  broken: new Map(),
};

type CompiledCondition =
  | { readonly ok: true; readonly value: AlertCondition }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** Evaluates without types: they were checked when the playbook was loaded. */
const RUNTIME = new Environment({ unlistedVariablesAreDyn: true });
addFunctions(RUNTIME);

/** Compiles a condition over `alert.labels` and `alert.annotations`, or says everything that is wrong with it. */
export function compileAlertCondition(source: string): CompiledCondition {
  const environment = new Environment();
  addFunctions(environment);
  const texts = 'map<string, string>';
  environment.registerVariable('alert', { schema: { labels: texts, annotations: texts } });
  const rewritten = rewriteCondition(source);
  try {
    const { problems } = readsOf(environment.parse(rewritten.text).ast, SCOPE);
    if (problems.length > 0)
      return { ok: false, problems: problems.map(({ message, index }) => ({ message, index: rewritten.originalIndex(index) })) };
    const check = environment.check(rewritten.text);
    if (!check.valid) return { ok: false, problems: [conditionTrouble(source, check.error, rewritten)] };
    if (check.type !== 'bool')
      return { ok: false, problems: [{ message: `a condition must be true or false; "${source}" is not.`, index: 0 }] };
    const evaluate = RUNTIME.parse(rewritten.text);
    return { ok: true, value: { text: source, holds: ({ labels, annotations }) => isTrue(evaluate, { alert: { labels, annotations } }) } };
  } catch (error) {
    return { ok: false, problems: [conditionTrouble(source, error, rewritten)] };
  }
}

/** A label that is not there is an error in CEL, and no alert of this kind. */
function isTrue(evaluate: (context: Record<string, unknown>) => unknown, context: Record<string, unknown>): boolean {
  try {
    return evaluate(context) === true;
  } catch {
    return false;
  }
}
