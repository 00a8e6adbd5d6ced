import { z } from 'zod';
import type { Problem } from '../model/playbook.js';
import type { YamlFile } from './read-yaml.js';
import { nearest, suggest } from './suggest.js';

type JsonSchema = { readonly [key: string]: unknown };

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The part of a schema that describes the value at `path`. */
function partAt(schema: JsonSchema, path: readonly PropertyKey[]): JsonSchema {
  let part: JsonSchema = schema;
  for (const step of path) {
    const { properties, additionalProperties, items } = part;
    const next =
      typeof step === 'number'
        ? items
        : isObject(properties) && isObject(properties[String(step)])
          ? properties[String(step)]
          : additionalProperties;
    if (!isObject(next)) return {};
    part = next;
  }
  return part;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  return `${KINDS[typeof value] ?? typeof value} (${String(value)})`;
}

function keysOf(schema: JsonSchema, path: readonly PropertyKey[]): readonly string[] {
  const { properties } = partAt(schema, path);
  return isObject(properties) ? Object.keys(properties) : [];
}

function wrongType(issue: z.core.$ZodIssueInvalidType, schema: JsonSchema, file: YamlFile, value: unknown): Problem {
  const key = String(issue.path.at(-1) ?? '');
  if (value === undefined) {
    const about = partAt(schema, issue.path).description;
    return {
      place: file.placeOf(issue.path.slice(0, -1)),
      message: `"${key}" is missing${typeof about === 'string' ? `: ${about}` : ''}.`,
    };
  }
  const wanted = KINDS[issue.expected] ?? issue.expected;
  const isBraces = issue.expected === 'string' && isObject(value);
  const advice = isBraces
    ? ' A text with {{ }} must be in quotes.'
    : issue.expected === 'string' && value !== null
      ? ' Put it in quotes.'
      : '';
  return { place: file.placeOf(issue.path), message: `"${key}" must be ${wanted}, and is ${kindOf(value)}.${advice}` };
}

function unknownKey(key: string, allowed: readonly string[]): string {
  // `{means: first, and last}` is two keys to YAML, and the author thought of one text.
  const comma = /\s/.test(key) ? ' A comma inside { } begins a new key: put the text before it in quotes.' : '';
  return `there is no key "${key}" here${suggest(key, allowed)}${comma && `.${comma}`}`;
}

function problemsOf(issue: z.core.$ZodIssue, schema: JsonSchema, file: YamlFile, value: unknown): readonly Problem[] {
  const place = file.placeOf(issue.path);
  switch (issue.code) {
    case 'invalid_type':
      return [wrongType(issue, schema, file, value)];
    case 'unrecognized_keys':
      return issue.keys.map(key => ({ place: file.placeOfKey(issue.path, key), message: unknownKey(key, keysOf(schema, issue.path)) }));
    case 'invalid_value':
      if (value === undefined) return [wrongType({ ...issue, code: 'invalid_type', expected: 'string' }, schema, file, value)];
      return [{ place, message: `"${String(value)}" is not allowed here${suggest(String(value), issue.values.map(String))}` }];
    case 'invalid_key':
      return [
        { place: file.placeOfKey(issue.path.slice(0, -1), String(issue.path.at(-1))), message: issue.issues[0]?.message ?? issue.message },
      ];
    case 'too_big':
      return [{ place, message: `${String(value)} is too much; at most ${String(issue.maximum)}.` }];
    case 'too_small':
      if (issue.origin === 'string' || !issue.message.startsWith('Too small')) return [{ place, message: issue.message }];
      return [
        {
          place,
          message:
            issue.origin === 'array'
              ? 'this list must not be empty.'
              : `${String(value)} is too little; at least ${String(issue.minimum)}.`,
        },
      ];
    default:
      return [{ place, message: value === undefined ? `"${String(issue.path.at(-1))}" is missing.` : issue.message }];
  }
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = (value as readonly unknown[])[step];
    else if (isObject(value) && typeof step === 'string' && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** Checks a file's values against its schema: the parsed values, or every problem with its place. */
export function parseWithSchema<T>(
  schema: z.ZodType<T>,
  file: YamlFile,
): { readonly ok: true; readonly source: T } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const parsed = schema.safeParse(file.value);
  if (parsed.success) return { ok: true, source: parsed.data };
  const json: JsonSchema = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
  const { issues } = parsed.error;
  const meant = new Set(issues.flatMap(issue => misspelt(issue, json)));
  const told = issues.filter(issue => valueAt(file.value, issue.path) !== undefined || !meant.has(issue.path.join('\n')));
  return { ok: false, problems: told.flatMap(issue => problemsOf(issue, json, file, valueAt(file.value, issue.path))) };
}

/** Paths of the keys that an issue's unknown keys were probably meant to be: that those are missing is the same mistake. */
function misspelt(issue: z.core.$ZodIssue, schema: JsonSchema): readonly string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  return issue.keys.flatMap(key => {
    const near = nearest(key, keysOf(schema, issue.path));
    return near === undefined ? [] : [[...issue.path, near].join('\n')];
  });
}
