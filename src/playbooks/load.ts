import type { Parser } from '../model/parser.js';
import type { Check, Fault, Playbooks, Problem, Symptom } from '../model/playbook.js';
import type { Remedy } from '../model/remedy.js';
import { type BuiltCheck, buildCheck } from './build-check.js';
import { aboutTypesOf, buildFault } from './build-fault.js';
import { buildRemedy } from './build-remedy.js';
import { buildResource } from './build-resource.js';
import { buildSetting } from './build-setting.js';
import { buildSymptom } from './build-symptom.js';
import { buildCase, type Case } from './case.js';
import { createLanguage, type Language } from './language.js';
import { lintPlaybooks, type Written } from './lint.js';
import { lintFault } from './lint-fault.js';
import { lintRemedy } from './lint-remedy.js';
import { type PlaybookText, readYaml, type YamlFile } from './read-yaml.js';
import { type PlaybookKind, playbookKinds, playbookSchemas } from './schema.js';
import type { CaseSource } from './schema-case.js';
import type { CheckSource } from './schema-check.js';
import type { FaultSource } from './schema-fault.js';
import { parseWithSchema } from './schema-problems.js';
import type { RemedySource } from './schema-remedy.js';
import type { ResourceSource } from './schema-resource.js';
import type { SettingSource } from './schema-setting.js';
import type { SymptomSource } from './schema-symptom.js';
import { nearest } from './suggest.js';

export interface LoadedPlaybooks {
  readonly playbooks: Playbooks;
  readonly cases: ReadonlyMap<string, Case>;
  /** Everything that is wrong, in the order of the files. A file with a problem is left out; the others are usable. */
  readonly problems: readonly Problem[];
}

interface Sources {
  readonly checks: Map<string, Written<CheckSource>>;
  readonly faults: Map<string, Written<FaultSource>>;
  readonly symptoms: Map<string, Written<SymptomSource>>;
  readonly remedies: Map<string, Written<RemedySource>>;
  readonly settings: Map<string, Written<SettingSource>>;
  readonly resources: Map<string, Written<ResourceSource>>;
  readonly cases: Map<string, Written<CaseSource>>;
  /** `kind id` of files that could not be read, with the file. */
  readonly unreadable: Map<string, string>;
}

function kindOf(file: YamlFile): PlaybookKind | Problem {
  const place = file.placeOf([]);
  const { value } = file;
  const begin = `Begin the file with one of: ${playbookKinds.map(kind => `${kind}:`).join(', ')}.`;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { place, message: `this is not a playbook. ${begin}` };
  const kinds = playbookKinds.filter(kind => Object.hasOwn(value, kind));
  // A case names its symptom, so that it holds two of these keys.
  const [kind, ...others] = kinds.includes('case') ? kinds.filter(found => found !== 'symptom') : kinds;
  if (kind === undefined) {
    const [first = ''] = Object.keys(value);
    const meant = nearest(first, playbookKinds);
    return {
      place,
      message: `this is not a playbook: it begins with "${first}"${meant === undefined ? '.' : `; did you mean "${meant}"?`} ${begin}`,
    };
  }
  if (others.length > 0) return { place, message: `this file is a ${kind} and a ${others.join(' and a ')}. Write one file for each.` };
  return kind;
}

function addTo<T>(written: Map<string, Written<T>>, kind: PlaybookKind, id: string, entry: Written<T>, problems: Problem[]): void {
  const first = written.get(id);
  if (!first) {
    written.set(id, entry);
    return;
  }
  const { file, line } = first.file.placeOfKey([], kind);
  problems.push({
    place: entry.file.placeOfKey([], kind),
    message: `the ${kind} "${id}" exists already, in ${file} line ${line}. Give this one another id.`,
  });
}

