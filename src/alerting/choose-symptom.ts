import type { Alert, AlertGroup } from '../model/alert.js';
import { harmless } from '../model/harmless.js';
import { alertName } from './alert-name.js';
import { alertTexts } from './alert-words.js';
import type { AlertRule, ReadingTools } from './reading-tools.js';

/** The symptom that alerts mean, and why. */
export interface ChosenSymptom {
  readonly symptom: string;
  readonly because: string;
  /** Label whose port is the one that the alert is about. */
  readonly portFrom?: string;
}

/** When nothing fits: every fault is looked for. */
const AUDIT = 'host-audit';

/** Further alerts of a group are of the same kind; a group of 1000 must not cost 1000 times as much. */
const MOST_ALERTS_READ = 20;

function byCondition(group: AlertGroup, alerts: readonly Alert[], symptoms: ReadingTools['symptoms']): ChosenSymptom | undefined {
  for (const alert of alerts)
    for (const { id, alerts: conditions } of symptoms)
      for (const { source, when, portFrom } of conditions ?? [])
        if ((source === undefined || source === group.source) && when.holds(alert))
          return {
            symptom: id,
            because: `The playbooks say that the alert ${alertName(alert)} means ${id}.`,
            ...(portFrom === undefined ? {} : { portFrom }),
          };
  return undefined;
}

function byWords(group: AlertGroup, alerts: readonly Alert[], symptomOfWords: ReadingTools['symptomOfWords']): ChosenSymptom | undefined {
  const texts = alerts.length === 0 ? alertTexts(group, undefined) : alerts.flatMap(alert => alertTexts(group, alert));
  for (const text of new Set(texts)) {
    const match = symptomOfWords(text);
    if (match) return { symptom: match.symptom, because: `The alert says “${harmless(match.reason)}”, which means ${match.symptom}.` };
  }
  return undefined;
}

/**
 * The symptom of a group of alerts: by the operator's rule, by the conditions of the symptom files, by the alerts' own words; else an audit of
 * the host.
 *
 * @param alerts the most telling first
 */
export function chooseSymptom(
  group: AlertGroup,
  alerts: readonly Alert[],
  rule: AlertRule | undefined,
  { symptoms, symptomOfWords }: ReadingTools,
): ChosenSymptom {
  if (rule?.symptom !== undefined) return { symptom: rule.symptom, because: `A rule of the configuration says ${rule.symptom}.` };
  const read = alerts.slice(0, MOST_ALERTS_READ);
  return (
    byCondition(group, read, symptoms) ??
    byWords(group, read, symptomOfWords) ?? {
      symptom: AUDIT,
      because:
        'No symptom fits these alerts, so every known fault is looked for (host-audit). A rule under alertmanager.rules can name one.',
    }
  );
}
