import type { AlertGroup, AlertSignal } from '../../src/model/alert.js';
import type { Incident } from '../../src/model/incident.js';
import type { AlertStory, TimelineEntry } from '../../src/model/story.js';
import { incident } from './sample-incident.js';

/** A signal of one firing alert. */
export function alertSignal(
  id: string,
  { receivedAt = 1_790_000_000, labels = { alertname: 'InstanceDown' } }: { receivedAt?: number; labels?: Record<string, string> } = {},
): AlertSignal {
  const group: AlertGroup = {
    source: 'alertmanager',
    key: '{}:{alertname="InstanceDown"}',
    receiver: 'faultline',
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: {},
    alerts: [{ fingerprint: 'f1', state: 'firing', labels, annotations: {}, startsAt: 1_789_999_990 }],
    leftOut: 0,
  };
  return { id, receivedAt, group };
}

/** A story that fires, with one alert. */
export function alertStory(more: Partial<AlertStory> = {}): AlertStory {
  return {
    revision: 1,
    group: {
      source: 'alertmanager',
      key: '{}:{alertname="InstanceDown"}',
      receiver: 'faultline',
      groupLabels: { alertname: 'InstanceDown' },
    },
    state: { kind: 'firing', since: 1_790_000_000.25 },
    severity: 'critical',
    alerts: [
      { fingerprint: 'f1', state: 'firing', labels: { alertname: 'InstanceDown' }, annotations: {}, startsAt: 1_789_999_990, refired: 0 },
    ],
    leftOut: 0,
    refired: 0,
    because: ['The alert says so.'],
    silences: [],
    ...more,
  };
}

/** A story of a group of its own, by its key. */
export const storyOf = (key: string, more: Partial<AlertStory> = {}): AlertStory => {
  const story = alertStory(more);
  return { ...story, group: { ...story.group, key } };
};

/** An incident that alerts opened. */
export function alertIncident(id: string, story: AlertStory = alertStory(), more: Parameters<typeof incident>[1] = {}): Incident {
  return incident(id, { openedBy: { id: 'alerts' }, story, ...more });
}

export const OPENED: TimelineEntry = { at: 1_790_000_000.25, kind: 'opened', says: 'Opened by 1 alert: InstanceDown.' };
