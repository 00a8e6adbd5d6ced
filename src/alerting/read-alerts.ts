import type { AlertGroup } from '../model/alert.js';
import type { Question } from '../model/incident.js';
import { alertWords } from './alert-words.js';
import { chooseSymptom } from './choose-symptom.js';
import { findTarget } from './find-target.js';
import { firstAlerts } from './first-alerts.js';
import type { AlertRule, ReadingTools } from './reading-tools.js';

/** What a group of alerts asks, as a person would have asked it. */
export interface ReadAlerts {
  readonly question: Question;
  /** Why this symptom and these hosts, one sentence each. */
  readonly because: readonly string[];
  /** They name nothing that could be looked at: what to do about it, one sentence each; else empty. */
  readonly lacks: readonly string[];
  /** The operator wants them told there. */
  readonly channel?: string;
}

const fits = ({ match }: AlertRule, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(match).every(([label, value]) => labels[label] === value);

/** Understands a group of alerts: symptom, hosts, service, port, URL. Any group gives an answer; nothing is guessed without a sentence. */
export function readAlerts(group: AlertGroup, tools: ReadingTools): ReadAlerts {
  const first = firstAlerts(group);
  // What is over already tells where to look only when nothing fires.
  const firing = first.filter(({ state }) => state === 'firing');
  const alerts = firing.length > 0 ? firing : first;
  const rule = tools.rules.find(one => alerts.some(({ labels }) => fits(one, labels)));
  const chosen = chooseSymptom(group, alerts, rule, tools);
  const { because, lacks, ...target } = findTarget(alerts, rule, chosen, tools);
  return {
    question: { words: alertWords(group, alerts[0]), symptom: chosen.symptom, ...target, params: [] },
    because: [chosen.because, ...because],
    lacks,
    ...(rule?.channel === undefined ? {} : { channel: rule.channel }),
  };
}
