import { usualAlertSettings } from './config/schema-alertmanager.js';
import type { KnownNames } from './diagnosis/known-names.js';
import { alertReader } from './flow/alert-reader.js';
import { type AlertTools, type OpenAlerts, openAlerts } from './flow/open-alerts.js';
import type { AlertAnnouncer } from './flow/ports/alert-announcer.js';
import type { Announcer } from './flow/ports.js';
import { openAlertmanager, type Prometheus } from './metrics-app.js';
import type { Playbooks } from './model/playbook.js';
import { createSilencer } from './prometheus/alertmanager-silences.js';
import { createDrawGraph } from './prometheus/draw-graph.js';
import { createDrawPng } from './prometheus/draw-png.js';
import type { Setting } from './serve-app.js';
import type { Store } from './store/open-store.js';

/** What alerts need of the bot. */
export interface AlertingParts extends Pick<AlertTools, 'openDesk' | 'measures' | 'clock' | 'later' | 'logger'> {
  readonly setting: Setting;
  readonly store: Store;
  readonly playbooks: Playbooks;
  readonly names: KnownNames;
  readonly announcer: Announcer & AlertAnnouncer;
  readonly newId: (kind: string) => string;
  /** Absent: none is configured, and there are no graphs. */
  readonly prometheus?: Pick<Prometheus, 'api'>;
}

export interface Alerting {
  readonly alerts: OpenAlerts;
  /** Lets go of every connection to Alertmanager; those to Prometheus are the visits' too. */
  readonly close: () => Promise<void>;
}

/** Alerts, as `faultline.yml` wants them taken: also without the section, since cards of an earlier configuration stay in the chat. */
export function openAlerting({ setting, store, playbooks, names, announcer, newId, prometheus, ...tools }: AlertingParts): Alerting {
  const { config } = setting;
  const settings = config.alertmanager ?? usualAlertSettings();
  const { storm, rejoin, rules, labels } = settings;
  const { clock, measures } = tools;
  const alertmanager = openAlertmanager(config, setting);
  const alerts = openAlerts({
    ...tools,
    signals: store.signals,
    stories: store.stories,
    incidents: store.incidents,
    announcer,
    alerts: announcer,
    ...(alertmanager ? { silencer: createSilencer({ api: alertmanager }) } : {}),
    ...(prometheus ? { drawGraph: createDrawGraph({ api: prometheus.api, drawPng: createDrawPng(), clock, measures }) } : {}),
    read: alertReader({ names, symptoms: [...playbooks.symptoms.values()], rules, labels, logger: tools.logger }),
    playbooks,
    place: { channel: config.slack?.channel ?? '' },
    storm: { incidents: storm.incidents, windowSeconds: storm.window.seconds, open: storm.open, quietSeconds: storm.quiet.seconds },
    rejoinSeconds: rejoin.seconds,
    newIncidentId: () => newId('inc'),
    newStormId: () => newId('storm'),
  });
  return { alerts, close: async () => alertmanager?.close() };
}
