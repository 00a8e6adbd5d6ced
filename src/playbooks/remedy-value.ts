import type { SetValue } from '../model/remedy.js';
import { allowFault, compilePattern } from './pattern.js';
import type { RemedySource } from './schema-remedy.js';
import { suggest } from './suggest.js';

export type ValueType = RemedySource['needs'][string]['type'];

/** What a value of a type may look like, when its file does not say. Only `rule` holds blanks: it is compared, never run. */
const ALLOW: Readonly<Record<Exclude<ValueType, 'text'>, string>> = {
  number: '^[0-9]{1,15}$',
  pid: '^[1-9][0-9]{0,9}$',
  port: '^[0-9]{1,5}$',
  nice: '^(?:-?1?[0-9]|-20)$',
  nofile: '^(?:[0-9]{1,10}|unlimited)$',
  unit: '^[A-Za-z0-9_][A-Za-z0-9@._:-]{0,180}[.](?:service|socket|slice|scope)$',
  word: '^[A-Za-z0-9_][A-Za-z0-9@._:+/-]{0,200}$',
  // No policy of a chain: those begin with `:` (iptables) or hold a `;` (nft), and are not rules that could be removed.
  rule: '^[!-9<-~][ -:<-~]{0,254}$',
};

export type Allowed =
  | { readonly ok: true; readonly allow: string; readonly accepts: (text: string) => boolean }
  | { readonly ok: false; readonly message: string };

/** The pattern of a value, compiled; a pattern that would let an option or a second line through is refused. */
export function allowedValue(name: string, type: ValueType, written: string | undefined): Allowed {
  const allow = written ?? (type === 'text' ? undefined : ALLOW[type]);
  if (allow === undefined)
    return { ok: false, message: `"${name}" of type text needs allow: an anchored RE2 pattern such as ^[a-z0-9-]+$, which it must match.` };
  const wrong = written === undefined ? undefined : allowFault(written);
  if (wrong !== undefined) return { ok: false, message: `${wrong}.` };
  const pattern = compilePattern(allow);
  if (!pattern.ok) return { ok: false, message: `RE2 does not take the pattern ${allow}: ${pattern.why}.` };
  // RE2's `$` means the end of the text, but a value with a line break is never meant.
  return { ok: true, allow, accepts: text => !/[\u0000-\u001f\u007f]/.test(text) && pattern.test(text) };
}

type NumberRule = Extract<SetValue, { readonly kind: 'number' }>['rule'];

/** `double of x`, `half of x`, `x plus 100` or a number, as a rule over the values in `known`. */
export function newValueRule(
  written: string | number,
  known: readonly string[],
): { readonly ok: true; readonly rule: NumberRule } | { readonly ok: false; readonly message: string } {
  const text = String(written);
  if (/^\d+(?:\.\d+)?$/.test(text)) return { ok: true, rule: { kind: 'fixed', value: Number(text) } };
  const times = /^(double|half) of (\w+)$/.exec(text);
  const plus = /^(\w+) plus (\d+)$/.exec(text);
  const of = times?.[2] ?? plus?.[1];
  if (of === undefined)
    return {
      ok: false,
      message: `"${text}" is not a new value: write a number, "double of NAME", "half of NAME" or "NAME plus NUMBER".`,
    };
  if (!known.includes(of)) return { ok: false, message: `there is no value "${of}" here${suggest(of, known, 'Declared')}` };
  if (times) return { ok: true, rule: { kind: 'times', of, factor: times[1] === 'double' ? 2 : 0.5 } };
  return { ok: true, rule: { kind: 'plus', of, more: Number(plus?.[2]) } };
}
