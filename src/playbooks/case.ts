import type { OutcomeWord, VerdictWord } from '../model/diagnosis.js';
import type { Place } from '../model/playbook.js';
import type { YamlFile } from './read-yaml.js';
import type { CaseSource } from './schema-case.js';

/** A recorded capture and what must be concluded from it. Instances are written `fault@host`. */
export interface Case {
  readonly id: string;
  readonly place: Place;
  readonly title: string;
  /** File names as written, relative to the case's own file. */
  readonly captures: readonly string[];
  readonly symptom: string;
  readonly expect: {
    readonly outcome: OutcomeWord;
    readonly roots: readonly string[];
    readonly tracedTo: readonly string[];
    readonly chain?: readonly (readonly string[])[];
    readonly ruledOut: readonly string[];
    readonly verdicts: Readonly<Record<string, VerdictWord>>;
    readonly never: readonly string[];
  };
  readonly twins: boolean;
}

/** Makes a case of its source. */
export function buildCase(source: CaseSource, file: YamlFile): Case {
  const { outcome, roots, traced_to, chain, ruled_out, verdicts, never } = source.expect;
  return {
    id: source.case,
    place: file.placeOfKey([], 'case'),
    title: source.title,
    captures: typeof source.capture === 'string' ? [source.capture] : source.capture,
    symptom: source.symptom,
    expect: { outcome, roots, tracedTo: traced_to, ...(chain ? { chain } : {}), ruledOut: ruled_out, verdicts, never },
    twins: source.twins,
  };
}
