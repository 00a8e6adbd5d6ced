import fc from 'fast-check';
import { labelFingerprint } from '../../../src/http/alerts/label-fingerprint.js';
import { MOST_ALERTS, readAlertGroup } from '../../../src/http/alerts/read-alert-group.js';
import type { AlertGroup } from '../../../src/model/alert.js';
import { alertmanagerPayload, grafanaPayload, manyAlerts } from './payloads.js';

function read(payload: unknown): { readonly group: AlertGroup; readonly notes: readonly string[] } {
  const reading = readAlertGroup(typeof payload === 'string' ? payload : JSON.stringify(payload));
  if (reading.kind === 'refused') throw new Error(reading.says);
  return reading;
}
function says(payload: unknown): string {
  const reading = readAlertGroup(typeof payload === 'string' ? payload : JSON.stringify(payload));
  if (reading.kind === 'read') throw new Error('it was read');
  return reading.says;
}
const onlyAlert = (payload: unknown) => {
  const [alert] = read(payload).group.alerts;
  if (!alert) throw new Error('no alert');
  return alert;
};

test("Alertmanager's payload", () => {
  expect(read(alertmanagerPayload())).toEqual({
    kind: 'read',
    notes: [],
    group: {
      source: 'alertmanager',
      key: '{}:{alertname="HighLatency"}',
      receiver: 'faultline',
      groupLabels: { alertname: 'HighLatency' },
      commonLabels: { alertname: 'HighLatency', severity: 'critical' },
      commonAnnotations: { summary: 'p99 above 1 s' },
      externalUrl: 'http://alertmanager:9093',
      leftOut: 0,
      alerts: [
        {
          fingerprint: 'c9d8f7e6a5b4c3d2',
          state: 'firing',
          labels: { alertname: 'HighLatency', instance: '10.0.0.11:9100', severity: 'critical' },
          annotations: { summary: 'p99 above 1 s' },
          startsAt: Date.UTC(2026, 10, 27, 12, 0, 0, 123) / 1000,
          generatorUrl: 'http://prometheus:9090/graph?g0.expr=up',
        },
      ],
    },
  });
});

test("Grafana's payload: its values and pages are kept beside the annotations", () => {
  const { group } = read(grafanaPayload());
  expect(group).toMatchObject({ source: 'grafana', receiver: 'faultline', externalUrl: 'https://play.grafana.org/' });
  expect(group.alerts).toEqual([
    {
      fingerprint: 'c6eadffa33fcdf37',
      state: 'firing',
      labels: { alertname: 'High memory usage', team: 'blue', zone: 'us-1' },
      annotations: {
        description: 'The system has high memory usage',
        summary: 'This alert was triggered for zone us-1',
        silenceURL: 'https://play.grafana.org/alerting/silence/new?alertmanager=grafana&matchers=alertname%3DT2',
        valueString: "[ var='B' labels={} value=44.23943737541908 ], [ var='C' labels={} value=1 ]",
      },
      startsAt: Date.UTC(2026, 10, 27, 7, 51, 3, 157) / 1000,
      generatorUrl: 'https://play.grafana.org/alerting/1afz29v7z/edit',
    },
  ]);
});

describe('the end of an alert', () => {
  test('of a resolved one', () => {
    const alert = onlyAlert(alertmanagerPayload({}, { status: 'resolved', endsAt: '2026-11-27T12:05:00Z' }));
    expect(alert).toMatchObject({ state: 'resolved', endsAt: Date.UTC(2026, 10, 27, 12, 5) / 1000 });
  });
  test.each([
    ['zero, while it fires', { endsAt: '0001-01-01T00:00:00Z' }],
    ['zero, when it is resolved', { status: 'resolved', endsAt: '0001-01-01T00:00:00Z' }],
    ['in the future, while it fires: only when it would time out', { endsAt: '2027-01-01T00:00:00Z' }],
    ['missing', { endsAt: undefined }],
    ['null', { endsAt: null }],
    ['no time', { status: 'resolved', endsAt: 'soon' }],
  ])('%s, is absent', (_, alert) => {
    expect(onlyAlert(alertmanagerPayload({}, alert))).not.toHaveProperty('endsAt');
  });
});

