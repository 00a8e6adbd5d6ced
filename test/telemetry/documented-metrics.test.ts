import { readFileSync } from 'node:fs';
import { LABEL_VALUES } from '../../src/telemetry/metric-families.js';
import { createMetrics } from '../../src/telemetry/metrics.js';
import { metricsIn, type SeenMetric } from './exposition.js';

const MANUAL = readFileSync(new URL('../../docs/operations/metrics.md', import.meta.url), 'utf8');

/** Rows such as `| `name` | counter | `label`, `label` | help |`. */
function documented(): readonly SeenMetric[] {
  return [...MANUAL.matchAll(/^\| `([a-z_0-9]+)` \| (counter|gauge|histogram|summary) \| ([^|]*) \| ([^|]*) \|$/gmu)].map(
    ([, name = '', type = '', labels = '', help = '']) => ({
      name,
      type,
      help: help.trim(),
      labels: [...labels.matchAll(/`([a-z_]+)`/gu)].map(([, label = '']) => label).sort(),
    }),
  );
}

/** Every series that there can be. */
async function existing(): Promise<readonly SeenMetric[]> {
  const { measures, read } = createMetrics({
    version: '0',
    readings: { waitingSignals: async () => 0, undeliveredMessages: async () => 0, firingBySeverity: async () => ({}), looking: () => 0 },
  });
  measures.webhook('alertmanager', 'accepted', 0);
  measures.settled('opened', 0);
  measures.runEnded('answered', 'traced', 0);
  measures.visitEnded('looked', 0);
  measures.query('ok', 0);
  measures.message('delivered', 0);
  return metricsIn((await read()).text);
}

const byName = (metrics: readonly SeenMetric[]) => Object.fromEntries(metrics.map(({ name, ...rest }) => [name, rest]));
const own = (metrics: readonly SeenMetric[]) => metrics.filter(({ name }) => name.startsWith('faultline_'));

test('each of our metrics is in the manual with its type, labels and meaning, and nothing else is', async () => {
  const rows = own(documented());
  expect(rows.length).toBeGreaterThan(20);
  expect(byName(rows)).toEqual(byName(own(await existing())));
});

test('those of the process are there too', async () => {
  const names = (metrics: readonly SeenMetric[]) =>
    metrics
      .filter(({ name }) => !name.startsWith('faultline_'))
      .map(({ name }) => name)
      .sort();
  // Collections of garbage are only seen once one was made; the kernel's figures only on Linux.
  expect(names(documented())).toEqual(expect.arrayContaining(names(await existing())));
});

test('every value of a label is in the manual', () => {
  const listed = new Set([...MANUAL.matchAll(/`([a-z-]+)`/gu)].map(([, value]) => value));
  expect(Object.values(LABEL_VALUES).flatMap(values => values.filter(value => !listed.has(value)))).toEqual([]);
});
