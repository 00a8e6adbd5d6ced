import type { EvidenceSource } from '../model/diagnosis.js';
import type { CheckFacts } from '../model/fact.js';
import type { Condition, EvaluationContext } from '../model/playbook.js';
import type { Truth } from '../model/truth.js';
import type { HostFacts } from './facts.js';

/** What a condition is judged on: everything that is known, and the row that it is about. */
export interface Binding {
  readonly context: EvaluationContext;
  readonly row?: Readonly<Record<string, unknown>>;
}

/** The line that a condition stands on: the row's own, the row that made an `exists()` true, else the field's. */
function lineFor(when: Condition, truth: Truth, binding: Binding, source: CheckFacts): string {
  const witness = truth === 'true' ? when.witness(binding.context) : undefined;
  if (witness !== undefined) return witness;
  const rowLine = binding.row?.line;
  for (const field of when.fields) {
    if (!field.startsWith(`${source.check}.`)) continue;
    const line = source.source.lines[field.slice(source.check.length + 1)];
    if (line !== undefined) return line;
  }
  if (typeof rowLine === 'string') return rowLine;
  return source.source.lines[''] ?? '';
}

/** The check that printed a line: the row that makes a condition true may be of another check than the instance's own. */
function checkWithLine(checks: readonly string[], line: string, facts: HostFacts): string | undefined {
  return checks.find(check =>
    Object.values(facts.facts.get(check)?.values ?? {}).some(value => Array.isArray(value) && value.some(row => row.line === line)),
  );
}

/**
 * The line of a host that a condition stands on, where it is known whether it holds.
 *
 * @param rowCheck the check that the row is of, when there is one
 */
export function sourceOf(when: Condition, truth: Truth, binding: Binding, facts: HostFacts, rowCheck?: string): EvidenceSource | undefined {
  if (truth === 'unknown') return undefined;
  const { checks } = when;
  const own = checks.find(check => check !== rowCheck && facts.facts.has(check));
  const readsRow = rowCheck !== undefined && checks.includes(rowCheck);
  const witness = truth === 'true' ? when.witness(binding.context) : undefined;
  const check = (witness === undefined ? undefined : checkWithLine(checks, witness, facts)) ?? (readsRow ? rowCheck : (own ?? checks[0]));
  const found = check === undefined ? undefined : facts.facts.get(check);
  if (!found) return undefined;
  const { command, exit, at, host } = found.source;
  return {
    check: found.check,
    host,
    command,
    exit,
    at,
    line: lineFor(when, truth, readsRow ? binding : { context: binding.context }, found),
  };
}