/** Reads one file into the map of its kind. */
function take(text: PlaybookText, sources: Sources, problems: Problem[]): void {
  const { file, problems: found } = readYaml(text);
  problems.push(...found);
  if (!file) {
    // The file's first word tells what others may mean by it, so that they are not blamed as well.
    const begin = /^(check|fault|symptom|remedy|setting|resource|case): *['"]?([\w/-]+)/m.exec(text.text);
    if (begin) sources.unreadable.set(`${begin[1]} ${begin[2]}`, text.path);
    return;
  }
  const kind = kindOf(file);
  if (typeof kind !== 'string') {
    problems.push(kind);
    return;
  }
  const keep = <T>(read: ReturnType<typeof parseWithSchema<T>>, written: Map<string, Written<T>>, idOf: (source: T) => string): void => {
    if (read.ok) {
      addTo(written, kind, idOf(read.source), { source: read.source, file }, problems);
      return;
    }
    problems.push(...read.problems);
    sources.unreadable.set(`${kind} ${String((file.value as Readonly<Record<string, unknown>>)[kind])}`, file.path);
  };
  switch (kind) {
    case 'check':
      keep(parseWithSchema(playbookSchemas.check, file), sources.checks, source => source.check);
      break;
    case 'fault':
      keep(parseWithSchema(playbookSchemas.fault, file), sources.faults, source => source.fault);
      break;
    case 'symptom':
      keep(parseWithSchema(playbookSchemas.symptom, file), sources.symptoms, source => source.symptom);
      break;
    case 'remedy':
      keep(parseWithSchema(playbookSchemas.remedy, file), sources.remedies, source => source.remedy);
      break;
    case 'setting':
      keep(parseWithSchema(playbookSchemas.setting, file), sources.settings, source => source.setting);
      break;
    case 'resource':
      keep(parseWithSchema(playbookSchemas.resource, file), sources.resources, source => source.resource);
      break;
    case 'case':
      keep(parseWithSchema(playbookSchemas.case, file), sources.cases, source => source.case);
      break;
  }
}

function buildChecks(sources: Sources, parsers: ReadonlyMap<string, Parser>, problems: Problem[]): ReadonlyMap<string, BuiltCheck> {
  const { isReserved } = createLanguage([]);
  const built = new Map<string, BuiltCheck>();
  for (const [id, { source, file }] of sources.checks) {
    if (isReserved(id)) {
      problems.push({ place: file.placeOf(['check']), message: `"${id}" has another meaning in conditions; give the check another id.` });
      continue;
    }
    const check = buildCheck(source, file, parsers);
    built.set(id, check);
    problems.push(...check.problems);
  }
  return built;
}

function buildFaults(
  sources: Sources,
  language: Language,
  broken: ReadonlyMap<string, string>,
  problems: Problem[],
): ReadonlyMap<string, Fault> {
  const faults = new Map<string, Fault>();
  const abouts = new Map([...sources.faults].map(([id, { source }]) => [id, aboutTypesOf(source, language)] as const));
  for (const [id, { source, file }] of sources.faults) {
    const { fault, problems: found } = buildFault(source, { file, language, abouts, broken });
    problems.push(...found);
    if (!fault) continue;
    problems.push(...lintFault(fault, source, file));
    faults.set(id, fault);
  }
  return faults;
}

function buildRemedies(sources: Sources, language: Language, problems: Problem[]): ReadonlyMap<string, Remedy> {
  const remedies = new Map<string, Remedy>();
  for (const [id, { source, file }] of sources.remedies) {
    // That the fault does not exist, or can't be read, is told elsewhere.
    const fault = sources.faults.get(id.split('/')[0] ?? '')?.source;
    if (!fault) continue;
    const { remedy, problems: found } = buildRemedy(source, { file, language, fault });
    problems.push(...found);
    if (!remedy) continue;
    problems.push(...lintRemedy(remedy, source, fault, file));
    remedies.set(id, remedy);
  }
  return remedies;
}

/** Builds what audits look at. What another file of the same kind stands instead of is built too, so that its mistakes are told. */
function buildReviewed<S, B extends { readonly id: string }>(
  written: ReadonlyMap<string, Written<S>>,
  build: (source: S, file: YamlFile) => { readonly built?: B; readonly problems: readonly Problem[] },
  problems: Problem[],
): ReadonlyMap<string, B> {
  const all = new Map<string, B>();
  for (const { source, file } of written.values()) {
    const { built, problems: found } = build(source, file);
    problems.push(...found);
    if (built) all.set(built.id, built);
  }
  return all;
}

/** Those that are usable, without those that a usable one stands instead of. */
function inForce<T extends { readonly id: string; readonly place: { readonly file: string }; readonly checks: readonly string[] }>(
  built: ReadonlyMap<string, T>,
  written: ReadonlyMap<string, Written<{ readonly instead_of?: string | undefined }>>,
  isUsable: (one: T) => boolean,
): ReadonlyMap<string, T> {
  const usable = [...built.values()].filter(isUsable);
  const replaced = new Set(usable.map(({ id }) => written.get(id)?.source.instead_of));
  return new Map(usable.filter(({ id }) => !replaced.has(id)).map(one => [one.id, one] as const));
}

/** How messages begin that only repeat that another file has problems. */
const READS_BROKEN = 'this reads the check ';

/** Names of the remedies of a fault: in its own order those that it names, then those that other folders add to it. */
function offered(fault: string, named: readonly string[], remedies: ReadonlyMap<string, Remedy>): readonly string[] {
  const existing = [...remedies.keys()].flatMap(id => (id.startsWith(`${fault}/`) ? [id.slice(fault.length + 1)] : []));
  return [...named.filter(name => existing.includes(name)), ...existing.filter(name => !named.includes(name))];
}

/** Closes the playbooks: nothing that is left names something that was left out. */
function close(
  checks: ReadonlyMap<string, Check>,
  faults: ReadonlyMap<string, Fault>,
  symptoms: ReadonlyMap<string, Symptom>,
  remedies: ReadonlyMap<string, Remedy>,
  sources: Sources,
): Omit<Playbooks, 'settings' | 'resources'> {
  const isLoaded = (id: string): boolean => faults.has(id);
  const joining = (symptom: string): string[] =>
    [...sources.faults].flatMap(([id, { source }]) => (source.symptoms.includes(symptom) ? [id] : []));
  const closedSymptoms = new Map<string, Symptom>();
  for (const [id, symptom] of symptoms) {
    const consider = [...new Set([...symptom.consider, ...joining(id)])].filter(isLoaded);
    if (consider.length > 0) closedSymptoms.set(id, { ...symptom, consider, show: symptom.show.filter(check => checks.has(check)) });
  }
  const closedFaults = new Map<string, Fault>();
  for (const [id, fault] of faults) {
    const { lookAt, ...rest } = fault;
    const ask = lookAt?.ask.filter(symptom => closedSymptoms.has(symptom)) ?? [];
    closedFaults.set(id, {
      ...rest,
      leadsTo: fault.leadsTo.filter(edge => isLoaded(edge.fault)),
      oftenCausedBy: fault.oftenCausedBy.filter(isLoaded),
      remedies: offered(id, fault.remedies, remedies),
      ...(lookAt && ask.length > 0 ? { lookAt: { ...lookAt, ask } } : {}),
    });
  }
  const closedRemedies = new Map([...remedies].filter(([, { fault }]) => isLoaded(fault)));
  return { checks, faults: closedFaults, symptoms: closedSymptoms, remedies: closedRemedies };
}

/** In the order of the files; a mistake elsewhere that a file meets many times (a check that can't be read) is told once. */
function inOrder(problems: readonly Problem[], files: readonly PlaybookText[]): readonly Problem[] {
  const order = new Map(files.map((file, index) => [file.path, index]));
  const sorted = [...problems].sort(
    (a, b) =>
      (order.get(a.place.file) ?? 0) - (order.get(b.place.file) ?? 0) || a.place.line - b.place.line || a.place.column - b.place.column,
  );
  const told = new Set<string>();
  return sorted.filter(({ place, message }) => {
    const key = `${place.file}\n${message}`;
    if (!message.startsWith(READS_BROKEN)) return true;
    return told.has(key) ? false : told.add(key);
  });
}

/**
 * Reads playbook texts (checks, faults, symptoms, remedies, settings, resources and cases, told apart by the key that each begins with) against the parsers
 * that exist. Gives what can be used, and every problem of every file at once. Never throws for what a file says.
 */
export function loadPlaybooks(files: readonly PlaybookText[], parsers: ReadonlyMap<string, Parser>): LoadedPlaybooks {
  const problems: Problem[] = [];
  const sources: Sources = {
    checks: new Map(),
    faults: new Map(),
    symptoms: new Map(),
    remedies: new Map(),
    settings: new Map(),
    resources: new Map(),
    cases: new Map(),
    unreadable: new Map(),
  };
  for (const file of files) take(file, sources, problems);
  const built = buildChecks(sources, parsers, problems);
  const broken = new Map(
    [...sources.unreadable].flatMap(([name, file]) => (name.startsWith('check ') ? [[name.slice('check '.length), file] as const] : [])),
  );
  const language = createLanguage(
    [...built.values()].map(({ shape }) => shape),
    broken,
  );
  const faults = buildFaults(sources, language, broken, problems);
  const remedies = buildRemedies(sources, language, problems);
  const settings = buildReviewed(sources.settings, (source, file) => buildSetting(source, file, language), problems);
  const resources = buildReviewed(sources.resources, (source, file) => buildResource(source, file, language), problems);
  const symptoms = new Map<string, Symptom>();
  for (const [id, { source, file }] of sources.symptoms) {
    const { symptom, problems: found } = buildSymptom(source, file);
    problems.push(...found);
    symptoms.set(id, symptom);
  }
  problems.push(...lintPlaybooks({ ...sources, unreadable: new Set(sources.unreadable.keys()) }));

  const wrong = new Set(problems.map(problem => problem.place.file));
  const isClean = ({ place }: { readonly place: { readonly file: string } }): boolean => !wrong.has(place.file);
  const checks = new Map([...built].flatMap(([id, { check }]) => (isClean(check) ? [[id, check] as const] : [])));
  for (const fault of faults.values()) {
    const missing = fault.checks.find(id => !checks.has(id));
    if (missing === undefined || !isClean(fault)) continue;
    const file = sources.checks.get(missing)?.file.path ?? '';
    problems.push({
      place: fault.place,
      message: `this is left out, because it reads the check "${missing}", which has problems of its own (${file}).`,
    });
  }
  const usableFaults = new Map([...faults].filter(([, fault]) => isClean(fault) && fault.checks.every(id => checks.has(id))));
  const isReadable = (one: { readonly place: { readonly file: string }; readonly checks: readonly string[] }): boolean =>
    isClean(one) && one.checks.every(id => checks.has(id));
  const closed = close(
    checks,
    usableFaults,
    new Map([...symptoms].filter(([, symptom]) => isClean(symptom))),
    new Map([...remedies].filter(([, remedy]) => isClean(remedy))),
    sources,
  );
  const playbooks: Playbooks = {
    ...closed,
    settings: inForce(settings, sources.settings, isReadable),
    resources: inForce(resources, sources.resources, isReadable),
  };
  const cases = new Map(
    [...sources.cases].flatMap(([id, { source, file }]) => (wrong.has(file.path) ? [] : [[id, buildCase(source, file)] as const])),
  );
  return { playbooks, cases, problems: inOrder(problems, files) };
}
