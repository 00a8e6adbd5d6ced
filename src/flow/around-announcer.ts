import type { Incident } from '../model/incident.js';
import type { AlertStory } from '../model/story.js';
import type { StoryStore } from './ports/alert-store.js';
import type { Announcer, Around, Clock, IncidentStore, Logger } from './ports.js';

interface AroundTools {
  readonly stories: Pick<StoryStore, 'related' | 'timeline' | 'markAnnounced'>;
  readonly incidents: Pick<IncidentStore, 'find'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Related incidents are those of the last day: what was longer ago rarely has to do with it. */
const RELATED_SECONDS = 86_400;
const MOST_RELATED = 5;
/** Of a flapping incident the newest entries tell enough; all of them are in its export. */
const MOST_ENTRIES = 50;

/** Its place is a line in the digest of its storm: it has no thread. */
const isInDigestOnly = ({ storm }: AlertStory): boolean => storm !== undefined && !storm.opened;

/**
 * An announcer that shows incidents of alerts with what stands around them, and as their story stands now: a run takes a minute, and the alerts go
 * on meanwhile. One incident is shown by one caller at a time, so that the newest story is what stays.
 */
export function aroundAnnouncer(announcer: Announcer, { stories, incidents, clock, logger }: AroundTools): Announcer {
  const turns = new Map<string, Promise<void>>();

  function inTurn(id: string, work: () => Promise<void>): Promise<void> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work, work);
    turns.set(id, turn);
    const leave = (): void => {
      if (turns.get(id) === turn) turns.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  }

  async function aroundOf({ id, question }: Incident): Promise<Around | undefined> {
    try {
      const to = { id, hosts: question.hosts, ...(question.service === undefined ? {} : { service: question.service }) };
      const related = await stories.related(to, clock.now() - RELATED_SECONDS, MOST_RELATED);
      const timeline = await stories.timeline(id);
      return { related, timeline: timeline.slice(-MOST_ENTRIES) };
    } catch (error) {
      logger.warn({ error, incident: id }, 'what stands around an incident could not be read; it is shown without');
      return undefined;
    }
  }

  return {
    ...announcer,
    show: (incident, summary, around) => {
      if (!incident.story) return announcer.show(incident, summary, around);
      const { id, story: given } = incident;
      return inTurn(id, async () => {
        const story = (await incidents.find(id))?.story ?? given;
        if (!isInDigestOnly(story)) {
          const now = { ...incident, story };
          await announcer.show(now, summary, around ?? (await aroundOf(now)));
        }
        await stories.markAnnounced(id, story.revision);
      });
    },
  };
}
