import type { RemedyRequest } from '../model/remedy-request.js';

/** Slot of the outbox that the message of a request has; undefined: asked from the command line, it has none. */
export function remedySlot({ id, incident }: Pick<RemedyRequest, 'id' | 'incident'>): string | undefined {
  return incident && `${incident.id}/remedy-${id}`;
}
