import type { RemedyAnnouncer } from '../flow/ports/remedy-desk.js';
import type { Logger, Outbox } from '../flow/ports.js';
import { remedyMessage } from './blocks/remedy-message.js';
import type { Messenger } from './messenger/messenger.js';
import { writeContent } from './messenger/slot-content.js';
import { remedySlot } from './remedy-slot.js';

export interface RemedyAnnouncerOptions {
  readonly outbox: Pick<Outbox, 'want' | 'find'>;
  readonly messenger: Pick<Messenger, 'wake'>;
  readonly logger: Logger;
}

/** Tells the chat about remedies: one message for each request, in its incident's thread. */
export function createRemedyAnnouncer({ outbox, messenger, logger }: RemedyAnnouncerOptions): RemedyAnnouncer {
  return {
    showRemedy: async request => {
      const slot = remedySlot(request);
      const { incident, by, createdAt: since, id } = request;
      if (slot === undefined || !incident) {
        logger.debug({ request: id }, 'a remedy of no incident is not shown in the chat');
        return;
      }
      const content = writeContent({ kind: 'remedy', place: incident.place, asker: by.id, since, message: remedyMessage(request) });
      // What is wanted already would only be a change that nobody sees, out of a small budget.
      if ((await outbox.find(slot))?.content === content) return;
      await outbox.want({ slot, incident: incident.id, content, after: `${incident.id}/card` });
      messenger.wake();
    },
  };
}
