import type { AlertSignal } from '../../model/alert.js';
import type { Incident, Place } from '../../model/incident.js';
import type { AlertReader } from '../alert-reader.js';
import { lastRun } from '../answer-incident.js';
import type { OpenDesk } from '../desk.js';
import type { StoryStore } from '../ports/alert-store.js';
import type { Measures } from '../ports/measures.js';
import type { Announcer, Clock, Logger } from '../ports.js';
import type { ShowStory } from '../show-story.js';
import { type FoldedSignals, foldSignals } from './fold-signals.js';
import { newIncident } from './new-incident.js';
import type { StormDigest } from './storm-digest.js';
import type { StormWatch } from './storm-watch.js';

export interface SettleTools {
  readonly stories: Pick<StoryStore, 'ofGroup' | 'settle'>;
  readonly read: AlertReader;
  readonly storms: Pick<StormWatch, 'partOf'>;
  readonly digest: Pick<StormDigest, 'touch'>;
  readonly announcer: Pick<Announcer, 'show'>;
  readonly show: ShowStory;
  readonly begin: OpenDesk['begin'];
  /** Told when all alerts of an incident are over: its silences can end. */
  readonly resolved: (incident: string) => void;
  readonly place: Place;
  readonly rejoinSeconds: number;
  readonly newId: () => string;
  readonly measures: Pick<Measures, 'settled'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

type Settled = 'settled' | 'stale';

/** Tells the chat of a new incident, then has it looked at: the thread stands before its answer. */
async function tellOpened(incident: Incident, { announcer, begin, logger }: SettleTools): Promise<void> {
  try {
    await announcer.show(incident, undefined);
  } catch (error) {
    logger.error({ error, incident: incident.id }, 'the incident could not be announced; trying again soon');
  }
  if (lastRun(incident).state.kind === 'looking') begin(incident);
}

async function open(
  { ids, entries, receivedAt }: FoldedSignals,
  { story, group }: Extract<FoldedSignals['outcome'], { kind: 'open' }>,
  tools: SettleTools,
): Promise<Settled> {
  const { stories, storms, digest, read, clock, measures, logger, place } = tools;
  const storm = await storms.partOf();
  const now = clock.now();
  const made = newIncident({ id: tools.newId(), read: read(group), story: storm ? { ...story, storm } : story, entries, place, now });
  const { incident } = made;
  const settled = await stories.settle(ids, { kind: 'open', incident, entries: made.entries });
  if (settled === 'stale') return 'stale';
  measures.settled(storm ? 'in-storm' : 'opened', clock.now() - receivedAt);
  const { symptom, hosts } = incident.question;
  logger.info(
    { incident: incident.id, symptom, hosts, alerts: story.alerts.length, ...(storm ? { storm: storm.id } : {}) },
    'alerts opened an incident',
  );
  if (storm) digest.touch(storm.id);
  else await tellOpened(incident, tools);
  return 'settled';
}

async function change(
  { ids, entries, receivedAt }: FoldedSignals,
  { story }: Extract<FoldedSignals['outcome'], { kind: 'change' }>,
  incident: string,
  { stories, digest, show, resolved, measures, clock, logger }: SettleTools,
): Promise<Settled> {
  const settled = await stories.settle(ids, { kind: 'change', incident, story, entries });
  if (settled === 'stale') return 'stale';
  measures.settled('changed', clock.now() - receivedAt);
  logger.info({ incident, state: story.state.kind, alerts: story.alerts.length }, 'the alerts of an incident changed');
  if (story.storm) digest.touch(story.storm.id);
  if (!story.storm || story.storm.opened) await show(incident);
  if (story.state.kind !== 'firing' && story.silences.some(({ endedAt }) => endedAt === undefined)) resolved(incident);
  return 'settled';
}

/**
 * Settles the waiting signals of one group, oldest first. `stale`: somebody else changed the incident meanwhile, or settled them; read again.
 *
 * @throws when the store cannot be used: what was not settled still waits
 */
export async function settleGroup(signals: readonly [AlertSignal, ...AlertSignal[]], tools: SettleTools): Promise<Settled> {
  const { stories, rejoinSeconds, clock, logger, measures } = tools;
  const { receiver, key } = signals[0].group;
  let known = await stories.ofGroup(receiver, key);
  const folded = foldSignals(known?.story, signals, { rejoinSeconds, now: clock.now(), logger });
  for (const [index, each] of folded.entries()) {
    const { outcome, ids, receivedAt } = each;
    if (index > 0) known = await stories.ofGroup(receiver, key);
    let settled: Settled;
    if (outcome.kind === 'open') settled = await open(each, outcome, tools);
    else if (outcome.kind === 'change' && known) settled = await change(each, outcome, known.id, tools);
    else {
      settled = await stories.settle(ids, { kind: 'nothing' });
      if (settled === 'settled') measures.settled('nothing', clock.now() - receivedAt);
    }
    if (settled === 'stale') return 'stale';
  }
  return 'settled';
}
