import { isObject } from '../json.js';
import type { SlackJson } from '../page-api.js';

/** One thing that Slack would refuse, and where it stands (a JSON pointer). */
export interface Problem {
  readonly pointer: string;
  /** In Slack's words: `must be less than 3001 characters`. */
  readonly says: string;
}

/** What a value must be like. The tables beside this file are made of these. */
export type Rule =
  | {
      readonly kind: 'text';
      readonly min?: number;
      readonly max?: number;
      readonly oneOf?: readonly string[];
      readonly like?: { readonly pattern: RegExp; readonly says: string };
    }
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'flag' }
  | { readonly kind: 'list'; readonly of: () => Rule; readonly min?: number; readonly max?: number }
  | {
      readonly kind: 'object';
      readonly needs: { readonly [field: string]: Rule };
      readonly may: { readonly [field: string]: Rule };
      /** What no single field says. */
      readonly also?: (value: SlackJson, pointer: string) => readonly Problem[];
      /** Fields that the table does not name are let through. */
      readonly open?: boolean;
    }
  /** Which rule applies stands in the object's `type`. */
  | { readonly kind: 'by-type'; readonly of: () => { readonly [type: string]: Rule } };

/**
 * Everything wrong with a value, by a rule. Lengths are counted in UTF-16 units: never less than what Slack counts, so that what passes
 * here passes there.
 */
export function check(rule: Rule, value: unknown, pointer: string): readonly Problem[] {
  const problem = (says: string, at = pointer): readonly Problem[] => [{ pointer: at, says }];
  switch (rule.kind) {
    case 'text': {
      if (typeof value !== 'string') return problem('must provide a string');
      if (value.length < (rule.min ?? 0)) return problem(`must be more than ${(rule.min ?? 0) - 1} characters`);
      if (rule.max !== undefined && value.length > rule.max) return problem(`must be less than ${rule.max + 1} characters`);
      if (rule.oneOf && !rule.oneOf.includes(value)) return problem(`must be one of: ${rule.oneOf.join(', ')}`);
      return rule.like && !rule.like.pattern.test(value) ? problem(rule.like.says) : [];
    }
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return problem('must provide a number');
      if (rule.min !== undefined && value < rule.min) return problem(`must be at least ${rule.min}`);
      return rule.max !== undefined && value > rule.max ? problem(`must be at most ${rule.max}`) : [];
    case 'flag':
      return typeof value === 'boolean' ? [] : problem('must provide a boolean');
    case 'list':
      if (!Array.isArray(value)) return problem('must be an array');
      if (value.length < (rule.min ?? 0)) return problem(`must have at least ${rule.min} item${rule.min === 1 ? '' : 's'}`);
      if (rule.max !== undefined && value.length > rule.max) return problem(`no more than ${rule.max} items allowed`);
      return value.flatMap((item: unknown, at) => check(rule.of(), item, `${pointer}/${at}`));
    case 'by-type': {
      if (!isObject(value)) return problem('must provide an object');
      const { type } = value;
      if (typeof type !== 'string') return problem('missing required field: type');
      const found = Object.entries(rule.of()).find(([name]) => name === type)?.[1];
      return found ? check(found, value, pointer) : problem(`unsupported type: ${type.slice(0, 60)}`, `${pointer}/type`);
    }
    case 'object':
      return checkObject(rule, value, pointer);
  }
}

function checkObject(rule: Extract<Rule, { kind: 'object' }>, value: unknown, pointer: string): readonly Problem[] {
  if (!isObject(value)) return [{ pointer, says: 'must provide an object' }];
  const problems: Problem[] = [];
  for (const field of Object.keys(rule.needs)) {
    if (value[field] === undefined || value[field] === null) problems.push({ pointer, says: `missing required field: ${field}` });
  }
  for (const [field, found] of Object.entries(value)) {
    if (found === undefined || found === null) continue;
    const known = Object.hasOwn(rule.needs, field) ? rule.needs[field] : Object.hasOwn(rule.may, field) ? rule.may[field] : undefined;
    if (known) problems.push(...check(known, found, `${pointer}/${field.replaceAll('~', '~0').replaceAll('/', '~1')}`));
    else if (!rule.open) problems.push({ pointer, says: `invalid additional property: ${field}` });
  }
  // What fields say together is only asked of fields that are right alone.
  return problems.length === 0 && rule.also ? rule.also(value, pointer) : problems;
}

export const text = (max?: number, min = 1): Rule => (max === undefined ? { kind: 'text', min } : { kind: 'text', min, max });
export const oneOf = (...words: readonly string[]): Rule => ({ kind: 'text', oneOf: words });
export const flag: Rule = { kind: 'flag' };
export const number = (min?: number, max?: number): Rule => ({
  kind: 'number',
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});
export const list = (of: () => Rule, max?: number, min = 0): Rule =>
  max === undefined ? { kind: 'list', of, min } : { kind: 'list', of, min, max };
export const url = (max = 3000): Rule => ({
  kind: 'text',
  min: 1,
  max,
  like: { pattern: /^(?:https?|slack|mailto|tel):\S+$/u, says: 'must be a valid URL' },
});
