import type { Incident } from '../model/incident.js';
import type { Tables } from './tables.js';

/** Most hosts of an incident that are looked up; a group of a thousand is not asked about host by host. */
const MOST_HOSTS = 100;
/** Longer than any name of a host; longer ones would not fit into an index. */
const MOST_NAME = 255;

/** Names come from alerts too: PostgreSQL refuses the character NUL in a text. */
export const placeName = (name: string): string => name.slice(0, MOST_NAME).replaceAll('\u0000', '\ufffd');

/** The rows by which an incident is found as one that looks at the same host or service. */
export function placesOf({ id, question }: Pick<Incident, 'id' | 'question'>, openedAtMs: number): Tables['incident_place'][] {
  const hosts = [...new Set(question.hosts.slice(0, MOST_HOSTS).map(placeName))];
  const rows = hosts.map(name => ({ incident: id, kind: 'host' as const, name, opened_at: openedAtMs }));
  return question.service === undefined
    ? rows
    : [...rows, { incident: id, kind: 'service', name: placeName(question.service), opened_at: openedAtMs }];
}
