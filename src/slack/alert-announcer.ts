import type { AlertAnnouncer } from '../flow/ports/alert-announcer.js';
import type { Logger, Outbox } from '../flow/ports.js';
import { graphMessage } from './blocks/graph-message.js';
import { stormDigest } from './blocks/storm-digest.js';
import type { Messenger } from './messenger/messenger.js';
import { writeContent } from './messenger/slot-content.js';

export interface AlertAnnouncerOptions {
  readonly outbox: Pick<Outbox, 'want' | 'find'>;
  readonly messenger: Pick<Messenger, 'wake'>;
  readonly logger: Logger;
}

/** Largest picture that is kept in the outbox, in bytes; graphs have some 50,000. */
const MOST_PNG = 1_000_000;

/** Tells the chat what only incidents of alerts have: graphs in their threads, and the digest of a storm. */
export function createAlertAnnouncer({ outbox, messenger, logger }: AlertAnnouncerOptions): AlertAnnouncer {
  return {
    showGraph: async ({ id, place, openedBy, openedAt: since }, { number }, { png, title, alt, link }) => {
      const slot = `${id}/graph-${number}`;
      // Its content goes on by itself (the file's id): a run has one graph.
      if (await outbox.find(slot)) return;
      const isTooLarge = png.byteLength > MOST_PNG;
      if (isTooLarge) logger.warn({ incident: id, bytes: png.byteLength }, 'a graph is too large to be kept: its words go out alone');
      const content = writeContent({
        kind: 'graph',
        place,
        asker: openedBy.id === 'alerts' ? '' : openedBy.id,
        since,
        message: graphMessage({ title, alt, ...(link === undefined ? {} : { link }) }, !isTooLarge),
        ...(isTooLarge ? {} : { picture: { png: Buffer.from(png).toString('base64'), name: `${id}-run-${number}.png`, title, alt } }),
      });
      await outbox.want({ slot, incident: id, content, after: `${id}/card` });
      messenger.wake();
    },
    showStorm: async (storm, place, members) => {
      const slot = `${storm.id}/digest`;
      const content = writeContent({ kind: 'digest', place, asker: '', since: storm.beganAt, message: stormDigest(storm, members) });
      if ((await outbox.find(slot))?.content === content) return;
      await outbox.want({ slot, incident: storm.id, content });
      messenger.wake();
    },
  };
}
