import type { Problem, Symptom } from '../model/playbook.js';
import { alertConditionProblems } from './alert-condition.js';
import type { YamlFile } from './read-yaml.js';
import type { SymptomSource } from './schema-symptom.js';

/** Makes a symptom of its source. `alerts` are checked, and kept for the issue that listens to them. */
export function buildSymptom(source: SymptomSource, file: YamlFile): { readonly symptom: Symptom; readonly problems: readonly Problem[] } {
  const problems = source.alerts.flatMap(({ when }, index) =>
    alertConditionProblems(when).map(({ message, index: at }) => ({ place: file.placeOf(['alerts', index, 'when'], at), message })),
  );
  const symptom: Symptom = {
    id: source.symptom,
    place: file.placeOfKey([], 'symptom'),
    title: source.title,
    phrases: source.phrases.map(String),
    notPhrases: source.not_phrases.map(String),
    alerts: source.alerts,
    asks: source.asks,
    consider: source.consider,
    show: source.show,
    ...(source.if_nothing === undefined ? {} : { ifNothing: source.if_nothing }),
  };
  return { symptom, problems };
}
