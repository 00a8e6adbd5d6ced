import { FUNCTIONS } from './condition-functions.js';
import type { TextProblem } from './condition-reads.js';
import { type ConditionText, rewriteCondition } from './condition-text.js';
import { suggest } from './suggest.js';

/** Names that can be called: ours, and CEL's own for texts and lists. */
const CALLABLE: readonly string[] = [
  ...new Set(FUNCTIONS.map(([, , means]) => /(\w+)\(/.exec(means)?.[1] ?? '')),
  ...[
    'contains',
    'startsWith',
    'endsWith',
    'exists',
    'all',
    'exists_one',
    'filter',
    'map',
    'lowerAscii',
    'upperAscii',
    'trim',
    'split',
    'string',
  ],
];

/** CEL's type names as playbooks write them. */
function plainTypes(summary: string): string {
  return summary
    .replace(/list<[^ )]*>/g, 'list')
    .replace(/\bdouble\b|\bint\b/g, 'number')
    .replace(/\bstring\b/gi, 'text')
    .replace(/byte_count/g, 'bytes')
    .replace(/Check_\w+|google\.protobuf\.\w+/g, 'group')
    .replace(/\.$/, '');
}

function unknownCall(summary: string): string | undefined {
  const call = /^found no matching overload for '(?:([\w<>]+)\.)?(\w+)\((.*)\)'$/.exec(summary);
  if (!call) return undefined;
  const [, receiver, name = '', words = ''] = call;
  if (!CALLABLE.includes(name)) return `there is no function "${name}"${suggest(name, CALLABLE, 'Functions')}`;
  return receiver === undefined ? `${name}() does not take (${words})` : `a ${receiver} has no ${name}(${words})`;
}

/** What the library says, in the words of the playbooks, with what to write instead where that is known. */
function reason(summary: string, rest: string): string {
  const plain = plainTypes(summary);
  const mixed = /^no such overload: (.*)$/.exec(plain)?.[1];
  if (mixed !== undefined) {
    const isNull = /\bnull\b/.test(mixed) ? '; there is no null here: what is not known makes the condition unknown by itself' : '';
    return `${mixed} does not go together${isNull}`;
  }
  if (/^Invalid escape sequence/.test(plain))
    return "a backslash in a text means something else to CEL; write r'…' in front of a pattern, as in re(text, r'\\d+')";
  if (/^Unexpected token: EOF$/.test(plain)) return 'it ends too early';
  if (/^Unexpected character/.test(plain)) {
    if (rest.startsWith('=')) return 'a single = compares nothing; write ==';
    if (/^[&|]/.test(rest)) return 'a single & or | is not known; write && or ||';
    return `an operator such as &&, || or == is missing before "${rest.trim().slice(0, 20)}"`;
  }
  return unknownCall(plain) ?? plain;
}

/** A problem of what the CEL library refused, at the place where it stumbled. */
export function conditionTrouble(source: string, error: unknown, rewritten: ConditionText = rewriteCondition(source)): TextProblem {
  const found: { summary?: unknown; message?: unknown; range?: { start?: number } } =
    typeof error === 'object' && error !== null ? error : {};
  const summary = String(found.summary ?? found.message ?? error).split('\n')[0] ?? '';
  const index = rewritten.originalIndex(found.range?.start ?? 0);
  // The library points into a word when words stand where an operator should: the whole word tells more.
  const word = /^Unexpected character/.test(summary) ? source.slice(0, index).search(/\w+$/) : -1;
  const start = word < 0 ? index : word;
  return { message: `can't read "${source.trim()}": ${reason(summary, source.slice(start))}.`, index: start };
}
