import type { Problem } from '../model/playbook.js';
import type { YamlFile } from './read-yaml.js';
import type { CaseSource } from './schema-case.js';
import type { CheckSource } from './schema-check.js';
import type { FaultSource } from './schema-fault.js';
import type { RemedySource } from './schema-remedy.js';
import type { ResourceSource } from './schema-resource.js';
import type { SettingSource } from './schema-setting.js';
import type { SymptomSource } from './schema-symptom.js';
import { suggest } from './suggest.js';

export interface Written<T> {
  readonly source: T;
  readonly file: YamlFile;
}

/** Every file that can be read at all, by id: references may name a file that has problems elsewhere. */
export interface WrittenPlaybooks {
  readonly checks: ReadonlyMap<string, Written<CheckSource>>;
  readonly faults: ReadonlyMap<string, Written<FaultSource>>;
  readonly symptoms: ReadonlyMap<string, Written<SymptomSource>>;
  readonly remedies: ReadonlyMap<string, Written<RemedySource>>;
  readonly settings: ReadonlyMap<string, Written<SettingSource>>;
  readonly resources: ReadonlyMap<string, Written<ResourceSource>>;
  readonly cases: ReadonlyMap<string, Written<CaseSource>>;
  /** Ids by kind of files that can't be read: naming them is not a second mistake. */
  readonly unreadable: ReadonlySet<string>;
}

type Kind = 'check' | 'fault' | 'symptom' | 'remedy' | 'setting' | 'resource';

function referenceProblems(all: WrittenPlaybooks): Problem[] {
  const problems: Problem[] = [];
  const known: Record<Kind, readonly string[]> = {
    check: [...all.checks.keys()],
    fault: [...all.faults.keys()],
    symptom: [...all.symptoms.keys()],
    remedy: [...all.remedies.keys()],
    setting: [...all.settings.keys()],
    resource: [...all.resources.keys()],
  };
  const refer = (kind: Kind, id: string, file: YamlFile, path: readonly PropertyKey[]): void => {
    if (known[kind].includes(id) || all.unreadable.has(`${kind} ${id}`)) return;
    problems.push({ place: file.placeOf(path), message: `there is no ${kind} "${id}"${suggest(id, known[kind], 'Known')}` });
  };
  for (const { source, file } of all.faults.values()) {
    for (const [i, edge] of source.leads_to.entries()) refer('fault', edge.fault, file, ['leads_to', i, 'fault']);
    for (const [i, id] of source.often_caused_by.entries()) refer('fault', id, file, ['often_caused_by', i]);
    for (const [i, id] of (source.look_at?.ask ?? []).entries()) refer('symptom', id, file, ['look_at', 'ask', i]);
    for (const [i, id] of source.symptoms.entries()) refer('symptom', id, file, ['symptoms', i]);
    for (const [i, name] of source.remedies.entries()) refer('remedy', `${source.fault}/${name}`, file, ['remedies', i]);
  }
  for (const { source, file } of all.symptoms.values()) {
    for (const [i, id] of source.consider.entries()) refer('fault', id, file, ['consider', i]);
    for (const [i, id] of source.show.entries()) refer('check', id, file, ['show', i]);
  }
  for (const { source, file } of all.remedies.values()) refer('fault', source.remedy.split('/')[0] ?? '', file, ['remedy']);
  for (const [kind, written] of [['setting', all.settings] as const, ['resource', all.resources] as const])
    for (const { source, file } of written.values())
      if (source.instead_of !== undefined) refer(kind, source.instead_of, file, ['instead_of']);
  for (const { source, file } of all.cases.values()) {
    refer('symptom', source.symptom, file, ['symptom']);
    const { roots, traced_to, ruled_out, never, verdicts, chain = [] } = source.expect;
    const faultOf = (instance: string): string => instance.split('@')[0] ?? '';
    for (const [key, list] of Object.entries({ roots, traced_to, ruled_out })) {
      for (const [i, name] of list.entries()) refer('fault', faultOf(name), file, ['expect', key, i]);
    }
    for (const [i, id] of never.entries()) refer('fault', id, file, ['expect', 'never', i]);
    for (const name of Object.keys(verdicts)) refer('fault', faultOf(name), file, ['expect', 'verdicts', name]);
    for (const [i, steps] of chain.entries())
      for (const [j, name] of steps.entries()) refer('fault', faultOf(name), file, ['expect', 'chain', i, j]);
  }
  return problems;
}

/** A circle of `leads_to` would make every fault in it the effect of itself: no root could be named. */
function circleProblems(all: WrittenPlaybooks): Problem[] {
  const problems: Problem[] = [];
  const done = new Set<string>();
  const visit = (id: string, way: readonly string[]): void => {
    const written = all.faults.get(id);
    if (!written || done.has(id)) return;
    for (const [index, { fault }] of written.source.leads_to.entries()) {
      const from = [...way, id].indexOf(fault);
      if (from >= 0) {
        const circle = [...way, id].slice(from).concat(fault).join(' → ');
        problems.push({
          place: written.file.placeOf(['leads_to', index, 'fault']),
          message: `leads_to goes in a circle: ${circle}. Then none of them could be the root; remove one of these links.`,
        });
      } else visit(fault, [...way, id]);
    }
    done.add(id);
  };
  for (const id of all.faults.keys()) visit(id, []);
  return problems;
}

function symptomProblems(all: WrittenPlaybooks): Problem[] {
  const problems: Problem[] = [];
  const considered = new Set<string>();
  const phrases = new Map<string, string>();
  for (const { source, file } of all.symptoms.values()) {
    for (const id of source.consider) considered.add(id);
    for (const [index, phrase] of source.phrases.entries()) {
      const key = String(phrase).toLowerCase().replace(/\s+/g, ' ').trim();
      const owner = phrases.get(key);
      if (owner === undefined) phrases.set(key, source.symptom);
      else {
        const whose =
          owner === source.symptom
            ? 'stands twice here'
            : `belongs to the symptom "${owner}" already, so that it would not tell them apart`;
        problems.push({
          place: file.placeOf(['phrases', index]),
          message: `the phrase "${String(phrase)}" ${whose}. Remove it from one of them.`,
        });
      }
    }
  }
  for (const { source, file } of all.faults.values()) {
    if (considered.has(source.fault) || source.symptoms.length > 0) continue;
    problems.push({
      place: file.placeOfKey([], 'fault'),
      message: `no symptom considers "${source.fault}", so that it would never be judged. Name it under consider: of a symptom, or name a symptom under symptoms: here.`,
    });
  }
  return problems;
}

/** Rules over all files together: names that must exist, circles, faults that nothing leads to, phrases that two symptoms claim. */
export function lintPlaybooks(all: WrittenPlaybooks): readonly Problem[] {
  return [...referenceProblems(all), ...circleProblems(all), ...symptomProblems(all)];
}
