import { alertWords } from '../alerting/alert-words.js';
import { type ReadAlerts, readAlerts } from '../alerting/read-alerts.js';
import type { ReadingTools } from '../alerting/reading-tools.js';
import type { KnownNames } from '../diagnosis/known-names.js';
import { symptomsByPhrase } from '../diagnosis/match.js';
import type { AlertGroup } from '../model/alert.js';
import type { Symptom } from '../model/playbook.js';
import type { Logger } from './ports.js';

/** Understands a group of alerts. Never throws. */
export type AlertReader = (group: AlertGroup) => ReadAlerts;

interface ReaderParts {
  readonly names: Pick<KnownNames, 'hosts' | 'services'>;
  readonly symptoms: readonly Symptom[];
  /** `alertmanager.rules` and `alertmanager.labels` of the configuration. */
  readonly rules: ReadingTools['rules'];
  readonly labels: ReadingTools['labels'];
  readonly logger: Logger;
}

/** What cannot even be read still opens an incident: somebody must see it. */
function unread(group: AlertGroup): ReadAlerts {
  return {
    question: { words: alertWords(group, group.alerts[0]), symptom: 'host-audit', hosts: [], params: [] },
    because: [],
    lacks: ['These alerts could not be understood, which is a mistake in Faultline: please report it. The log of the bot has the details.'],
  };
}

/** Builds the reader of what is known: the inventory, the playbooks, the operator's rules. */
export function alertReader({ names: { hosts, services }, symptoms, rules, labels, logger }: ReaderParts): AlertReader {
  const tools: ReadingTools = {
    hosts,
    services,
    symptoms,
    rules,
    labels,
    symptomOfWords: words => {
      const [best, ...equals] = symptomsByPhrase(words, symptoms);
      return equals.length === 0 ? best : undefined;
    },
  };
  return group => {
    try {
      return readAlerts(group, tools);
    } catch (error) {
      logger.error({ error }, 'a group of alerts could not be understood: this is a mistake in Faultline');
      return unread(group);
    }
  };
}
