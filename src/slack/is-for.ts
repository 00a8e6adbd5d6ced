import type { IncidentLine } from '../flow/ports.js';

/** Asked in a direct message (`D…`, or the person's own id), an incident is between that person and the bot. */
export function isFor(user: string, { place, openedBy }: IncidentLine): boolean {
  return openedBy.id === user || !/^[DUW]/u.test(place.channel);
}
