import type { Incident } from '../model/incident.js';
import { lastRun } from './answer-incident.js';
import type { Clock, IncidentStore, Logger } from './ports.js';

/**
 * Begins every run again that was looking when the process ended: the same incident, the same run, the same messages. Looking changes
 * nothing on a host, so that it may be done twice. Gives how many there were.
 */
export async function resumeRuns(
  begin: (incident: Incident) => void,
  { store, clock, logger }: { readonly store: IncidentStore; readonly clock: Clock; readonly logger: Logger },
): Promise<number> {
  const unfinished = await store.unfinished();
  for (const incident of unfinished) {
    const { number, startedAt } = lastRun(incident);
    logger.info(
      { incident: incident.id, run: number, ageSeconds: Math.round(clock.now() - startedAt) },
      'a run was not finished: it is begun again',
    );
    begin(incident);
  }
  return unfinished.length;
}
