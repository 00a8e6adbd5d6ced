import type { RunRemedy, SetValue } from '../model/remedy.js';
import { type BoundValues, refusedValue } from './bind-needs.js';

/** A fixed or textual value has no value that it follows from; this is the one that it replaces. */
const REPLACED = 'current';

type NumberValue = Extract<SetValue, { readonly kind: 'number' }>;

function byRule({ rule, min, max, step }: NumberValue, known: Readonly<Record<string, string>>): number {
  const wanted =
    rule.kind === 'fixed' ? rule.value : rule.kind === 'times' ? Number(known[rule.of]) * rule.factor : Number(known[rule.of]) + rule.more;
  return Math.min(max, Math.max(min, Math.round(wanted / step) * step));
}

function chosenNumber({ name, min, max, step }: NumberValue, text: string): number | string {
  const value = Number(text);
  const isPlain = /^\d+(?:\.\d+)?$/.test(text) && Number.isFinite(value);
  if (!isPlain || value < min || value > max)
    return `"${refusedValue(text)}" is not accepted as the ${name}: give a number from ${min} to ${max}`;
  return Math.abs(value / step - Math.round(value / step)) > 1e-9
    ? `${text} is not accepted as the ${name}: it goes in steps of ${step}`
    : value;
}

/**
 * The values that a remedy will set: those that a person chose, else those of its rules, within its bounds. Refused when nothing
 * would change, or when the rule would go the wrong way because the host has more than the remedy's bound already.
 */
export function newValues(
  remedy: RunRemedy,
  known: Readonly<Record<string, string>>,
  chosen: Readonly<Record<string, string>>,
): BoundValues {
  const refused = (why: string): BoundValues => ({ kind: 'refused', why });
  const values: Record<string, string> = {};
  for (const name of Object.keys(chosen))
    if (!remedy.set.some(set => set.name === name))
      return refused(
        `${remedy.id} has no value "${refusedValue(name)}" to choose${remedy.set.length === 0 ? '' : `; it has: ${remedy.set.map(set => set.name).join(', ')}`}`,
      );
  for (const set of remedy.set) {
    const choice = Object.hasOwn(chosen, set.name) ? chosen[set.name] : undefined;
    const of = set.kind === 'number' && set.rule.kind !== 'fixed' ? set.rule.of : REPLACED;
    const before = Object.hasOwn(known, of) ? known[of] : undefined;
    let text = choice ?? (set.kind === 'text' ? set.value : '');
    if (set.kind === 'number') {
      const number = choice === undefined ? byRule(set, known) : chosenNumber(set, choice);
      if (typeof number === 'string') return refused(number);
      const goesUp = set.rule.kind === 'plus' || (set.rule.kind === 'times' && set.rule.factor > 1);
      if (choice === undefined && set.rule.kind !== 'fixed' && (goesUp ? number < Number(before) : number > Number(before)))
        return refused(`the ${set.name} is ${before ?? ''} already, beyond what this remedy may set (${set.min} to ${set.max})`);
      text = String(number);
    }
    if (!set.accepts(text)) return refused(`"${refusedValue(text)}" is not accepted as the ${set.name}: it must match ${set.allow}`);
    if (text === before) return refused(`nothing would change: the ${set.name} is ${text} already`);
    values[set.name] = text;
  }
  return { kind: 'bound', values };
}
