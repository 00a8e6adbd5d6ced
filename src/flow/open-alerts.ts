import type { StormSettings } from '../alerting/storm-step.js';
import type { Place } from '../model/incident.js';
import type { Playbooks } from '../model/playbook.js';
import { alertDesk } from './alert-desk.js';
import type { AlertReader } from './alert-reader.js';
import { alertStatus } from './alert-status.js';
import { aroundAnnouncer } from './around-announcer.js';
import type { DeskTools, OpenDesk } from './desk.js';
import { exportIncident } from './export-incident.js';
import { announceUnannounced } from './intake/announce-unannounced.js';
import { stormDigest } from './intake/storm-digest.js';
import { stormWatch } from './intake/storm-watch.js';
import { takeIn } from './intake/take-in.js';
import { NOBODY } from './nobody.js';
import { periodically } from './periodically.js';
import type { AlertAnnouncer } from './ports/alert-announcer.js';
import type { AlertDesk } from './ports/alert-desk.js';
import type { SignalStore, StoryStore } from './ports/alert-store.js';
import type { Silencer } from './ports/alertmanager.js';
import type { DrawGraph } from './ports/graph.js';
import type { Measures } from './ports/measures.js';
import type { Announcer, Clock, IncidentStore, Later, Logger } from './ports.js';
import { showStory } from './show-story.js';
import { tendSilences } from './tend-silences.js';
import { watchRuns } from './watch-runs.js';

/** The parts of the desk that know of alerts. */
type AlertParts = Required<Pick<DeskTools, 'announcer' | 'runs' | 'alertStatus'>>;

export interface AlertTools {
  readonly signals: SignalStore;
  readonly stories: StoryStore;
  readonly incidents: IncidentStore;
  /** The chat's own. */
  readonly announcer: Announcer;
  readonly alerts: AlertAnnouncer;
  /** Absent: no Alertmanager is configured. */
  readonly silencer?: Silencer;
  /** Absent: no Prometheus is configured. */
  readonly drawGraph?: DrawGraph;
  readonly read: AlertReader;
  readonly playbooks: Playbooks;
  /** Where incidents and storms are told when no rule names another place. */
  readonly place: Place;
  readonly storm: StormSettings;
  readonly rejoinSeconds: number;
  readonly newIncidentId: () => string;
  readonly newStormId: () => string;
  /** Builds the desk with the parts that know of alerts. */
  readonly openDesk: (parts: AlertParts) => OpenDesk;
  readonly measures: Measures;
  readonly clock: Clock;
  readonly later: Later;
  readonly logger: Logger;
}

/** Alerts become incidents here, and people's buttons about them are answered. */
export interface OpenAlerts {
  readonly opened: OpenDesk;
  readonly alertDesk: AlertDesk;
  /** A signal was kept: it need not wait for the next poll. */
  readonly wake: () => void;
  /** Only the one that holds the lease: settles signals, shows what was not shown, looks after silences. */
  readonly start: () => void;
  /** Resolves when what is under way has ended. Before the desk's own stop, so that nothing begins any more. */
  readonly stop: () => Promise<void>;
}

/** Seconds between looks for what a killed process or a full disk left unshown; and between looks after silences. */
const UNSHOWN_SECONDS = 30;
const SILENCES_SECONDS = 60;

/** Puts together what takes alerts in, around a desk. Nothing runs before `start`. */
export function openAlerts(tools: AlertTools): OpenAlerts {
  const { signals, stories, incidents, alerts, playbooks, place, clock, later, logger, measures, silencer } = tools;
  const announcer = aroundAnnouncer(tools.announcer, { stories, incidents, clock, logger });
  // The desk tells what a run's end means for alerts, and alerts have the desk begin runs: one of them must be built before the other.
  let desk: OpenDesk | undefined;
  const rerun: OpenDesk['desk']['rerun'] = async (id, by) => desk?.desk.rerun(id, by) ?? 'unknown';
  const begin: OpenDesk['begin'] = incident => desk?.begin(incident);
  const show = showStory({ incidents, announcer, desk: { rerun }, begin, playbooks, logger });
  const opened = tools.openDesk({
    announcer,
    runs: watchRuns({ stories, alerts, measures, show, clock, logger, ...(tools.drawGraph ? { drawGraph: tools.drawGraph } : {}) }),
    alertStatus: () => alertStatus(signals, stories),
  });
  desk = opened;

  const pressed = alertDesk({
    incidents,
    stories,
    ...(silencer ? { silencer } : {}),
    desk: opened.desk,
    show,
    exported: exportIncident({ incidents, stories, playbooks }),
    measures,
    clock,
    logger,
  });
  const digest = stormDigest({ stories, alerts, place, clock, later, logger });
  const storms = stormWatch({
    stories,
    digest,
    openMember: id => pressed.openFromStorm(id, NOBODY),
    settings: tools.storm,
    newId: tools.newStormId,
    measures,
    clock,
    logger,
  });
  const tending = silencer && { incidents, stories, silencer, measures, show, clock, logger };
  const tend = async (): Promise<void> => {
    if (tending) await tendSilences(tending);
  };
  const silences = periodically('looking after silences', SILENCES_SECONDS, tend, { later, logger });
  const unshown = periodically('showing what was not shown', UNSHOWN_SECONDS, () => announceUnannounced(stories, show), { later, logger });
  const intake = takeIn({
    signals,
    stories,
    read: tools.read,
    storms,
    digest,
    announcer,
    show,
    begin,
    resolved: () => silences.soon(),
    place,
    rejoinSeconds: tools.rejoinSeconds,
    newId: tools.newIncidentId,
    measures,
    clock,
    later,
    logger,
  });
  return {
    opened,
    alertDesk: pressed,
    wake: intake.wake,
    start: () => {
      unshown.start();
      silences.start();
      intake.start();
    },
    stop: async () => {
      await intake.stop();
      await silences.stop();
      await unshown.stop();
      await digest.stop();
    },
  };
}
