import { signalId } from '../../../src/http/alerts/signal-id.js';
import type { Alert, AlertGroup } from '../../../src/model/alert.js';

const alert = (fingerprint: string, changed: Partial<Alert> = {}): Alert => ({
  fingerprint,
  state: 'firing',
  labels: {},
  annotations: {},
  startsAt: 1000,
  ...changed,
});
const group = (changed: Partial<AlertGroup> = {}): AlertGroup => ({
  source: 'alertmanager',
  key: 'k',
  receiver: 'r',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  alerts: [alert('a'), alert('b')],
  leftOut: 0,
  ...changed,
});
const first = signalId(group());

test('it is a digest of 128 bits', () => {
  expect(first).toMatch(/^[0-9a-f]{32}$/u);
});

test.each([
  ['the order of the alerts', { alerts: [alert('b'), alert('a')] }],
  ['texts', { alerts: [alert('a', { annotations: { summary: 'other' } }), alert('b')], commonAnnotations: { a: 'b' } }],
])('%s makes no new signal', (_, changed) => {
  expect(signalId(group(changed))).toBe(first);
});

test.each<[string, Partial<AlertGroup>]>([
  ['an alert more', { alerts: [alert('a'), alert('b'), alert('c')] }],
  ['another state', { alerts: [alert('a', { state: 'resolved', endsAt: 2000 }), alert('b')] }],
  ['another beginning', { alerts: [alert('a', { startsAt: 1001 }), alert('b')] }],
  ['another key', { key: 'k2' }],
  ['another receiver', { receiver: 'r2' }],
  ['another sender', { source: 'grafana' }],
  ['more left out', { leftOut: 1 }],
])('%s is a new signal', (_, changed) => {
  expect(signalId(group(changed))).not.toBe(first);
});
