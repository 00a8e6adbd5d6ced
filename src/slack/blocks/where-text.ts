import type { Incident } from '../../model/incident.js';
import type { Summary } from '../../model/summary.js';
import { untrusted } from './untrusted.js';

const MOST_PLACES = 5;
const MOST_PLACE = 80;

/** The first names, and how many more there are. */
export function someNames(names: readonly string[], most = MOST_PLACES, each = MOST_PLACE): string {
  const shown = names.slice(0, most).map(name => untrusted(name, each));
  return `${shown.join(', ')}${names.length > shown.length ? ` and ${names.length - shown.length} more` : ''}`;
}

/** Hosts as asked for, or as they were visited; port, service and URL where they are known. */
export function whereText({ question }: Incident, summary: Summary | undefined): string {
  return [
    someNames(summary?.places ?? question.hosts),
    question.port === undefined || summary ? '' : `port ${untrusted(question.port, 20)}`,
    question.service === undefined ? '' : `service ${untrusted(question.service, MOST_PLACE)}`,
    question.url === undefined ? '' : untrusted(question.url, 200),
  ]
    .filter(part => part !== '')
    .join(', ');
}
