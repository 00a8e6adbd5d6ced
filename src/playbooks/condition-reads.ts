import type { ASTNode } from '@marcbachmann/cel-js';
import type { FieldType } from '../model/playbook.js';
import { compilePattern } from './pattern.js';
import { suggest } from './suggest.js';
import { bytesOf, secondsOf } from './units.js';

/** What stands at a dotted path: a scalar, something with keys, or a list whose rows have keys. */
export type Shape =
  | { readonly kind: 'scalar'; readonly type: Exclude<FieldType, 'list'>; readonly oneOf?: readonly string[] }
  | { readonly kind: 'keys'; readonly keys: readonly string[] }
  | { readonly kind: 'list'; readonly keys: readonly string[] };

/** What a name stands for: a path, and whether it is one row of the list at that path. */
export interface Reference {
  readonly path: string;
  readonly isRow: boolean;
}

export interface ReadScope {
  /** Shapes by dotted path, such as `listen`, `listen.rows`, `listen.rows.port`, `target.port`. */
  readonly shapes: ReadonlyMap<string, Shape>;
  /** Names beyond the checks: `target`, a `for_each` variable, `cause` and `effect`. */
  readonly names: ReadonlyMap<string, Reference>;
  readonly checks: ReadonlySet<string>;
  /** Checks whose file has problems, with that file. */
  readonly broken: ReadonlyMap<string, string>;
}

/** Something wrong in a condition; `index` counts characters into it. */
export interface TextProblem {
  readonly message: string;
  readonly index: number;
}

