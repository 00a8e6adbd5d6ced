import type { Alert } from '../model/alert.js';
import { harmless } from '../model/harmless.js';

/** Longer than any name that is meant to be read. */
const MOST_NAME = 120;

type Labelled = Pick<Alert, 'labels'>;

/** The label `alertname`, which Prometheus and Grafana always give; a sender that leaves it out gets a word for it. Data, in one line. */
export function alertName({ labels }: Labelled): string {
  return harmless(labels.alertname ?? '', MOST_NAME) || 'an alert without a name';
}

/** Labels that tell one alert of a group from the next, most telling first. */
const TELLING = ['instance', 'host', 'hostname', 'node', 'nodename', 'pod', 'service', 'job', 'device', 'mountpoint'];

/** `InstanceDown (api-1:9100)`: the name and the first telling label, of those that not the whole group has. */
export function alertTitle(alert: Labelled, groupLabels: Readonly<Record<string, string>>): string {
  const own = TELLING.find(label => alert.labels[label] && groupLabels[label] === undefined);
  const value = own === undefined ? '' : harmless(alert.labels[own] ?? '', MOST_NAME);
  return value === '' ? alertName(alert) : `${alertName(alert)} (${value})`;
}
