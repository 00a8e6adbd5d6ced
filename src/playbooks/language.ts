import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Condition, EvaluationContext, Expression, Field, Template } from '../model/playbook.js';
import type { Truth } from '../model/truth.js';
import { addFunctions } from './condition-functions.js';
import { type ReadScope, type Reads, type Reference, readsOf, type Shape, type TextProblem } from './condition-reads.js';
import { rewriteCondition } from './condition-text.js';
import { conditionTrouble } from './condition-trouble.js';
import { compileTemplate } from './template.js';
import { witnessOf } from './witness.js';

/** What a check offers to conditions. */
export interface CheckShape {
  readonly id: string;
  readonly fields: readonly (Field & { readonly oneOf?: readonly string[] })[];
}

/** Something compiled, or everything that is wrong with it. */
export type Compiled<T> =
  | { readonly ok: true; readonly value: T; readonly type: string; readonly reads: Reads }
  | { readonly ok: false; readonly problems: readonly TextProblem[] };

/** The names of a fault: its `for_each` variable, or `cause` and `effect` in a `where`. */
export interface NamesInScope {
  /** `{row: 'listen.rows'}`. */
  readonly rows?: Readonly<Record<string, string>>;
  /** `{cause: {port: 'number'}}`. */
  readonly maps?: Readonly<Record<string, Readonly<Record<string, 'number' | 'text'>>>>;
  /** True for `where`, which sees nothing but its two maps. */
  readonly onlyThese?: boolean;
}

export interface Scope {
  /** A condition: must be true or false. */
  readonly condition: (text: string) => Compiled<Condition>;
  /** An expression: must have one of the given types. */
  readonly expression: (text: string, types: readonly ('number' | 'text' | 'list')[]) => Compiled<Expression>;
  readonly template: (text: string) => Compiled<Template>;
}

const CEL_TYPE = { number: 'double', text: 'string', bool: 'bool', time: 'double', list: 'list<dyn>' } as const;
const TARGET = { host: 'text', address: 'text', port: 'number', url: 'text', unit: 'text', service: 'text', has_port: 'bool' } as const;

const ordinary = (type: string): 'number' | 'text' | 'bool' | 'list' | string => {
  if (type === 'double' || type === 'int' || type === 'uint') return 'number';
  if (type === 'string') return 'text';
  if (type.startsWith('list<')) return 'list';
  return type === 'bool' ? 'bool' : type.startsWith('Check_') || type === 'Target' ? 'group' : type;
};

function shapesOf(checks: readonly CheckShape[]): Map<string, Shape> {
  const keys = new Map<string, string[]>();
  const shapes = new Map<string, Shape>();
  for (const { id, fields } of checks) {
    keys.set(id, []);
    for (const field of fields) {
      const steps = [id, ...field.name.split('.')];
      for (let depth = 1; depth < steps.length; depth++) {
        const parent = steps.slice(0, depth).join('.');
        const known = keys.get(parent) ?? [];
        const step = steps[depth] ?? '';
        if (!known.includes(step)) keys.set(parent, [...known, step]);
      }
      if (field.type === 'list') shapes.set(steps.join('.'), { kind: 'list', keys: [] });
      else shapes.set(steps.join('.'), { kind: 'scalar', type: field.type, ...(field.oneOf ? { oneOf: field.oneOf } : {}) });
    }
  }
  for (const [path, names] of keys) {
    const isList = shapes.get(path)?.kind === 'list';
    shapes.set(path, isList ? { kind: 'list', keys: [...names, 'line'] } : { kind: 'keys', keys: names });
    if (isList) shapes.set(`${path}.line`, { kind: 'scalar', type: 'text' });
  }
  for (const [path, shape] of shapes) if (shape.kind === 'list' && !keys.has(path)) shapes.set(path, { kind: 'list', keys: ['line'] });
  return shapes;
}

/** CEL type names must have more than one letter and no dots. */
const typeName = (path: string): string => `Check_${path.replaceAll('.', '_of_')}`;

function typedEnvironment(checks: readonly CheckShape[], shapes: ReadonlyMap<string, Shape>): Environment {
  const environment = new Environment();
  addFunctions(environment);
  const schemaOf = (path: string, keys: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      keys.map(key => {
        const inner = `${path}.${key}`;
        const shape = shapes.get(inner);
        if (shape?.kind === 'scalar') return [key, CEL_TYPE[shape.type]];
        return [key, shape?.kind === 'list' ? `list<${typeName(inner)}>` : typeName(inner)];
      }),
    );
  // Inner types first: a type must be known before another one names it.
  const compound = [...shapes].flatMap(([path, shape]) => (shape.kind === 'scalar' ? [] : [{ path, keys: shape.keys }]));
  for (const { path, keys } of compound.sort((a, b) => b.path.split('.').length - a.path.split('.').length)) {
    environment.registerType(typeName(path), { schema: schemaOf(path, keys) });
  }
  for (const { id } of checks) environment.registerVariable(id, typeName(id));
  environment.registerType('Target', { schema: Object.fromEntries(Object.entries(TARGET).map(([key, type]) => [key, CEL_TYPE[type]])) });
  environment.registerVariable('target', 'Target');
  return environment;
}

/** The condition language over the given checks: CEL, type-checked against their fields. */
export interface Language {
  readonly scope: (names?: NamesInScope) => Scope;
  /** Dotted paths of all lists, such as `listen.rows`. */
  readonly lists: readonly string[];
  /** True when a check or a `for_each` variable can't have this name. */
  readonly isReserved: (name: string) => boolean;
}

