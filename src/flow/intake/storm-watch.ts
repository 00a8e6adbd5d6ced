import { hasGathered, isStormOver, type StormSettings, stormStep } from '../../alerting/storm-step.js';
import type { AlertStory } from '../../model/story.js';
import type { StoryStore } from '../ports/alert-store.js';
import type { Measures } from '../ports/measures.js';
import type { Clock, Logger } from '../ports.js';
import type { StormDigest } from './storm-digest.js';

interface StormTools {
  readonly stories: Pick<StoryStore, 'openedSince' | 'beginStorm' | 'endStorm' | 'storm' | 'stormMembers'>;
  readonly digest: Pick<StormDigest, 'touch'>;
  /** Gives a member a thread of its own and a diagnosis. */
  readonly openMember: (incident: string) => Promise<unknown>;
  readonly settings: StormSettings;
  readonly newId: () => string;
  readonly measures: Pick<Measures, 'storm'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface StormWatch {
  /** Asked before an incident is opened: its part in a storm; undefined: it stands alone. */
  readonly partOf: () => Promise<AlertStory['storm']>;
  /** Now and then: opens the biggest members, ends a storm that is over. */
  readonly tick: () => Promise<void>;
}

/** Members among which the opened ones are counted: the biggest come first, and these are the opened ones. */
const MOST_LOOKED_AT = 200;

/** Decides when new incidents are a storm, and what becomes of it. */
export function stormWatch({ stories, digest, openMember, settings, newId, measures, clock, logger }: StormTools): StormWatch {
  // Not kept: after a restart a storm goes on for its quiet time at most.
  let lastMemberAt = clock.now();
  let isFirstLook = true;

  async function openBiggest(storm: string): Promise<void> {
    const members = await stories.stormMembers(storm, MOST_LOOKED_AT);
    const free = settings.open - members.filter(({ opened }) => opened).length;
    const biggest = members.filter(({ opened, state }) => !opened && state === 'firing').slice(0, Math.max(0, free));
    for (const { incident } of biggest) await openMember(incident);
    if (biggest.length > 0) digest.touch(storm);
  }

  return {
    partOf: async () => {
      const now = clock.now();
      const storm = await stories.storm();
      const opened = storm ? 0 : await stories.openedSince(now - settings.windowSeconds);
      const step = stormStep(opened, storm && { beganAt: storm.beganAt, lastMemberAt }, settings);
      if (step === 'alone') return undefined;
      lastMemberAt = now;
      if (storm) return { id: storm.id, opened: false };
      const id = newId();
      await stories.beginStorm({ id, revision: 1, beganAt: now, members: 0, firing: 0, alerts: 0 });
      measures.storm();
      logger.warn({ storm: id, opened }, 'a storm of alerts begins: new incidents are told in one digest');
      return { id, opened: false };
    },
    tick: async () => {
      const storm = await stories.storm();
      if (storm && isFirstLook) digest.touch(storm.id);
      isFirstLook = false;
      if (!storm) return;
      const now = clock.now();
      if (hasGathered(storm, now)) await openBiggest(storm.id);
      if (!isStormOver({ beganAt: storm.beganAt, lastMemberAt }, now, settings)) return;
      await stories.endStorm(storm.id, now);
      logger.info({ storm: storm.id, members: storm.members }, 'the storm of alerts is over');
      digest.touch(storm.id);
    },
  };
}
