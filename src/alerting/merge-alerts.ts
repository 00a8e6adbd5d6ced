import type { Alert, AlertGroup } from '../model/alert.js';
import type { StoryAlert } from '../model/story.js';

/** What one notification changed, alert by alert. */
export interface MergedAlerts {
  /** All that are known, firing first; not bounded yet. */
  readonly alerts: readonly StoryAlert[];
  readonly joined: readonly StoryAlert[];
  readonly resolved: readonly StoryAlert[];
  /** Resolved because the sender no longer lists them: resolved, silenced or inhibited there. Their end is not known. */
  readonly gone: readonly StoryAlert[];
  readonly refired: readonly StoryAlert[];
}

/**
 * A firing that was already known to have ended may still arrive from another Alertmanager of a cluster, or from a retry. Later than a
 * notification is retried (Alertmanager gives up after its group_interval, 5 min by default) it is believed.
 */
const LATE_SECONDS = 300;

/** One alert of each fingerprint: the newest episode; within one, its end. */
function newest(alerts: readonly Alert[]): readonly Alert[] {
  const kept = new Map<string, Alert>();
  for (const alert of alerts) {
    const before = kept.get(alert.fingerprint);
    const isNewer = !before || alert.startsAt > before.startsAt || (alert.startsAt === before.startsAt && alert.state === 'resolved');
    if (isNewer) kept.set(alert.fingerprint, alert);
  }
  return [...kept.values()];
}

/** Ends come from the sender's clock: never before the beginning, and never later than when it was told. */
function endOf(alert: Alert, at: number): number {
  return Math.max(alert.startsAt, Math.min(alert.endsAt ?? at, at));
}

function toStory(alert: Alert, at: number, refired: number): StoryAlert {
  const { fingerprint, state, labels, annotations, startsAt, generatorUrl } = alert;
  return {
    fingerprint,
    state,
    labels,
    annotations,
    startsAt,
    ...(state === 'resolved' ? { endedAt: endOf(alert, at) } : {}),
    refired,
    ...(generatorUrl === undefined ? {} : { generatorUrl }),
  };
}

/** Whether what is said of an alert is older than what is known of it. */
function isStale(alert: Alert, known: StoryAlert, at: number): boolean {
  if (alert.startsAt > known.startsAt) return false;
  if (alert.state === 'resolved' || known.state === 'firing') return alert.startsAt < known.startsAt;
  return known.endedAt !== undefined && at - known.endedAt < LATE_SECONDS;
}

/**
 * Puts the alerts of a notification together with those that are known. Whatever order the deliveries come in, an alert's newest episode
 * counts, and within it its end.
 *
 * @param at when it came in, by the bot's clock, in seconds since the epoch
 */
export function mergeAlerts(
  known: readonly StoryAlert[],
  { alerts, leftOut }: Pick<AlertGroup, 'alerts' | 'leftOut'>,
  at: number,
): MergedAlerts {
  const before = new Map(known.map(alert => [alert.fingerprint, alert]));
  const joined: StoryAlert[] = [];
  const resolved: StoryAlert[] = [];
  const gone: StoryAlert[] = [];
  const refired: StoryAlert[] = [];
  const told = newest(alerts).map(alert => {
    const was = before.get(alert.fingerprint);
    before.delete(alert.fingerprint);
    if (!was) {
      const story = toStory(alert, at, 0);
      joined.push(story);
      return story;
    }
    if (isStale(alert, was, at)) return was;
    const isRefired = alert.state === 'firing' && was.state === 'resolved';
    const story = toStory(alert, at, was.refired + (isRefired ? 1 : 0));
    if (isRefired) refired.push(story);
    else if (alert.state === 'resolved' && was.state === 'firing') resolved.push(story);
    // An end that was told again keeps the time that it had.
    else if (was.endedAt !== undefined && was.startsAt === story.startsAt) return { ...story, endedAt: was.endedAt };
    return story;
  });
  // With some left out, an alert that is not listed may be among these; but not once nothing fires any more.
  const mayBeLeftOut = leftOut > 0 && told.some(({ state }) => state === 'firing');
  const rest = [...before.values()].map(alert => {
    if (alert.state === 'resolved' || mayBeLeftOut) return alert;
    const ended: StoryAlert = { ...alert, state: 'resolved' };
    gone.push(ended);
    return ended;
  });
  // Known ones before new ones: of more than can be listed, the same are listed each time.
  const fresh = new Set(joined);
  const all = [...told.filter(alert => !fresh.has(alert)), ...rest, ...joined];
  return {
    alerts: [...all.filter(({ state }) => state === 'firing'), ...all.filter(({ state }) => state === 'resolved')],
    joined,
    resolved,
    gone,
    refired,
  };
}
