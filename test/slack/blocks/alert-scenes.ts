import type { Around, IncidentLine } from '../../../src/flow/ports.js';
import type { Run } from '../../../src/model/incident.js';
import type { AlertStory, Severity, Storm, StormMember, StoryAlert, StoryState, TimelineEntry } from '../../../src/model/story.js';
import { type AlertIncident, alertCard, type CardContext } from '../../../src/slack/blocks/alert-card.js';
import { assignModal } from '../../../src/slack/blocks/assign-modal.js';
import { incidentsMessage } from '../../../src/slack/blocks/incidents.js';
import type { ChatMessage } from '../../../src/slack/blocks/message.js';
import { silenceModal } from '../../../src/slack/blocks/silence-modal.js';
import { stormDigest } from '../../../src/slack/blocks/storm-digest.js';
import { captureOf, inWords, replayed } from './captures.js';
import { HOSTILE } from './hostile.js';

export const FIRED = 1_795_252_600;
const INCIDENT = 'inc-alert567890abcde';
const ALICE = { id: 'U0ALICE' };
const BOB = { id: 'U0BOB' };

export const CONTEXT: CardContext = {
  canSilence: true,
  now: FIRED + 300,
  permalink: (channel, ts) => `https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}`,
};

export function alertOf(instance: string, more: Partial<StoryAlert> = {}): StoryAlert {
  return {
    fingerprint: `f-${instance}`,
    state: 'firing',
    labels: { alertname: 'HighErrorRate', severity: 'critical', service: 'checkout', instance, job: 'api' },
    annotations: { summary: `More than 5% of the requests to ${instance} fail` },
    startsAt: FIRED - 60,
    refired: 0,
    generatorUrl: 'http://prometheus.example:9090/graph?g0.expr=up&g0.tab=1',
    ...more,
  };
}

export function storyOf(more: Partial<AlertStory> = {}): AlertStory {
  return {
    revision: 1,
    group: {
      source: 'alertmanager',
      key: '{}:{service="checkout"}',
      receiver: 'faultline',
      groupLabels: { alertname: 'HighErrorRate', service: 'checkout' },
      externalUrl: 'https://alertmanager.example',
    },
    state: { kind: 'firing', since: FIRED },
    severity: 'critical',
    alerts: [alertOf('api-1:8080'), alertOf('api-2:8080')],
    leftOut: 0,
    refired: 0,
    because: ['The alert says 5xx: symptom bad-gateway.', 'The label instance names the host api-1.'],
    silences: [],
    ...more,
  };
}

const LOOKING: Run = { number: 1, by: { id: 'alerts' }, startedAt: FIRED + 1, state: { kind: 'looking' } };

export function alertIncident(story: AlertStory, ...runs: readonly Run[]): AlertIncident {
  const [first = LOOKING, ...more] = runs;
  return {
    id: INCIDENT,
    openedBy: { id: 'alerts' },
    openedAt: FIRED,
    place: { channel: 'C0INCIDENTS' },
    question: { words: 'HighErrorRate on checkout', symptom: 'bad-gateway', hosts: ['api-1', 'api-2'], service: 'checkout', params: [] },
    runs: [first, ...more],
    story,
  };
}

export const TIMELINE: readonly TimelineEntry[] = [
  { at: FIRED, kind: 'opened', says: 'HighErrorRate fires on api-1:8080 and api-2:8080' },
  { at: FIRED + 1, kind: 'run-began', says: 'Run 1 began' },
  { at: FIRED + 9, kind: 'run-ended', says: 'Run 1: root cause confirmed' },
  { at: FIRED + 90, kind: 'acknowledged', by: ALICE, says: 'Acknowledged' },
  { at: FIRED + 120, kind: 'silenced', by: ALICE, says: 'Silenced for 1 hour: being repaired' },
];

export const AROUND: Around = {
  related: [
    {
      id: 'inc-related890abcdef',
      openedAt: FIRED - 3600,
      symptom: 'out-of-memory',
      hosts: ['api-1'],
      service: 'checkout',
      state: 'resolved',
      card: { channel: 'C0INCIDENTS', ts: '1795249000.000100' },
    },
    { id: 'inc-asked67890abcdef', openedAt: FIRED - 7200, symptom: 'slow-response', hosts: ['api-2'], state: 'asked' },
  ],
  timeline: TIMELINE,
};

const SILENCED: Partial<AlertStory> = {
  acknowledged: { by: ALICE, at: FIRED + 90 },
  assigned: { to: BOB, by: ALICE, at: FIRED + 100 },
  silences: [
    {
      id: '5f1e',
      by: ALICE,
      reason: 'being repaired',
      matchers: [{ label: 'service', value: 'checkout' }],
      from: FIRED + 120,
      until: FIRED + 3720,
    },
  ],
};

/** Every text of strangers at its worst and longest. */
export function hostileStory(): AlertStory {
  const nasty = `${HOSTILE} ${HOSTILE.repeat(12)}`;
  const labels = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`label_${index}`, nasty]));
  return storyOf({
    group: {
      source: 'alertmanager',
      key: 'k',
      receiver: 'r',
      groupLabels: { alertname: nasty, ...labels },
      externalUrl: 'javascript:alert(document.domain)',
    },
    alerts: Array.from({ length: 200 }, (_, index) =>
      alertOf(`h${index}`, {
        labels: { ...labels, alertname: `${index} ${nasty}`, instance: nasty },
        annotations: { summary: nasty, description: nasty },
        generatorUrl: 'https://user:secret@evil.example/<!channel>',
      }),
    ),
    leftOut: 800,
    because: Array.from({ length: 50 }, () => nasty),
    ...SILENCED,
    silences: (SILENCED.silences ?? []).map(silence => ({ ...silence, reason: nasty })),
  });
}

