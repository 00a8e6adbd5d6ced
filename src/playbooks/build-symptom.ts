import type { Problem, Symptom, SymptomAlert } from '../model/playbook.js';
import { compileAlertCondition } from './alert-condition.js';
import type { YamlFile } from './read-yaml.js';
import type { SymptomSource } from './schema-symptom.js';

/** Makes a symptom of its source. A condition with a mistake is left out, and told. */
export function buildSymptom(source: SymptomSource, file: YamlFile): { readonly symptom: Symptom; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const alerts = source.alerts.flatMap(({ source: sender, when, port_from: portFrom }, index): SymptomAlert[] => {
    const compiled = compileAlertCondition(when);
    if (compiled.ok) return [{ when: compiled.value, ...(sender ? { source: sender } : {}), ...(portFrom ? { portFrom } : {}) }];
    for (const { message, index: at } of compiled.problems) problems.push({ place: file.placeOf(['alerts', index, 'when'], at), message });
    return [];
  });
  const symptom: Symptom = {
    id: source.symptom,
    place: file.placeOfKey([], 'symptom'),
    title: source.title,
    phrases: source.phrases.map(String),
    notPhrases: source.not_phrases.map(String),
    alerts,
    asks: source.asks,
    consider: source.consider,
    show: source.show,
    ...(source.reviews.length > 0 ? { reviews: source.reviews } : {}),
    ...(source.if_nothing === undefined ? {} : { ifNothing: source.if_nothing }),
  };
  return { symptom, problems };
}
