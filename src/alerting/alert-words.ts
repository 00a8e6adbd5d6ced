import type { Alert, AlertGroup } from '../model/alert.js';
import { harmless } from '../model/harmless.js';
import { alertName } from './alert-name.js';

/** As much of an annotation as says what is wrong; below it come run-book texts. */
const MOST_ANNOTATION = 300;

/** `NodeCPUHighUsage` as people would say it: `Node CPU High Usage`. */
function splitName(name: string): string {
  return name
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/[_-]+/gu, ' ');
}

/** What the alerts say in words, each for itself and the most telling first: the name, the summary, the description. Data, one line each. */
export function alertTexts(group: AlertGroup, alert: Alert | undefined): readonly string[] {
  const said = { ...group.commonAnnotations, ...alert?.annotations };
  const name = alert ? alertName(alert) : alertName({ labels: { ...group.commonLabels, ...group.groupLabels } });
  return [`${name} ${splitName(name)}`, said.summary, said.message, said.description]
    .map(text => harmless(text ?? '', MOST_ANNOTATION))
    .filter(text => text !== '');
}

/** The words of the incident's question: `HighErrorRate: 5 % of the requests of checkout fail`. Data, one line. */
export function alertWords(group: AlertGroup, alert: Alert | undefined): string {
  const said = { ...group.commonAnnotations, ...alert?.annotations };
  const name = alert ? alertName(alert) : alertName({ labels: { ...group.commonLabels, ...group.groupLabels } });
  const more = harmless(said.summary ?? said.message ?? said.description ?? '', MOST_ANNOTATION);
  return more === '' ? name : `${name}: ${more}`;
}