/** Evaluates without types: they were checked at load, and the untyped way needs no copy of the facts. */
function runtimeEnvironment(): Environment {
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  addFunctions(environment);
  return environment;
}

/** Builds the language. `broken` names checks whose own file has problems, so that messages can say so. */
export function createLanguage(checks: readonly CheckShape[], broken: ReadonlyMap<string, string> = new Map()): Language {
  const shapes = shapesOf(checks);
  shapes.set('target', { kind: 'keys', keys: Object.keys(TARGET) });
  for (const [key, type] of Object.entries(TARGET)) shapes.set(`target.${key}`, { kind: 'scalar', type });
  const typed = typedEnvironment(checks, shapes);
  const runtime = runtimeEnvironment();
  const ids = new Set(checks.map(check => check.id));

  const scope = (names: NamesInScope = {}): Scope => {
    const environment = typed.clone();
    const known = new Map<string, Reference>([['target', { path: 'target', isRow: false }]]);
    const seen = new Map(shapes);
    if (names.onlyThese) known.clear();
    for (const [name, list] of Object.entries(names.rows ?? {})) {
      known.set(name, { path: list, isRow: true });
      environment.registerVariable(name, typeName(list));
    }
    for (const [name, keys] of Object.entries(names.maps ?? {})) {
      known.set(name, { path: name, isRow: false });
      seen.set(name, { kind: 'keys', keys: Object.keys(keys) });
      for (const [key, type] of Object.entries(keys)) seen.set(`${name}.${key}`, { kind: 'scalar', type });
      environment.registerVariable(name, { schema: Object.fromEntries(Object.entries(keys).map(([key, type]) => [key, CEL_TYPE[type]])) });
    }
    const readScope: ReadScope = { shapes: seen, names: known, checks: names.onlyThese ? new Set() : ids, broken };

    const compile = (source: string): Compiled<{ readonly ast: ASTNode; readonly evaluate: (context: EvaluationContext) => unknown }> => {
      const rewritten = rewriteCondition(source);
      const trouble = (error: unknown): { readonly ok: false; readonly problems: readonly TextProblem[] } => ({
        ok: false,
        problems: [conditionTrouble(source, error, rewritten)],
      });
      try {
        const parsed = environment.parse(rewritten.text);
        const reads = readsOf(parsed.ast, readScope);
        if (reads.problems.length > 0) {
          return { ok: false, problems: reads.problems.map(({ message, index }) => ({ message, index: rewritten.originalIndex(index) })) };
        }
        const check = environment.check(rewritten.text);
        if (!check.valid) return trouble(check.error);
        const evaluate = runtime.parse(rewritten.text);
        return {
          ok: true,
          value: { ast: parsed.ast, evaluate: context => evaluate(context) as unknown },
          type: check.type ?? 'dyn',
          reads,
        };
      } catch (error) {
        return trouble(error);
      }
    };

    const condition = (text: string): Compiled<Condition> => {
      const compiled = compile(text);
      if (!compiled.ok) return compiled;
      if (ordinary(compiled.type) !== 'bool') {
        return {
          ok: false,
          problems: [{ message: `a condition must be true or false; "${text.trim()}" is a ${ordinary(compiled.type)}.`, index: 0 }],
        };
      }
      const { evaluate } = compiled.value;
      const truth = (context: EvaluationContext): Truth => {
        try {
          const value = evaluate(context);
          return value === true ? 'true' : value === false ? 'false' : 'unknown';
        } catch {
          return 'unknown';
        }
      };
      const find = witnessOf(runtime.parse(rewriteCondition(text).text).ast, runtime);
      const { checks: read, fields } = compiled.reads;
      const value: Condition = {
        text,
        checks: read,
        fields,
        truth,
        witness: context => (truth(context) === 'true' ? find(context) : undefined),
      };
      return { ...compiled, value };
    };

    const expression = (text: string, types: readonly ('number' | 'text' | 'list' | 'bool')[]): Compiled<Expression> => {
      const compiled = compile(text);
      if (!compiled.ok) return compiled;
      const type = ordinary(compiled.type);
      if (!types.some(allowed => allowed === type)) {
        return {
          ok: false,
          problems: [{ message: `"${text.trim()}" is a ${type}; here it must be a ${types.join(' or a ')}.`, index: 0 }],
        };
      }
      const { evaluate } = compiled.value;
      const value = (context: EvaluationContext): unknown => {
        try {
          const found = evaluate(context);
          return typeof found === 'bigint' ? Number(found) : found;
        } catch {
          return undefined;
        }
      };
      return { ...compiled, value: { text, checks: compiled.reads.checks, value } };
    };

    const template = (text: string): Compiled<Template> =>
      compileTemplate(text, hole => expression(hole, ['number', 'text', 'bool'] as const));
    return { condition, expression, template };
  };

  const isReserved = (name: string): boolean => {
    if (['target', 'cause', 'effect', 'cel', 'in', 'true', 'false', 'null'].includes(name)) return true;
    try {
      new Environment().registerVariable(name, 'double');
      return false;
    } catch {
      return true;
    }
  };

  return { scope, isReserved, lists: [...shapes].filter(([, shape]) => shape.kind === 'list').map(([path]) => path) };
}