export interface Reads {
  readonly checks: readonly string[];
  readonly fields: readonly string[];
  readonly problems: readonly TextProblem[];
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** What CEL offers and a playbook must not use, with what to write instead. */
const REFUSED: Readonly<Record<string, string>> = {
  matches: "matches() can take hours on a hostile line. Write re(text, 'pattern'), which is RE2 and linear.",
  has: 'has() turns "not known" into "no". Leave it out: a value that is absent makes the condition unknown by itself.',
  size: 'size() counts wrong when a list was cut off. Ask exists() or all(), or read a count that the check gives.',
  '/': 'x / y is true or false even when y is 0. Write ratio(x, y), which is unknown then.',
  '%': 'numbers are not whole here, so they have no remainder; compare them with <, >, == instead.',
  dyn: 'dyn() switches the type check off. Leave it out.',
  int: 'int() is not needed: every number is a double here, and compares with any number.',
  uint: 'uint() is not needed: every number is a double here, and compares with any number.',
  timestamp: 'times are numbers here: seconds since the epoch. Compare them as numbers.',
  duration: 'durations are numbers here: seconds. Write seconds("5m").',
};

const LITERALS: Readonly<Record<string, (text: string) => string | undefined>> = {
  byte_count: text =>
    bytesOf(text) === undefined ? `bytes("${text}") is not a size. Write a number and a unit: 64kB, 10Mi, 2Gi.` : undefined,
  seconds: text =>
    secondsOf(text) === undefined ? `seconds("${text}") is not a time. Write a number and a unit: 250ms, 5s, 2m, 1h.` : undefined,
  re: text => {
    const pattern = compilePattern(text);
    return pattern.ok ? undefined : `RE2 does not take the pattern ${text}: ${pattern.why}.`;
  },
};

type Names = ReadonlyMap<string, Reference | undefined>;

const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'op' in value;

/** Walks one condition: which checks and fields it reads, and every name in it that does not exist. */
export function readsOf(root: ASTNode, scope: ReadScope): Reads {
  const checks = new Set<string>();
  const fields = new Set<string>();
  const problems: TextProblem[] = [];

  const problem = (node: ASTNode, message: string, index = node.start): void => {
    problems.push({ message, index });
  };

  const record = (reference: Reference): void => {
    const id = reference.path.split('.')[0] ?? '';
    if (!scope.checks.has(id)) return;
    checks.add(id);
    if (!reference.isRow && scope.shapes.get(reference.path)?.kind !== 'keys') fields.add(reference.path);
  };

  const readName = (node: ASTNode, name: string, names: Names): Reference | undefined => {
    if (names.has(name)) {
      const reference = names.get(name);
      if (reference) record(reference);
      return reference;
    }
    if (scope.checks.has(name)) {
      checks.add(name);
      return { path: name, isRow: false };
    }
    const file = scope.broken.get(name);
    if (file !== undefined) problem(node, `this reads the check "${name}", which has problems of its own (${file}).`);
    else problem(node, `there is no check or name "${name}"${suggest(name, [...scope.checks, ...names.keys()], 'Known')}`);
    return undefined;
  };

  const readKey = (node: ASTNode, base: Reference | undefined, key: string): Reference | undefined => {
    if (!base) return undefined;
    const shape = scope.shapes.get(base.path);
    if (!shape) return undefined;
    const keyIndex = Math.max(node.start, node.end - key.length);
    if (shape.kind === 'scalar') {
      problem(node, `${base.path} is a ${shape.type}; it has no "${key}".`, keyIndex);
      return undefined;
    }
    if (shape.kind === 'list' && !base.isRow) {
      problem(node, `${base.path} is a list. Ask its rows: ${base.path}.exists(r, r.${key} …).`, keyIndex);
      return undefined;
    }
    if (!shape.keys.includes(key)) {
      problem(node, `${base.path} has no field "${key}"${suggest(key, shape.keys, 'It has')}`, keyIndex);
      return undefined;
    }
    const found: Reference = { path: `${base.path}.${key}`, isRow: false };
    record(found);
    return found;
  };

  const compareWords = (reference: Reference | undefined, words: readonly (ASTNode | undefined)[]): void => {
    const shape = reference && scope.shapes.get(reference.path);
    if (shape?.kind !== 'scalar' || !shape.oneOf) return;
    for (const word of words) {
      if (word?.op !== 'value' || typeof word.args !== 'string' || shape.oneOf.includes(word.args)) continue;
      problem(word, `${reference?.path ?? ''} is never "${word.args}"${suggest(word.args, shape.oneOf, 'It can be')}`);
    }
  };

  const readCall = (node: ASTNode, name: string, words: readonly ASTNode[]): void => {
    const why = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
    if (why !== undefined) problem(node, why);
    const literal = words.at(-1);
    const check = Object.hasOwn(LITERALS, name) ? LITERALS[name] : undefined;
    if (!check || !literal) return;
    if (literal.op !== 'value' || typeof literal.args !== 'string') {
      problem(
        literal,
        `${name === 'byte_count' ? 'bytes' : name}() takes a text in quotes here, so that it can be checked when the playbook is loaded.`,
      );
      return;
    }
    const wrong = check(literal.args);
    if (wrong !== undefined) problem(literal, wrong);
  };

  const readMacro = (name: string, receiver: ASTNode, words: readonly ASTNode[], names: Names): Reference | undefined => {
    const base = walk(receiver, names);
    const [variable, ...bodies] = words;
    const row = base && scope.shapes.get(base.path)?.kind === 'list' && !base.isRow ? { path: base.path, isRow: true } : undefined;
    const inner = variable?.op === 'id' ? new Map([...names, [variable.args, row] as const]) : names;
    for (const body of bodies) walk(body, inner);
    return name === 'filter' ? base : undefined;
  };

  const walk = (node: ASTNode, names: Names): Reference | undefined => {
    switch (node.op) {
      case 'value':
        return undefined;
      case 'id':
        return readName(node, node.args, names);
      case '.':
        return readKey(node, walk(node.args[0], names), node.args[1]);
      case '[]': {
        const [left, index] = node.args;
        const base = walk(left, names);
        walk(index, names);
        if (index.op === 'value' && typeof index.args === 'string') return readKey(node, base, index.args);
        return base && scope.shapes.get(base.path)?.kind === 'list' ? { path: base.path, isRow: true } : undefined;
      }
      case 'call':
        readCall(node, node.args[0], node.args[1]);
        if (node.args[0] !== 'has') for (const word of node.args[1]) walk(word, names);
        return undefined;
      case 'rcall': {
        const [name, receiver, words] = node.args;
        if (MACROS.has(name)) return readMacro(name, receiver, words, names);
        if (receiver.op === 'id' && receiver.args === 'cel') {
          problem(node, 'cel.bind() is not needed in a condition. Write the value where it is used.');
          return undefined;
        }
        readCall(node, name, words);
        walk(receiver, names);
        for (const word of words) walk(word, names);
        return undefined;
      }
      case '==':
      case '!=':
      case 'in': {
        const [left, right] = node.args;
        const leftReference = walk(left, names);
        const rightReference = walk(right, names);
        compareWords(leftReference, right.op === 'list' ? right.args : [right]);
        compareWords(rightReference, [left]);
        return undefined;
      }
      default: {
        const why = Object.hasOwn(REFUSED, node.op) ? REFUSED[node.op] : undefined;
        if (why !== undefined) problem(node, why);
        const parts: readonly unknown[] = Array.isArray(node.args) ? node.args.flat() : [node.args];
        for (const part of parts) if (isNode(part)) walk(part, names);
        return undefined;
      }
    }
  };

  walk(root, scope.names);
  return { checks: [...checks].sort(), fields: [...fields].sort(), problems };
}