/** What surrounds it, of the same kind. */
export const HOSTILE_AROUND: Around = {
  related: Array.from({ length: 20 }, () => ({
    id: 'inc-related890abcdef',
    openedAt: FIRED,
    symptom: HOSTILE,
    hosts: Array.from({ length: 60 }, () => HOSTILE),
    service: HOSTILE,
    state: 'firing' as const,
  })),
  timeline: Array.from({ length: 300 }, (_, index) => ({ at: FIRED + index, kind: 'alert-joined' as const, says: HOSTILE.repeat(10) })),
};

const state = (kind: StoryState['kind']): StoryState =>
  kind === 'closed' ? { kind, since: FIRED + 600, by: BOB } : { kind, since: FIRED + 500 };

export const STORM: Storm = { id: 'storm-1234567890abcdef', revision: 3, beganAt: FIRED, members: 212, firing: 198, alerts: 950 };

export function memberOf(index: number, more: Partial<StormMember> = {}): StormMember {
  return {
    incident: `inc-${String(index).padStart(16, '0')}`,
    title: `InstanceDown, rack ${index}`,
    severity: index < 3 ? 'critical' : 'warning',
    state: index % 7 === 6 ? 'resolved' : 'firing',
    alerts: 40 - index,
    hosts: [`web-${index}-1`, `web-${index}-2`, `web-${index}-3`],
    opened: index === 0,
    ...more,
  };
}

/** What people see of incidents that alerts opened, for the golden files. */
export async function alertScenes(): Promise<Readonly<Record<string, ChatMessage | ReturnType<typeof silenceModal>>>> {
  const chain = await replayed(captureOf('chain-oom-bad-gateway'));
  const answered: Run = { ...LOOKING, state: { kind: 'answered', at: FIRED + 9, investigation: chain } };
  const again: Run = { number: 2, by: BOB, startedAt: FIRED + 200, state: { kind: 'looking' } };
  const ended = [
    alertOf('api-1:8080', { state: 'resolved', endedAt: FIRED + 480, refired: 1 }),
    alertOf('api-2:8080', { state: 'resolved' }),
  ];
  const card = (story: AlertStory, ...runs: readonly Run[]): ChatMessage =>
    alertCard(alertIncident(story, ...runs), runs.at(-1)?.state.kind === 'answered' ? inWords(chain) : undefined, AROUND, CONTEXT);
  const severities: readonly Severity[] = ['error', 'warning', 'info', 'unknown'];
  const memory = { incident: INCIDENT, channel: 'C0INCIDENTS', thread: '1795252600.000100' };
  return {
    'alert-card-firing': alertCard(alertIncident(storyOf()), undefined, undefined, CONTEXT),
    'alert-card-answered': card(storyOf({ alerts: [alertOf('api-1:8080'), ...ended.slice(1)] }), answered),
    'alert-card-silenced': card(storyOf(SILENCED), answered, again),
    'alert-card-resolved': card(storyOf({ ...SILENCED, silences: [], state: state('resolved'), alerts: ended, refired: 1 }), answered),
    'alert-card-closed': card(storyOf({ state: state('closed'), alerts: ended }), answered),
    'alert-card-hostile': alertCard(alertIncident(hostileStory()), undefined, HOSTILE_AROUND, CONTEXT),
    ...Object.fromEntries(
      severities.map(severity => [
        `alert-card-${severity}`,
        alertCard(alertIncident(storyOf({ severity })), undefined, undefined, { ...CONTEXT, canSilence: false }),
      ]),
    ),
    'storm-digest': stormDigest(
      STORM,
      Array.from({ length: 30 }, (_, index) => memberOf(index)),
    ),
    'modal-silence': silenceModal(
      [
        { label: 'alertname', value: 'HighErrorRate' },
        { label: 'service', value: 'checkout' },
      ],
      memory,
    ),
    'modal-silence-hostile': silenceModal(
      Array.from({ length: 100 }, (_, index) => ({ label: `label_${index}`, value: HOSTILE.repeat(10) })),
      memory,
    ),
    'modal-assign': assignModal('U0ALICE', memory),
    'incidents-of-alerts': incidentsMessage([
      {
        ...alertLine(storyOf({ state: state('resolved'), alerts: ended })),
        state: 'answered',
        outcome: 'root-cause-confirmed',
      },
      alertLine(storyOf()),
      alertLine(storyOf({ severity: 'warning', storm: { id: 'storm-1234567890abcdef', opened: false } })),
    ]),
    'incidents-none': incidentsMessage([]),
  };
}

/** A line of a list of incidents. */
export function alertLine(story: AlertStory): IncidentLine {
  const { id, openedAt, openedBy, place, question } = alertIncident(story);
  return { id, openedAt, openedBy, place, question, runs: 1, state: 'looking', story };
}
