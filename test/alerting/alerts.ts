import type { Alert, AlertGroup } from '../../src/model/alert.js';

export const AT = 1_790_000_000;

/** An alert that began a minute ago. */
export function alert(name: string, more: Partial<Alert> & { readonly labels?: Readonly<Record<string, string>> } = {}): Alert {
  return {
    fingerprint: `f-${name}-${more.labels?.instance ?? ''}`,
    state: 'firing',
    annotations: {},
    startsAt: AT - 60,
    ...more,
    labels: { alertname: name, severity: 'warning', ...more.labels },
  };
}

/** The same alert once it is over. */
export function ended(one: Alert, endsAt = AT): Alert {
  return { ...one, state: 'resolved', endsAt };
}

export function group(alerts: readonly Alert[], more: Partial<AlertGroup> = {}): AlertGroup {
  return {
    source: 'alertmanager',
    key: '{}:{alertname="InstanceDown"}',
    receiver: 'faultline',
    groupLabels: { alertname: 'InstanceDown' },
    commonLabels: {},
    commonAnnotations: {},
    alerts,
    leftOut: 0,
    ...more,
  };
}
