import type { Incident } from '../../src/model/incident.js';
import type { StoryAlert } from '../../src/model/story.js';

/** An incident on `host`, opened by these alerts; without any, one that a person asked for. */
export function alertIncident(host: string, alerts: readonly StoryAlert[]): Incident {
  const by = { id: alerts.length > 0 ? 'alerts' : 'U0ANNA' };
  const at = alerts[0]?.startsAt ?? 0;
  const incident: Incident = {
    id: 'inc-1234567890abcdef',
    openedBy: by,
    openedAt: at,
    place: { channel: 'C1' },
    question: { words: 'target down', symptom: 'connection-refused', hosts: [host], params: [] },
    runs: [{ number: 1, by, startedAt: at, state: { kind: 'looking' } }],
  };
  if (alerts.length === 0) return incident;
  const group = { source: 'alertmanager', key: '{}', receiver: 'faultline', groupLabels: {} } as const;
  const state = { kind: 'firing', since: at } as const;
  return {
    ...incident,
    story: { revision: 1, group, state, severity: 'unknown', alerts, leftOut: 0, refired: 0, because: [], silences: [] },
  };
}
