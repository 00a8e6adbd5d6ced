import type { Expression, Problem, Template } from '../model/playbook.js';
import type { NeededValue, ReadValue, Remedy, RemedyCommand, SetValue, Undo } from '../model/remedy.js';
import { scopeOf } from './build-fault.js';
import type { Compiled, Language, Scope } from './language.js';
import type { YamlFile } from './read-yaml.js';
import { allowedValue, newValueRule } from './remedy-value.js';
import { remedyCommand, remedyWord } from './remedy-words.js';
import type { FaultSource } from './schema-fault.js';
import type { RemedySource } from './schema-remedy.js';
import { secondsOf } from './units.js';

type Path = readonly PropertyKey[];
type Report = (path: Path, message: string, index?: number) => void;

export interface RemedySurroundings {
  readonly file: YamlFile;
  readonly language: Language;
  /** The fault that it removes: its words are those of `needs` and `guided`, its evidence is what `verify` looks at. */
  readonly fault: FaultSource;
}

function taken<T>(compiled: Compiled<T>, path: Path, report: Report, seen: Set<string>): T | undefined {
  if (compiled.ok) {
    for (const check of compiled.reads.checks) seen.add(check);
    return compiled.value;
  }
  for (const { message, index } of compiled.problems) report(path, message, index);
  return undefined;
}

function buildNeeds(source: RemedySource, scope: Scope, report: Report, seen: Set<string>): readonly NeededValue[] {
  return Object.entries(source.needs).flatMap(([name, { from, type, allow }]) => {
    const allowed = allowedValue(name, type, allow);
    if (!allowed.ok) report(['needs', name, 'allow'], allowed.message);
    const isList = Array.isArray(from);
    const written = isList ? from : [from];
    const expressions = written.flatMap((each, index): readonly Expression[] => {
      const expression = taken(
        scope.expression(each, ['number', 'text']),
        ['needs', name, 'from', ...(isList ? [index] : [])],
        report,
        seen,
      );
      return expression ? [expression] : [];
    });
    if (!allowed.ok || expressions.length < written.length) return [];
    return [{ name, from: expressions, reading: type === 'rule' ? 'rule' : 'as-is', allow: allowed.allow, accepts: allowed.accepts }];
  });
}

function buildReads(source: RemedySource, known: readonly string[], report: Report): readonly ReadValue[] {
  return Object.entries(source.read).flatMap(([name, { file, run, type, allow }]): readonly ReadValue[] => {
    const allowed = allowedValue(name, type, allow);
    if (!allowed.ok) {
      report(['read', name, 'allow'], allowed.message);
      return [];
    }
    const value = { name, allow: allowed.allow, accepts: allowed.accepts };
    if ((file === undefined) === (run === undefined)) {
      report(['read', name], `"${name}" needs one way to be read: file: or run:.`);
      return [];
    }
    if (file !== undefined) {
      const path = remedyWord(file, known);
      if (!file.startsWith('/')) report(['read', name, 'file'], `"${file}" is not an absolute file name; begin it with /.`);
      else if (!path.ok) report(['read', name, 'file'], path.problem.message, path.problem.index);
      else return [{ ...value, way: { kind: 'file', path: path.value } }];
      return [];
    }
    const argv = remedyCommand(run ?? [], known);
    if (argv.ok) return [{ ...value, way: { kind: 'run', argv: argv.value } }];
    report(['read', name, 'run'], argv.problem.message);
    return [];
  });
}

