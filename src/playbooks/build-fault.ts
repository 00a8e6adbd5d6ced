import type { Evidence, Expression, Fault, LeadsTo, LookAt, Problem, Weight } from '../model/playbook.js';
import type { Language, NamesInScope, Scope } from './language.js';
import type { YamlFile } from './read-yaml.js';
import type { FaultSource } from './schema-fault.js';
import { suggest } from './suggest.js';
import { taker } from './taker.js';

/** Types of a fault's `about` map, by which the `where` of other faults is checked. */
export type AboutTypes = Readonly<Record<string, 'number' | 'text'>>;

function weightOf(word: string | undefined): Weight | undefined {
  const [side, strength] = (word ?? 'none').split(' ');
  if (side !== 'for' && side !== 'against') return undefined;
  if (strength !== 'weak' && strength !== 'moderate' && strength !== 'strong' && strength !== 'conclusive') return undefined;
  return { side, strength };
}

/** The `for_each` entry as names for the scope, or a problem. */
function rowsOf(
  source: FaultSource,
  language: Language,
  file: YamlFile,
  broken: ReadonlyMap<string, string>,
  problems: Problem[],
): NamesInScope {
  const [entry] = Object.entries(source.for_each ?? {});
  if (!entry) return {};
  const [name, list] = entry;
  const check = list.split('.')[0] ?? '';
  const brokenFile = broken.get(check);
  if (language.isReserved(name)) {
    problems.push({
      place: file.placeOfKey(['for_each'], name),
      message: `"${name}" has another meaning in conditions; take another name, such as row.`,
    });
    return {};
  }
  if (!language.lists.includes(list)) {
    const message =
      brokenFile === undefined
        ? `there is no list "${list}"${suggest(list, language.lists, 'Lists')}`
        : `this reads the check "${check}", which has problems of its own (${brokenFile}).`;
    problems.push({ place: file.placeOf(['for_each', name]), message });
    return {};
  }
  return { rows: { [name]: list } };
}

/** The names that a fault's own texts may use: all checks, the target, and its `for_each` variable when that is usable. */
export function scopeOf(source: FaultSource, language: Language): Scope {
  const [entry] = Object.entries(source.for_each ?? {});
  const usable = entry !== undefined && language.lists.includes(entry[1]) && !language.isReserved(entry[0]);
  return language.scope(entry && usable ? { rows: { [entry[0]]: entry[1] } } : {});
}

/** What the `about` expressions of a fault give; those with mistakes are left out, since `buildFault` reports them. */
export function aboutTypesOf(source: FaultSource, language: Language): AboutTypes {
  const scope = scopeOf(source, language);
  const types: Record<string, 'number' | 'text'> = {};
  for (const [key, text] of Object.entries(source.about)) {
    if (scope.expression(text, ['number']).ok) types[key] = 'number';
    else if (scope.expression(text, ['text']).ok) types[key] = 'text';
  }
  return types;
}

export interface FaultSurroundings {
  readonly file: YamlFile;
  readonly language: Language;
  /** `about` types of every fault of all files, this one included. */
  readonly abouts: ReadonlyMap<string, AboutTypes>;
  readonly broken: ReadonlyMap<string, string>;
}

type Take = ReturnType<typeof taker>;

function buildEvidence(source: FaultSource, scope: Scope, take: Take): readonly Evidence[] {
  return source.evidence.flatMap((line, index) => {
    const path = ['evidence', index];
    const when = take(scope.condition(line.when), [...path, 'when']);
    const says = take(scope.template(line.says), [...path, 'says']);
    const saysNot = line.says_not === undefined ? undefined : take(scope.template(line.says_not), [...path, 'says_not']);
    if (!when || !says) return [];
    const ifTrue = weightOf(line.if_true);
    const ifFalse = weightOf(line.if_false);
    const signal = line.signal ?? when.checks.join('+');
    return [
      { id: line.id, when, says, signal, ...(ifTrue ? { ifTrue } : {}), ...(ifFalse ? { ifFalse } : {}), ...(saysNot ? { saysNot } : {}) },
    ];
  });
}

function buildLinks(source: FaultSource, { language, abouts }: FaultSurroundings, take: Take): readonly LeadsTo[] {
  return source.leads_to.map(({ fault, seen_from, where }, index) => {
    const edge = { fault, seenFrom: seen_from };
    const effect = abouts.get(fault);
    if (where === undefined || effect === undefined) return edge;
    const scope = language.scope({ maps: { cause: abouts.get(source.fault) ?? {}, effect }, onlyThese: true });
    const condition = take(scope.condition(where), ['leads_to', index, 'where']);
    return condition ? { ...edge, where: condition } : edge;
  });
}

function buildLookAt(source: FaultSource, scope: Scope, take: Take): LookAt | undefined {
  if (!source.look_at) return undefined;
  const address = take(scope.expression(source.look_at.host, ['text']), ['look_at', 'host']);
  const port = take(scope.expression(source.look_at.port, ['number']), ['look_at', 'port']);
  const { ask, because, limit } = source.look_at;
  return address && port ? { address, port, ask, because, limit } : undefined;
}

/** Makes a fault of its source, every condition and text compiled, or gives everything that is wrong with them. */
export function buildFault(
  source: FaultSource,
  around: FaultSurroundings,
): { readonly fault?: Fault; readonly problems: readonly Problem[] } {
  const { file, language, broken } = around;
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const take = taker(file, problems, seen);
  const names = rowsOf(source, language, file, broken, problems);
  // Without its variable every condition would seem wrong: one message is enough.
  if (problems.length > 0) return { problems };
  const scope = language.scope(names);
  const title = take(scope.template(source.title), ['title']);
  const advice = take(scope.template(source.advice), ['advice']);
  const only = source.only === undefined ? undefined : take(scope.condition(source.only), ['only']);
  const about: Record<string, Expression> = {};
  for (const [key, text] of Object.entries(source.about)) {
    const expression = take(scope.expression(text, ['number', 'text']), ['about', key]);
    if (expression) about[key] = expression;
  }
  const [entry] = Object.entries(source.for_each ?? {});
  const list = entry && take(language.scope().expression(entry[1], ['list']), ['for_each', entry[0]]);
  const evidence = buildEvidence(source, scope, take);
  const lookAt = buildLookAt(source, scope, take);
  const leadsTo = buildLinks(source, around, take);
  const checks = [...seen].sort();
  if (problems.length > 0 || !title || !advice) return { problems };
  const fault: Fault = {
    id: source.fault,
    place: file.placeOfKey([], 'fault'),
    title,
    explain: source.explain,
    role: source.role,
    prior: source.prior,
    ...(entry && list ? { forEach: { name: entry[0], list } } : {}),
    ...(only ? { only } : {}),
    ...(source.if_nothing === undefined ? {} : { ifNothing: source.if_nothing }),
    about,
    evidence,
    leadsTo,
    oftenCausedBy: source.often_caused_by,
    ...(lookAt ? { lookAt } : {}),
    advice,
    references: source.references,
    remedies: source.remedies,
    checks,
  };
  return { fault, problems };
}
