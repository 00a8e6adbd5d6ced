import type { AlertGroup } from '../model/alert.js';
import type { AlertStory, StoryAlert, StoryState, TimelineEntry } from '../model/story.js';
import { changeEntries, openedEntry } from './change-entries.js';
import { mergeAlerts } from './merge-alerts.js';
import { severityOf, worstSeverity } from './severity-of.js';

/** What a notification makes of the story of its group. */
export type Folded =
  /** A new incident begins; `story.because` is still empty. */
  | { readonly kind: 'open'; readonly story: AlertStory; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'change'; readonly story: AlertStory; readonly entries: readonly TimelineEntry[] }
  | { readonly kind: 'nothing'; readonly says: string };

/** More alerts are only counted: nobody reads them, and a story must stay small. */
const MOST_ALERTS = 200;

const isFiring = ({ state }: { readonly state: 'firing' | 'resolved' }): boolean => state === 'firing';

function severityAmong(alerts: readonly StoryAlert[]): AlertStory['severity'] {
  return worstSeverity(alerts.filter(isFiring).map(({ labels }) => severityOf(labels)));
}

/** The alerts that a story lists, and how many it does not. */
function bounded(alerts: readonly StoryAlert[], leftOut: number): Pick<AlertStory, 'alerts' | 'leftOut'> {
  return { alerts: alerts.slice(0, MOST_ALERTS), leftOut: leftOut + Math.max(0, alerts.length - MOST_ALERTS) };
}

function begin(group: AlertGroup, at: number): Folded {
  const { alerts } = mergeAlerts([], group, at);
  const { source, key, receiver, groupLabels, externalUrl } = group;
  const story: AlertStory = {
    revision: 1,
    group: { source, key, receiver, groupLabels, ...(externalUrl === undefined ? {} : { externalUrl }) },
    state: { kind: 'firing', since: at },
    severity: severityAmong(alerts),
    ...bounded(alerts, group.leftOut),
    refired: 0,
    because: [],
    silences: [],
  };
  return { kind: 'open', story, entries: [openedEntry(story, at)] };
}

function nextState(known: AlertStory, fires: boolean, at: number): StoryState {
  if (known.state.kind === 'closed' || (known.state.kind === 'firing') === fires) return known.state;
  return { kind: fires ? 'firing' : 'resolved', since: at };
}

/** A firing that a person who closed the incident cannot have meant: it was not there, or it began anew since. */
function hasNewFiring(known: AlertStory, group: AlertGroup): boolean {
  const before = new Map(known.alerts.map(alert => [alert.fingerprint, alert]));
  return group.alerts.filter(isFiring).some(({ fingerprint, startsAt }) => {
    const was = before.get(fingerprint);
    // Of more alerts than are listed, one that is not known may have been there.
    return was ? startsAt > was.startsAt : known.leftOut === 0 || startsAt > known.state.since;
  });
}

/** What anybody could see of a story: neither its revision nor the order in which a sender lists its alerts. */
function visible({ alerts, ...story }: AlertStory): string {
  return JSON.stringify({ ...story, revision: 0, alerts: alerts.toSorted((one, other) => (one.fingerprint < other.fingerprint ? -1 : 1)) });
}

/**
 * Folds a notification into the story of its group. Alerts join, leave, resolve and fire anew; a group that fires anew soon after it was
 * resolved goes on in its incident, later it begins a new one.
 *
 * @param known the group's newest story; undefined: there is none
 * @param at when it came in, by the bot's clock, in seconds since the epoch
 * @param rejoinSeconds how long after its end a group still belongs to its incident
 */
export function foldStory(known: AlertStory | undefined, group: AlertGroup, at: number, rejoinSeconds: number): Folded {
  const fires = group.alerts.some(isFiring);
  if (!known) return fires ? begin(group, at) : { kind: 'nothing', says: 'an end of what never began here' };
  if (known.state.kind === 'closed' && hasNewFiring(known, group)) return begin(group, at);

  const merged = mergeAlerts(known.alerts, group, at);
  const firesNow = merged.alerts.some(isFiring);
  const { state: before } = known;
  if (before.kind === 'resolved' && firesNow && at - before.since > rejoinSeconds) return begin(group, at);

  const state = nextState(known, firesNow, at);
  const story: AlertStory = {
    ...known,
    revision: known.revision + 1,
    state,
    severity: firesNow ? severityAmong(merged.alerts) : known.severity,
    ...bounded(merged.alerts, group.leftOut),
    refired: known.refired + (before.kind === 'resolved' && state.kind === 'firing' ? 1 : 0),
  };
  if (visible(known) === visible(story)) return { kind: 'nothing', says: 'it says what is known already' };
  const listed = new Set(story.alerts);
  // What is only counted would join anew with each notification.
  const joined = merged.joined.filter(alert => listed.has(alert));
  return { kind: 'change', story, entries: changeEntries(known, story, { ...merged, joined }, at) };
}
