import type { AlertStory, StoryAlert, TimelineEntry } from '../model/story.js';
import { alertTitle } from './alert-name.js';
import type { MergedAlerts } from './merge-alerts.js';

/** Alerts that one entry names; more are counted. */
const MOST_NAMED = 5;

function named(alerts: readonly StoryAlert[], { group }: AlertStory): string {
  const titles = alerts.slice(0, MOST_NAMED).map(alert => alertTitle(alert, group.groupLabels));
  return `${titles.join(', ')}${alerts.length > MOST_NAMED ? ` and ${alerts.length - MOST_NAMED} more` : ''}`;
}

const counted = (count: number): string => (count === 1 ? '1 alert' : `${count} alerts`);

/** How an incident began. */
export function openedEntry(story: AlertStory, at: number): TimelineEntry {
  const firing = story.alerts.filter(({ state }) => state === 'firing');
  return { at, kind: 'opened', says: `Opened by ${counted(firing.length + story.leftOut)}: ${named(firing, story)}.` };
}

/** What a notification changed, for the timeline: a line for each kind of change, however many alerts it concerns. */
export function changeEntries(
  before: AlertStory,
  after: AlertStory,
  { joined, resolved, gone, refired }: Pick<MergedAlerts, 'joined' | 'resolved' | 'gone' | 'refired'>,
  at: number,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const add = (kind: TimelineEntry['kind'], says: string): void => void entries.push({ at, kind, says });
  if (before.state.kind === 'resolved' && after.state.kind === 'firing') add('refired', 'The alerts fire again.');
  const firing = joined.filter(({ state }) => state === 'firing');
  if (firing.length > 0) add('alert-joined', `Joined: ${named(firing, after)}.`);
  if (refired.length > 0) add('alert-refired', `Fires again: ${named(refired, after)}.`);
  const ended = [...resolved, ...joined.filter(({ state }) => state === 'resolved')];
  if (ended.length > 0) add('alert-resolved', `Resolved: ${named(ended, after)}.`);
  if (gone.length > 0) add('alert-resolved', `No longer listed, so resolved, silenced or inhibited there: ${named(gone, after)}.`);
  if (before.state.kind === 'firing' && after.state.kind === 'resolved') add('resolved', 'All alerts are resolved.');
  return entries;
}
