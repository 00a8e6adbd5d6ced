import { createMetrics } from '../../src/telemetry/metrics.js';
import type { Readings } from '../../src/telemetry/read-gauges.js';
import { metricsIn } from './exposition.js';

function measuring(readings: Partial<Readings> = {}) {
  return createMetrics({
    version: '1.2.3',
    readings: {
      waitingSignals: async () => 3,
      undeliveredMessages: async () => 2,
      firingBySeverity: async () => ({ critical: 4, odd: 9 }),
      looking: () => 1,
      ...readings,
    },
  });
}
const seriesOf = async ({ read }: ReturnType<typeof createMetrics>): Promise<readonly string[]> =>
  (await read()).text.split('\n').filter(line => line.startsWith('faultline_'));

test('the format is Prometheus’ own', async () => {
  const { type } = await measuring().read();
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
});

test('gauges are read at each scrape', async () => {
  let waiting = 3;
  const metrics = measuring({ waitingSignals: async () => waiting });
  expect(await seriesOf(metrics)).toEqual(
    expect.arrayContaining([
      'faultline_build_info{version="1.2.3"} 1',
      'faultline_store_up 1',
      'faultline_signals_waiting 3',
      'faultline_messages_undelivered 2',
      'faultline_runs_looking 1',
      'faultline_stories_firing{severity="critical"} 4',
      'faultline_stories_firing{severity="warning"} 0',
      'faultline_lease_held 0',
    ]),
  );
  waiting = 0;
  expect(await seriesOf(metrics)).toContain('faultline_signals_waiting 0');
});

test('a severity that nobody knows makes no series', async () => {
  expect((await seriesOf(measuring())).join('\n')).not.toContain('odd');
});

test('a store that fails takes away what it would have said, and nothing else', async () => {
  let isBroken = false;
  const trouble = async () => {
    if (isBroken) throw new Error('disk full');
    return 7;
  };
  const metrics = measuring({
    waitingSignals: trouble,
    firingBySeverity: async () => ({ critical: await trouble() }),
  });
  expect(await seriesOf(metrics)).toEqual(expect.arrayContaining(['faultline_signals_waiting 7', 'faultline_store_up 1']));
  isBroken = true;
  const series = await seriesOf(metrics);
  expect(series).toEqual(expect.arrayContaining(['faultline_store_up 0', 'faultline_messages_undelivered 2', 'faultline_runs_looking 1']));
  expect(series.join('\n')).not.toMatch(/faultline_signals_waiting|faultline_stories_firing/u);
});

test('what happens is counted', async () => {
  const metrics = measuring();
  const { measures } = metrics;
  measures.webhook('grafana', 'accepted', 0.004);
  measures.alertsIn(40);
  measures.settled('opened', 0.3);
  measures.runEnded('answered', 'traced', 6.2);
  measures.runEnded('failed', undefined, 2);
  measures.visitEnded('unreachable', 10);
  measures.query('empty', 0.02);
  measures.message('delivered', 0.8);
  measures.message('abandoned', 9000);
  measures.chatLimited();
  measures.silence('made');
  measures.storm();
  measures.leaseHeld(true);
  expect(await seriesOf(metrics)).toEqual(
    expect.arrayContaining([
      'faultline_webhook_requests_total{source="grafana",answer="accepted"} 1',
      'faultline_webhook_requests_total{source="alertmanager",answer="accepted"} 0',
      'faultline_webhook_duration_seconds_bucket{le="0.0025",answer="accepted"} 0',
      'faultline_webhook_duration_seconds_bucket{le="0.005",answer="accepted"} 1',
      'faultline_alerts_received_total 40',
      'faultline_settlements_total{outcome="opened"} 1',
      'faultline_settlement_delay_seconds_count 1',
      'faultline_runs_total{state="answered",outcome="traced"} 1',
      'faultline_runs_total{state="failed",outcome="none"} 1',
      'faultline_run_duration_seconds_sum{state="answered"} 6.2',
      'faultline_visits_total{outcome="unreachable"} 1',
      'faultline_prometheus_queries_total{outcome="empty"} 1',
      'faultline_messages_total{outcome="abandoned"} 1',
      'faultline_message_delay_seconds_count 1',
      'faultline_chat_limited_total 1',
      'faultline_silences_total{outcome="made"} 1',
      'faultline_storms_total 1',
      'faultline_lease_held 1',
    ]),
  );
});

test('odd numbers neither throw nor take anything back', async () => {
  const metrics = measuring();
  metrics.measures.alertsIn(5);
  for (const odd of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    metrics.measures.alertsIn(odd);
    metrics.measures.webhook('unknown', 'failed', odd);
    metrics.measures.runEnded('answered', 'a word of a stranger', odd);
    metrics.measures.message('delivered', odd);
  }
  const series = await seriesOf(metrics);
  expect(series).toContain('faultline_alerts_received_total 5');
  expect(series).toContain('faultline_runs_total{state="answered",outcome="none"} 3');
  expect(series.join('\n')).not.toMatch(/stranger|NaN/u);
});

describe('names', () => {
  test('follow the conventions of Prometheus', async () => {
    const own = metricsIn((await measuring().read()).text).filter(({ name }) => name.startsWith('faultline_'));
    expect(own.length).toBeGreaterThan(20);
    for (const { name, type, help } of own) {
      expect(help).toMatch(/^.{10,}\.$/u);
      expect(name.endsWith('_total')).toBe(type === 'counter');
      if (type === 'histogram') expect(name).toMatch(/_seconds$/u);
    }
  });
});