test.each([
  ['no JSON', 'hello', 'The body is no JSON'],
  ['nothing', '', 'The body is no JSON'],
  ['truncated', JSON.stringify(alertmanagerPayload()).slice(0, 300), 'breaks off in the middle'],
  ['a list', [], 'no object'],
  ['null', null, 'no object'],
  ['a number', 4, 'no object'],
  ['another version', alertmanagerPayload({ version: '3' }), 'The version of the payload is 3.'],
  ['a version that is a number', alertmanagerPayload({ version: { a: 1 } }), 'The version of the payload is no text.'],
  ['no version', alertmanagerPayload({ version: undefined }), 'The version of the payload is missing.'],
  ['no key', alertmanagerPayload({ groupKey: '' }), 'groupKey must not be empty.'],
  ['no receiver', alertmanagerPayload({ receiver: undefined }), 'receiver must be a text.'],
  ['no alerts', alertmanagerPayload({ alerts: [] }), 'alerts must hold at least one alert.'],
  ['alerts that are no list', alertmanagerPayload({ alerts: { length: 9 } }), 'alerts must be a list of alerts.'],
  ['an alert that is none', alertmanagerPayload({ alerts: [7] }), 'alerts[0] must be an object.'],
  ['an unknown state', alertmanagerPayload({}, { status: 'odd' }), 'alerts[0].status must be "firing" or "resolved".'],
  ['a label that is no text', alertmanagerPayload({}, { labels: { port: { a: [] } } }), 'alerts[0].labels.port must be a text.'],
  ['labels that are a list', alertmanagerPayload({}, { labels: ['a'] }), 'alerts[0].labels must be an object of texts.'],
  ['a beginning that is no time', alertmanagerPayload({}, { startsAt: 'now' }), 'alerts[0].startsAt must be a time'],
  ['a beginning in year 1', alertmanagerPayload({}, { startsAt: '0001-01-01T00:00:00Z' }), 'alerts[0].startsAt must be a time'],
  ['truncatedAlerts below zero', alertmanagerPayload({ truncatedAlerts: -1 }), 'truncatedAlerts must not be negative.'],
])('%s is refused with a sentence', (_, payload, sentence) => {
  expect(says(payload)).toContain(sentence);
});

test('what a refusal repeats is short and printable', () => {
  const name = `${'x'.repeat(5000)}\u202e\u0007`;
  expect(says(alertmanagerPayload({}, { labels: { [name]: 1 } }))).toMatch(/^alerts\[0\]\.labels\.x{60} must be a text\.$/u);
  expect(says(alertmanagerPayload({ version: '\u001b[31m4'.repeat(100) }))).toMatch(/^[\x20-\x7e]{1,250}$/u);
});

test('an alert without labels is better than none: Go writes empty maps as null', () => {
  const bare = onlyAlert(
    alertmanagerPayload({ commonAnnotations: null }, { labels: null, annotations: undefined, fingerprint: undefined }),
  );
  expect(bare).toMatchObject({ labels: {}, annotations: {}, fingerprint: labelFingerprint({}) });
});

