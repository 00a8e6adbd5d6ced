import { Environment } from '@marcbachmann/cel-js';
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

/** What is wrong with a condition over `alert.labels` and `alert.annotations`; nothing when it can be used. */
export function alertConditionProblems(source: string): readonly TextProblem[] {
  const environment = new Environment();
  addFunctions(environment);
  const texts = 'map<string, string>';
  environment.registerVariable('alert', { schema: { labels: texts, annotations: texts } });
  const rewritten = rewriteCondition(source);
  try {
    const { problems } = readsOf(environment.parse(rewritten.text).ast, SCOPE);
    if (problems.length > 0) return problems.map(({ message, index }) => ({ message, index: rewritten.originalIndex(index) }));
    const check = environment.check(rewritten.text);
    if (!check.valid) return [conditionTrouble(source, check.error, rewritten)];
    return check.type === 'bool' ? [] : [{ message: `a condition must be true or false; "${source}" is not.`, index: 0 }];
  } catch (error) {
    return [conditionTrouble(source, error, rewritten)];
  }
}
