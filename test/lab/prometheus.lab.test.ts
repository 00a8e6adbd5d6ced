import { startAlertmanager } from './alertmanager.js';
import { startNodeExporter } from './node-exporter.js';
import { startPrometheus } from './prometheus.js';

test('the launchers start real servers that know of one another', async () => {
  const exporter = await startNodeExporter();
  const alertmanager = await startAlertmanager();
  const prometheus = await startPrometheus({
    scrape: { node: { targets: [exporter.address] } },
    alertmanager: alertmanager.address,
    ruleGroups: [{ name: 'test', rules: [{ alert: 'Always', expr: 'vector(1) > 0', labels: { severity: 'warning' } }] }],
  });
  try {
    const until = Date.now() + 60_000;
    let names: readonly string[] = [];
    while (names.length === 0 && Date.now() < until) {
      const alerts = (await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json()) as readonly { labels: Record<string, string> }[];
      names = alerts.map(({ labels }) => labels.alertname ?? '');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    expect(names).toEqual(['Always']);
    const up = (await (await fetch(`${prometheus.url}/api/v1/query?query=up`)).json()) as {
      data: { result: readonly { value: unknown }[] };
    };
    expect(up.data.result.map(({ value }) => value)).toEqual([[expect.any(Number), '1']]);
  } finally {
    await Promise.all([prometheus.stop(), alertmanager.stop(), exporter.stop()]);
  }
});