describe('fingerprints', () => {
  test('missing or odd ones come from the labels, in whatever order they stand', () => {
    const one = onlyAlert(alertmanagerPayload({}, { fingerprint: '', labels: { a: '1', b: '2' } }));
    const other = onlyAlert(alertmanagerPayload({}, { fingerprint: 'x y', labels: { b: '2', a: '1' } }));
    const third = onlyAlert(alertmanagerPayload({}, { fingerprint: '', labels: { a: '1', b: '3' } }));
    expect(one.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
    expect(other.fingerprint).toBe(one.fingerprint);
    expect(third.fingerprint).not.toBe(one.fingerprint);
  });
  test('of two alerts with one fingerprint the last is the newest word', () => {
    const alerts = [...manyAlerts(1), { ...manyAlerts(1)[0], status: 'resolved', endsAt: '2026-11-27T12:09:00Z' }];
    expect(read(alertmanagerPayload({ alerts })).group.alerts).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('bounds', () => {
  test('1,000 alerts are read; more are counted', () => {
    expect(read(alertmanagerPayload({ alerts: manyAlerts(MOST_ALERTS) })).group).toMatchObject({ leftOut: 0 });
    const { group, notes } = read(alertmanagerPayload({ alerts: manyAlerts(MOST_ALERTS + 7), truncatedAlerts: 5 }));
    expect(group.alerts).toHaveLength(MOST_ALERTS);
    expect(group.leftOut).toBe(12);
    expect(notes).toEqual(['7 alerts beyond the first 1000 of the group were left out.']);
  });
  test('long texts say that they were cut, and never end in half a character', () => {
    const { group, notes } = read(
      alertmanagerPayload({}, { annotations: { description: '😀'.repeat(10_000) }, labels: { l: `a${'😀'.repeat(600)}` } }),
    );
    expect(group.alerts[0]?.annotations.description).toMatch(/^(?:😀){4096}… \(20000 characters\)$/u);
    expect(group.alerts[0]?.labels.l).toMatch(/^a(?:😀){511}… \(1201 characters\)$/u);
    expect(notes).toEqual(['2 labels and annotations were shortened.']);
  });
  test('too many labels, and names that are too long', () => {
    const labels = Object.fromEntries([['n'.repeat(300), 'x'], ...Array.from({ length: 100 }, (_, index) => [`l${index}`, 'x'])]);
    const { group, notes } = read(alertmanagerPayload({}, { labels }));
    expect(Object.keys(group.alerts[0]?.labels ?? {})).toEqual(Array.from({ length: 64 }, (_, index) => `l${index}`));
    expect(notes).toEqual(['37 labels and annotations were left out.']);
  });
  test('long keys stay different from one another', () => {
    const keys = ['a', 'b'].map(end => read(alertmanagerPayload({ groupKey: 'k'.repeat(5000) + end })).group.key);
    expect(keys[0]?.length).toBeLessThanOrEqual(1024);
    expect(keys[0]).not.toBe(keys[1]);
  });
  test('an address that is too long leads nowhere, and is absent', () => {
    expect(onlyAlert(alertmanagerPayload({}, { generatorURL: `http://x/${'a'.repeat(3000)}` }))).not.toHaveProperty('generatorUrl');
  });
});

describe('texts of strangers', () => {
  test('markup, control and bidirectional characters are data; NUL and half characters go, since PostgreSQL refuses them', () => {
    const odd = '<!channel> *bold* \u001b[31m \u202e \u2028 ';
    const alert = onlyAlert(alertmanagerPayload({}, { labels: { a: `${odd}\u0000\ud800end`, 'b\u0000': 'x' } }));
    expect(alert.labels).toEqual({ a: `${odd}\ufffdend`, b: 'x' });
  });
  test('__proto__ and its kin change no object', () => {
    const evil = '{"__proto__":{"polluted":"yes"},"constructor":"c","toString":"t","a":"1"}';
    const body = JSON.stringify(alertmanagerPayload({}, { labels: 'LABELS', annotations: 'LABELS' })).replaceAll('"LABELS"', evil);
    const strings = body.replaceAll('{"polluted":"yes"}', '"x"');
    for (const text of [body, strings]) {
      const reading = readAlertGroup(text);
      if (reading.kind === 'read') {
        const { labels } = onlyAlert(text);
        expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
        expect(Object.keys(labels)).toEqual(['constructor', 'toString', 'a']);
      }
    }
    expect(readAlertGroup(strings).kind).toBe('read');
    expect({}).not.toHaveProperty('polluted');
  });
  test('keys that nobody knows are left alone, however deep they are', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const body = JSON.stringify(alertmanagerPayload({ extra: 'DEEP' }, { extra: 'DEEP' })).replaceAll('"DEEP"', deep);
    expect(onlyAlert(body).fingerprint).toBe('c9d8f7e6a5b4c3d2');
    expect(says(deep)).toContain('no object');
  });
  test('whatever comes, it is read or refused, and what is read can be kept', () => {
    const texts = fc.dictionary(fc.string({ unit: 'binary' }), fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800\u0000')));
    const alert = fc.record({
      status: fc.constantFrom('firing', 'resolved', 'x'),
      labels: texts,
      annotations: texts,
      fingerprint: fc.string(),
    });
    fc.assert(
      fc.property(alert, fc.anything(), (odd, other) => {
        const reading = readAlertGroup(JSON.stringify(alertmanagerPayload({ commonLabels: odd.labels }, odd)));
        if (reading.kind === 'read') {
          const kept = JSON.stringify(reading.group);
          expect(kept).not.toMatch(/\\u0000|\\ud[89a-f]/u);
        } else expect(reading.says).toMatch(/^[\x20-\x7e]{10,300}$/u);
        expect(readAlertGroup(JSON.stringify(other) ?? '').kind).toBe('refused');
      }),
    );
  });
});
