import type { ReadAlerts } from '../../alerting/read-alerts.js';
import type { Incident, Place, RunState } from '../../model/incident.js';
import type { AlertStory, TimelineEntry } from '../../model/story.js';
import { NOBODY } from '../nobody.js';

interface NewIncident {
  readonly id: string;
  readonly read: ReadAlerts;
  readonly story: AlertStory;
  readonly entries: readonly TimelineEntry[];
  /** Where incidents are told when no rule names another place. */
  readonly place: Place;
  /** Seconds since the epoch. */
  readonly now: number;
}

/** It is looked at, unless there is nothing to look at or it is one of many. */
function firstRun({ lacks }: ReadAlerts, { storm }: AlertStory, at: number): RunState {
  if (storm && !storm.opened)
    return {
      kind: 'failed',
      at,
      says: ['It came in a storm of alerts and was not looked at. Open it from the digest to have it looked at.'],
    };
  return lacks.length > 0 ? { kind: 'failed', at, says: lacks } : { kind: 'looking' };
}

/** Makes the incident that a group of alerts opens, and the first entries of its timeline. */
export function newIncident({ id, read, story, entries, place, now }: NewIncident): {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
} {
  const state = firstRun(read, story, now);
  const more: readonly TimelineEntry[] =
    state.kind === 'looking'
      ? [{ at: now, kind: 'run-began', says: 'Diagnosis 1 began.' }]
      : story.storm
        ? [{ at: now, kind: 'storm', says: 'One of many at once: it is told in the digest of the storm.' }]
        : [];
  return {
    incident: {
      id,
      openedBy: NOBODY,
      openedAt: now,
      place: read.channel === undefined ? place : { channel: read.channel },
      question: read.question,
      runs: [{ number: 1, by: NOBODY, startedAt: now, state }],
      story: { ...story, because: read.because },
    },
    entries: [...entries, ...more],
  };
}
