import type { SignalStore, StoryStore } from './ports/alert-store.js';
import type { AlertStatus } from './ports.js';

/** How it stands with alerts, for people who ask. */
export async function alertStatus(
  signals: Pick<SignalStore, 'backlog'>,
  stories: Pick<StoryStore, 'firingBySeverity' | 'storm'>,
): Promise<AlertStatus> {
  const storm = await stories.storm();
  const firing = Object.values(await stories.firingBySeverity()).reduce((sum, count) => sum + count, 0);
  return { backlog: await signals.backlog(), firing, ...(storm ? { storm } : {}) };
}
