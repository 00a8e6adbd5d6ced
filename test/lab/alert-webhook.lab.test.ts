import { alertWebhook } from '../../src/http/server/alert-webhook.js';
import { openHttpServer } from '../../src/http/server/http-server.js';
import { metricsRoute } from '../../src/http/server/metrics-route.js';
import type { AlertSignal } from '../../src/model/alert.js';
import { createMetrics } from '../../src/telemetry/metrics.js';
import { memorySignals } from '../http/server/memory-signals.js';
import { memoryLogger } from '../slack/memory-logger.js';
import { startAlertmanager } from './alertmanager.js';
import { startPrometheus } from './prometheus.js';

const TOKEN = 'a-token-of-the-lab';
const MOST_MS = 60_000;

/** Asks again and again until there is an answer. */
async function eventually<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const until = Date.now() + MOST_MS;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > until) throw new Error(`${what} did not come within ${MOST_MS} ms`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

test('a real Alertmanager: what could not be kept is sent again, the end of an alert comes, and Prometheus reads what was counted', async () => {
  let failures = 2;
  const store = memorySignals(async () => {
    if (failures-- > 0) throw new Error('disk full');
  });
  const { measures, read } = createMetrics({
    version: '0',
    readings: { waitingSignals: async () => 0, undeliveredMessages: async () => 0, firingBySeverity: async () => ({}), looking: () => 0 },
  });
  const logger = memoryLogger();
  const webhook = alertWebhook({ token: TOKEN, store, measures, logger, clock: { now: () => Date.now() / 1000 } });
  const server = openHttpServer({ host: '127.0.0.1', port: 0, routes: [webhook, metricsRoute(read)], logger });
  const listening = await server.listen();
  if (listening.kind === 'refused') throw new Error(listening.says);
  const address = `127.0.0.1:${listening.port}`;
  const alertmanager = await startAlertmanager({
    webhook: { url: `http://${address}/webhooks/alertmanager`, token: TOKEN },
    groupBy: ['alertname'],
  });
  const prometheus = await startPrometheus({ scrape: { faultline: { targets: [address] } } });
  try {
    const startsAt = new Date(Date.now() - 60_000).toISOString();
    const tell = async (endsAt?: string): Promise<void> => {
      const alerts = ['api-1', 'api-2'].map(instance => ({
        labels: { alertname: 'HighLatency', instance, severity: 'critical' },
        annotations: { summary: `<!channel> ${instance} *is slow*` },
        generatorURL: 'http://prometheus/graph',
        startsAt,
        ...(endsAt === undefined || instance === 'api-2' ? {} : { endsAt }),
      }));
      const response = await fetch(`${alertmanager.url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      expect(response.status).toBe(200);
    };
    const signalWhere = (fits: (signal: AlertSignal) => boolean) => () => [...store.signals.values()].find(fits);

    await tell();
    const first = await eventually(
      'the alerts',
      signalWhere(({ group }) => group.alerts.length === 2),
    );
    expect(failures).toBeLessThan(0);
    expect(first.group).toMatchObject({
      source: 'alertmanager',
      receiver: 'faultline',
      key: '{}:{alertname="HighLatency"}',
      groupLabels: { alertname: 'HighLatency' },
      commonLabels: { alertname: 'HighLatency', severity: 'critical' },
      externalUrl: alertmanager.url,
      leftOut: 0,
    });
    for (const alert of first.group.alerts) {
      expect(alert).toMatchObject({ state: 'firing', startsAt: Date.parse(startsAt) / 1000, generatorUrl: 'http://prometheus/graph' });
      expect(alert.fingerprint).toMatch(/^[0-9a-f]{16}$/u);
      expect(alert).not.toHaveProperty('endsAt');
    }
    expect(first.group.alerts.map(({ annotations }) => annotations.summary)).toContain('<!channel> api-1 *is slow*');

    const endsAt = new Date().toISOString();
    await tell(endsAt);
    const ended = await eventually(
      'the end of one alert',
      signalWhere(({ group }) => group.alerts.some(({ state }) => state === 'resolved')),
    );
    expect(ended.group.alerts.map(({ labels, state, endsAt: end }) => [labels.instance, state, end]).sort()).toEqual([
      ['api-1', 'resolved', Date.parse(endsAt) / 1000],
      ['api-2', 'firing', undefined],
    ]);

    const query = encodeURIComponent('faultline_webhook_requests_total{source="alertmanager", answer="failed"}');
    const counted = await eventually('the scrape', async () => {
      const { data } = (await (await fetch(`${prometheus.url}/api/v1/query?query=${query}`)).json()) as {
        readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
      };
      const value = Number(data.result[0]?.value[1] ?? 0);
      return value > 0 ? value : undefined;
    });
    expect(counted).toBe(2);
  } finally {
    await Promise.all([prometheus.stop(), alertmanager.stop()]);
    await server.stop(1000);
  }
});
