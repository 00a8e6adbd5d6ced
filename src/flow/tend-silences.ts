import type { Incident } from '../model/incident.js';
import { activeSilences, endSilence, noteEnded, type SilenceTools } from './end-silence.js';
import type { StoryStore } from './ports/alert-store.js';
import type { Logger } from './ports.js';
import type { ShowStory } from './show-story.js';

export interface TendTools extends SilenceTools {
  readonly stories: Pick<StoryStore, 'change' | 'silenced'>;
  readonly show: ShowStory;
  readonly logger: Logger;
}

async function tendOne({ id: incident, story }: Incident, tools: TendTools): Promise<boolean> {
  const { silencer, clock, logger } = tools;
  let changed = false;
  if (!story) return changed;
  const now = clock.now();
  const active = activeSilences(story, now);
  for (const silence of story.silences) {
    if (silence.endedAt !== undefined) continue;
    if (!active.includes(silence)) {
      await noteEnded(incident, silence.id, 'The silence has run out.', undefined, tools);
      changed = true;
      continue;
    }
    if (story.state.kind !== 'firing') {
      const refused = await endSilence(incident, silence, 'The silence ended with the incident.', undefined, tools);
      if (refused === undefined) changed = true;
      else logger.warn({ incident, silence: silence.id }, `a silence of an incident that is over could not be ended: ${refused}`);
      continue;
    }
    const state = await silencer.stateOf(silence.id);
    if (state.kind === 'refused') logger.debug({ incident, silence: silence.id }, `Alertmanager was asked about a silence: ${state.says}`);
    else if (state.state === 'expired' || state.state === 'unknown') {
      await noteEnded(incident, silence.id, 'The silence was ended in Alertmanager.', undefined, tools);
      changed = true;
    }
  }
  return changed;
}

/** Looks after silences: one that has ended in Alertmanager or run out is noted, one of an incident that is over is ended. */
export async function tendSilences(tools: TendTools): Promise<void> {
  for (const incident of await tools.stories.silenced()) if (await tendOne(incident, tools)) await tools.show(incident.id);
}
