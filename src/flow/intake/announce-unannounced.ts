import type { StoryStore } from '../ports/alert-store.js';
import type { ShowStory } from '../show-story.js';

/** So many are shown in one go; the rest comes the next time. */
const AT_ONCE = 100;

/** Shows every incident whose card says less than its story: a process was killed in between, or the chat's wish could not be kept. */
export async function announceUnannounced(stories: Pick<StoryStore, 'unannounced'>, show: ShowStory): Promise<number> {
  const ids = await stories.unannounced(AT_ONCE);
  for (const id of ids) await show(id);
  return ids.length;
}
