import type { EvaluationContext } from '../model/playbook.js';
import type { Remedy } from '../model/remedy.js';

/** Values by name, each of which has matched its pattern; or one sentence why there is none. */
export type BoundValues =
  | { readonly kind: 'bound'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly why: string };

/** Longest piece of a refused value that a message repeats. */
const MAX_SHOWN = 60;

/** A value that was refused, short and harmless to print. */
export function refusedValue(text: string): string {
  const plain = text.replace(/[^ -~]/gu, '?');
  return plain.length > MAX_SHOWN ? `${plain.slice(0, MAX_SHOWN)}…` : plain;
}

/** A firewall rule without what is not the rule: the chain's name before it, counters, handle. */
function ruleOf(line: string): string {
  return line
    .replace(/^[\w.-]+: /, '')
    .replace(/^\[\d+:\d+\] /, '')
    .replace(/ # handle \d+$/, '')
    .replace(/\bcounter packets \d+ bytes \d+/g, 'counter')
    .trim();
}

/** Evaluates what a remedy needs of the finding, in the context in which its fault was judged. */
export function bindNeeds(remedy: Remedy, context: EvaluationContext): BoundValues {
  const values: Record<string, string> = {};
  for (const { name, from, reading, accepts, allow } of remedy.needs) {
    const known = from.map(each => each.value(context));
    const value = known.find(each => each !== '' && (typeof each === 'string' || typeof each === 'number'));
    if (typeof value !== 'string' && typeof value !== 'number') {
      const tried = from.map(({ text }) => `"${text}"`).join(', ');
      return {
        kind: 'refused',
        why: `the ${name} is not known: ${tried} could not be learnt on this host; its login may not be allowed to see it`,
      };
    }
    const text = reading === 'rule' ? ruleOf(String(value)) : String(value);
    if (!accepts(text)) return { kind: 'refused', why: `"${refusedValue(text)}" is not accepted as the ${name}: it must match ${allow}` };
    values[name] = text;
  }
  return { kind: 'bound', values };
}
