/** A delivery of Alertmanager 0.25, version 4. `changed` replaces keys of the group, and `alert` keys of its only alert. */
export function alertmanagerPayload(changed: object = {}, alert: object = {}): Record<string, unknown> {
  return {
    receiver: 'faultline',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'HighLatency', instance: '10.0.0.11:9100', severity: 'critical' },
        annotations: { summary: 'p99 above 1 s' },
        startsAt: '2026-11-27T12:00:00.123456789Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
        fingerprint: 'c9d8f7e6a5b4c3d2',
        ...alert,
      },
    ],
    groupLabels: { alertname: 'HighLatency' },
    commonLabels: { alertname: 'HighLatency', severity: 'critical' },
    commonAnnotations: { summary: 'p99 above 1 s' },
    externalURL: 'http://alertmanager:9093',
    version: '4',
    groupKey: '{}:{alertname="HighLatency"}',
    truncatedAlerts: 0,
    ...changed,
  };
}

/** A delivery of Grafana 11's contact point of type webhook. */
export function grafanaPayload(): Record<string, unknown> {
  return {
    receiver: 'faultline',
    status: 'firing',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'High memory usage', team: 'blue', zone: 'us-1' },
        annotations: { description: 'The system has high memory usage', summary: 'This alert was triggered for zone us-1' },
        startsAt: '2026-11-27T09:51:03.157076+02:00',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://play.grafana.org/alerting/1afz29v7z/edit',
        fingerprint: 'c6eadffa33fcdf37',
        silenceURL: 'https://play.grafana.org/alerting/silence/new?alertmanager=grafana&matchers=alertname%3DT2',
        dashboardURL: '',
        panelURL: '',
        values: { B: 44.23943737541908, C: 1 },
        valueString: "[ var='B' labels={} value=44.23943737541908 ], [ var='C' labels={} value=1 ]",
      },
    ],
    groupLabels: { alertname: 'High memory usage' },
    commonLabels: { alertname: 'High memory usage' },
    commonAnnotations: {},
    externalURL: 'https://play.grafana.org/',
    version: '1',
    groupKey: '{}:{alertname="High memory usage"}',
    truncatedAlerts: 0,
    orgId: 1,
    title: '[FIRING:1]  (High memory usage blue us-1)',
    state: 'alerting',
    message: '**Firing**',
  };
}

/** `count` alerts of one group, each with its own fingerprint. */
export const manyAlerts = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, index) => ({
    status: 'firing',
    labels: { alertname: 'HighLatency', instance: `10.0.${index >> 8}.${index & 255}:9100` },
    annotations: { summary: `slow ${index}` },
    startsAt: '2026-11-27T12:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: index.toString(16).padStart(16, '0'),
  }));
