import type { Incident } from '../model/incident.js';
import type { AlertStory, TimelineEntry } from '../model/story.js';
import type { Pressed } from './ports/alert-desk.js';
import type { StoryStore } from './ports/alert-store.js';
import type { IncidentStore } from './ports.js';

/** What a change makes of a story, or why it is not made. */
export type Changing =
  | { readonly kind: 'to'; readonly story: AlertStory; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'refused'; readonly says: string };

/** Alerts and people change one story now and then at the same moment; more often than this, something is wrong. */
const MOST_ATTEMPTS = 8;

const UNKNOWN = 'This is no incident of alerts that I know.';

/**
 * Changes the story of an incident: reads it, makes the change, keeps it if nothing came in between, else begins anew. `story.revision` of the
 * change is set here.
 *
 * @throws when the store cannot be used
 */
export async function changeStory(
  id: string,
  make: (story: AlertStory, incident: Incident) => Changing,
  { incidents, stories }: { readonly incidents: Pick<IncidentStore, 'find'>; readonly stories: Pick<StoryStore, 'change'> },
): Promise<Pressed> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const incident = await incidents.find(id);
    if (!incident?.story) return { kind: 'refused', says: UNKNOWN };
    const changing = make(incident.story, incident);
    if (changing.kind === 'refused') return changing;
    const story = { ...changing.story, revision: incident.story.revision + 1 };
    if ((await stories.change(id, story, changing.entries)) === 'changed') return { kind: 'done' };
  }
  return { kind: 'refused', says: 'The incident changes all the time just now, so that this could not be kept. Press it again.' };
}
