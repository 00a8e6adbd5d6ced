import type { Incident, Person, Place, Question } from '../model/incident.js';
import type { Clock, IncidentStore } from './ports.js';

/** What came in: who asks what, and where. `signal` names it, so that the same one twice is one incident. */
export interface Signal {
  readonly signal: string;
  readonly question: Question;
  readonly by: Person;
  readonly place: Place;
}

/** Makes an incident of a signal, with its first run looking. Resolves when it is durable. */
export async function openIncident(
  { signal, question, by, place }: Signal,
  { store, clock, newId }: { readonly store: IncidentStore; readonly clock: Clock; readonly newId: () => string },
): Promise<{ readonly incident: Incident; readonly fresh: boolean }> {
  const now = clock.now();
  return store.open(signal, {
    id: newId(),
    openedBy: by,
    openedAt: now,
    place,
    question,
    runs: [{ number: 1, by, startedAt: now, state: { kind: 'looking' } }],
  });
}
