import type { Place } from '../../model/incident.js';
import type { AlertAnnouncer } from '../ports/alert-announcer.js';
import type { StoryStore } from '../ports/alert-store.js';
import type { Clock, Later, Logger } from '../ports.js';

interface DigestTools {
  readonly stories: Pick<StoryStore, 'findStorm' | 'stormMembers'>;
  readonly alerts: Pick<AlertAnnouncer, 'showStorm'>;
  readonly place: Place;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
}

export interface StormDigest {
  /** The storm changed: its digest is shown at once, or a little later when it was shown just now. */
  readonly touch: (storm: string) => void;
  /** Resolves when what is under way has ended; nothing is shown any more. */
  readonly stop: () => Promise<void>;
}

/** Slack allows about one change of a message in a second and counts them with all others. */
const PAUSE_SECONDS = 3;
/** Lines of a digest; the rest is counted. */
const MOST_MEMBERS = 20;

/** Shows the digest of a storm, however fast it grows, at most once in a few seconds. */
export function stormDigest({ stories, alerts, place, clock, later, logger }: DigestTools): StormDigest {
  const waiting = new Map<string, () => void>();
  const shownAt = new Map<string, number>();
  let underWay: Promise<void> = Promise.resolve();
  let isOn = true;

  async function show(id: string): Promise<void> {
    try {
      const storm = await stories.findStorm(id);
      if (storm) await alerts.showStorm(storm, place, await stories.stormMembers(id, MOST_MEMBERS));
    } catch (error) {
      logger.error({ error, storm: id }, 'the digest of a storm could not be shown; its next change shows it');
    }
  }

  function go(id: string): void {
    waiting.delete(id);
    shownAt.set(id, clock.now());
    underWay = underWay.then(() => show(id));
  }

  return {
    touch: id => {
      if (!isOn || waiting.has(id)) return;
      const seconds = (shownAt.get(id) ?? Number.NEGATIVE_INFINITY) + PAUSE_SECONDS - clock.now();
      if (seconds <= 0) go(id);
      else
        waiting.set(
          id,
          later(seconds, () => go(id)),
        );
    },
    stop: async () => {
      isOn = false;
      for (const callOff of waiting.values()) callOff();
      waiting.clear();
      await underWay;
    },
  };
}
