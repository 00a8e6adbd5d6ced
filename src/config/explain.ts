import type { z } from 'zod';
import { quote } from './allowed.js';
import { nearest } from './nearest.js';

type Issue = z.core.$ZodIssue;

/** What the file holds at a path; undefined when nothing is there. */
export function valueAt(value: unknown, steps: readonly PropertyKey[]): unknown {
  let here: unknown = value;
  for (const step of steps) {
    if (here === null || typeof here !== 'object' || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<PropertyKey, unknown>)[step];
  }
  return here;
}

/** `hosts[0].port` for ['hosts', 0, 'port']. */
export function keyText(steps: readonly PropertyKey[]): string {
  return steps.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${String(step)}`)).join('');
}

/**
 * The sentence for one zod issue: the bad value, what is wrong, what to write. What could be a secret written in clear is never repeated:
 * the message goes to terminals and logs.
 *
 * @param known the keys that are accepted at that place, when the issue is an unknown key
 */
export function explain(issue: Issue, raw: unknown, known: readonly string[]): string[] {
  const value = valueAt(raw, issue.path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(key => {
      const near = nearest(key, known, 1)[0];
      const meant = near === undefined ? '' : ` Did you mean \`${near}\`?`;
      return `${quote(key)} is not a key that is known here.${meant} Known: ${known.join(', ')}.`;
    });
  }
  if (issue.code === 'invalid_key') {
    return [`${quote(String(issue.path.at(-1) ?? ''))} cannot be a name here: ${issue.issues[0]?.message ?? 'choose another'}.`];
  }
  if (value === undefined) return [`is missing: ${remedy(issue)}.`];
  if (value === null) return [`is empty: ${remedy(issue)}, or leave the key out.`];
  return [`${show(value, issue.path)} is not accepted: ${remedy(issue)}.`];
}

/** Our own schema messages are remedies already; zod's own ("Invalid input: …") are replaced. */
function remedy(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
    const wanted: Readonly<Record<string, string>> = {
      object: 'give keys with values below it',
      record: 'give names with values below them',
      array: 'give a list: [a, b], or lines that begin with "- "',
      string: 'give a text; numbers and yes/no in quotes',
    };
    return wanted[issue.expected] ?? `give a ${issue.expected}`;
  }
  return issue.message;
}

const MAY_BE_SECRET_KEY = /(token|secret|password)$/;
const MAY_BE_SECRET = /xox[a-z]-|xapp-|-----BEGIN|:\/\/[^/]*:[^/]*@|password=/i;

function show(value: unknown, path: readonly PropertyKey[]): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a group of keys';
  const text = String(value);
  if (MAY_BE_SECRET_KEY.test(String(path.at(-1) ?? '')) || MAY_BE_SECRET.test(text)) return 'the value that is written here';
  return typeof value === 'string' ? quote(text) : text;
}
