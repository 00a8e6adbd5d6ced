import type { Alert, AlertGroup } from '../model/alert.js';
import { compareSeverity, severityOf } from './severity-of.js';

/** The alerts of a group, the most telling first: firing before resolved, then the worst, then in the sender's order. */
export function firstAlerts({ alerts }: Pick<AlertGroup, 'alerts'>): readonly Alert[] {
  const isOver = ({ state }: Alert): number => (state === 'firing' ? 0 : 1);
  return [...alerts].sort((a, b) => isOver(a) - isOver(b) || compareSeverity(severityOf(a.labels), severityOf(b.labels)));
}