function buildSets(source: RemedySource, known: readonly string[], report: Report): readonly SetValue[] {
  return Object.entries(source.set).flatMap(([name, { type, value, min, max, step, allow }]): readonly SetValue[] => {
    const allowed = allowedValue(name, type, allow);
    if (!allowed.ok) {
      report(['set', name, 'allow'], allowed.message);
      return [];
    }
    const frame = { name, allow: allowed.allow, accepts: allowed.accepts };
    if (type === 'text') {
      if (allowed.accepts(String(value))) return [{ ...frame, kind: 'text', value: String(value) }];
      report(['set', name, 'value'], `"${String(value)}" does not match allow: ${allowed.allow}`);
      return [];
    }
    if (min === undefined || max === undefined || min > max) {
      report(['set', name], `"${name}" needs min: and max:, the least and the most that anybody may set.`);
      return [];
    }
    const rule = newValueRule(value, known);
    if (rule.ok) return [{ ...frame, kind: 'number', rule: rule.rule, min, max, step }];
    report(['set', name, 'value'], rule.message);
    return [];
  });
}

function buildCommands(
  written: readonly (readonly (string | number)[])[] | undefined,
  key: string,
  known: readonly string[],
  report: Report,
): readonly RemedyCommand[] {
  return (written ?? []).flatMap((words, index) => {
    const read = remedyCommand(words, known);
    if (read.ok) return [read.value];
    report([key, index], read.problem.message);
    return [];
  });
}

function undoOf(source: RemedySource, known: readonly string[], report: Report): Undo {
  const commands = buildCommands(source.undo, 'undo', known, report);
  return commands.length > 0 ? { kind: 'commands', commands } : { kind: 'none', why: source.no_undo ?? 'nothing was changed' };
}

/** What the digest of every plan covers: the remedy as written, and the evidence by which it is verified. */
function writtenOf(source: RemedySource, fault: FaultSource): unknown {
  const evidence = fault.evidence.filter(({ id }) => source.verify.gone.includes(id));
  return { remedy: source, evidence: evidence.map(({ id, when }) => ({ id, when })) };
}

/** Makes a remedy of its source, in the words of its fault. */
export function buildRemedy(
  source: RemedySource,
  { file, language, fault }: RemedySurroundings,
): { readonly remedy?: Remedy; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const report: Report = (path, message, index) => problems.push({ place: file.placeOf(path, index), message });
  const scope = scopeOf(fault, language);
  const seen = new Set<string>();
  const needs = buildNeeds(source, scope, report, seen);
  const needed = Object.keys(source.needs);
  const current = [...needed, ...Object.keys(source.read)];
  const all = [...current, ...Object.keys(source.set)];
  for (const [index, name] of all.entries())
    if (all.indexOf(name) < index) report([], `the name "${name}" stands twice among needs, read and set; each value needs its own.`);
  const read = buildReads(source, needed, report);
  const set = buildSets(source, current, report);
  const precheck = buildCommands(source.precheck, 'precheck', current, report);
  const [first, ...more] = buildCommands(source.run, 'run', all, report);
  const undo = undoOf(source, all, report);
  const steps = (source.guided ?? []).flatMap((text, index): readonly Template[] => {
    const step = taken(scope.template(text), ['guided', index], report, seen);
    return step ? [step] : [];
  });
  const confirmWithinSeconds = source.confirm_within === undefined ? undefined : secondsOf(source.confirm_within);
  const frame = {
    id: source.remedy,
    fault: fault.fault,
    place: file.placeOfKey([], 'remedy'),
    does: source.do,
    risk: source.risk,
    needs,
    checks: [...seen].sort(),
    verify: { afterSeconds: secondsOf(source.verify.after) ?? 0, gone: source.verify.gone },
    ...(source.warn === undefined ? {} : { warn: source.warn }),
    written: writtenOf(source, fault),
  };
  if (problems.length > 0) return { problems };
  const [step, ...furtherSteps] = steps;
  if (step) return { remedy: { ...frame, kind: 'guided', steps: [step, ...furtherSteps] }, problems };
  if (!first) {
    report([], 'this remedy does nothing: write run: with commands, or guided: with steps for a person.');
    return { problems };
  }
  return {
    remedy: {
      ...frame,
      kind: 'run',
      read,
      set,
      precheck,
      run: [first, ...more],
      undo,
      ...(confirmWithinSeconds === undefined ? {} : { confirmWithinSeconds }),
    },
    problems,
  };
}
