import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createMetrics } from '../../src/telemetry/metrics.js';

const FOLDER = new URL('../../docs/operations/', import.meta.url).pathname;
const text = (name: string): string => readFileSync(`${FOLDER}${name}`, 'utf8');
/** Rejects when it ends with another code than 0. */
const run = (file: string, ...args: readonly string[]) => promisify(execFile)(file, args, { cwd: FOLDER });

const documented = new Map(
  [...text('metrics.md').matchAll(/^\| `([a-z_0-9]+)` \| (counter|gauge|histogram|summary) \|/gmu)].map(([, name = '', type = '']) => [
    name,
    type,
  ]),
);
/** Names that PromQL can ask for: those of a histogram's series, not its own. `up` is Prometheus' own. */
const known = new Set([
  'up',
  ...[...documented].flatMap(([name, type]) => (type === 'histogram' ? ['_bucket', '_sum', '_count'].map(end => name + end) : [name])),
]);

function expressions(json: unknown): readonly string[] {
  if (Array.isArray(json)) return json.flatMap(expressions);
  if (json === null || typeof json !== 'object') return [];
  return Object.entries(json).flatMap(([key, value]) => (key === 'expr' && typeof value === 'string' ? [value] : expressions(value)));
}
/** Metrics are what stands before braces. */
const metricsOf = (promql: string): readonly string[] => [...promql.matchAll(/\b([a-z_:][a-z0-9_:]*)\{/gu)].map(([, name = '']) => name);

test('the rules are right, and fire on what they are for', async () => {
  const { stdout } = await run('promtool', 'check', 'rules', 'alerts.rules.yml');
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/u);
  expect((await run('promtool', 'test', 'rules', 'alerts.test.yml')).stdout).toContain('SUCCESS');
});

test('every rule is tested, both when it fires and when it does not', () => {
  const alerts = [...text('alerts.rules.yml').matchAll(/- alert: (\w+)/gu)].map(([, name = '']) => name);
  const cases = [...text('alerts.test.yml').matchAll(/alertname: (\w+)\n\s+exp_alerts:( \[\])?/gu)];
  expect(alerts.length).toBeGreaterThan(10);
  const untested = alerts.filter(name => !cases.some(([, alert, none]) => alert === name && none === undefined));
  const alwaysFiring = alerts.filter(name => !cases.some(([, alert, none]) => alert === name && none !== undefined));
  expect({ untested, alwaysFiring }).toEqual({ untested: [], alwaysFiring: [] });
});

test("Alertmanager takes its example, and Prometheus' linter our metrics", async () => {
  expect((await run('amtool', 'check-config', 'alertmanager.example.yml')).stdout).toContain('2 receivers');
  const { read } = createMetrics({
    version: '0',
    readings: { waitingSignals: async () => 0, undeliveredMessages: async () => 0, firingBySeverity: async () => ({}), looking: () => 0 },
  });
  const own = (await read()).text.split('\n').filter(line => /^(?:# \w+ )?faultline_/u.test(line));
  expect(own.length).toBeGreaterThan(50);
  const linter = run('promtool', 'check', 'metrics');
  linter.child.stdin?.end(`${own.join('\n')}\n`);
  expect((await linter).stdout).toBe('');
});

test.each(['dashboard.json', 'alerts.rules.yml', 'alerts.test.yml'])('%s asks only for metrics that are in the manual', name => {
  const asked = name === 'dashboard.json' ? expressions(JSON.parse(text(name))) : [text(name)];
  const metrics = new Set(asked.flatMap(metricsOf));
  expect(metrics.size).toBeGreaterThan(10);
  expect([...metrics].filter(metric => !known.has(metric))).toEqual([]);
});

test('every expression of the dashboard is PromQL', async () => {
  const variables: readonly (readonly [string, string])[] = [
    ['$job', 'faultline'],
    ['$__rate_interval', '5m'],
  ];
  const asked = expressions(JSON.parse(text('dashboard.json')));
  expect(asked.length).toBeGreaterThan(30);
  const rules = asked.map((expr, index) => ({
    record: `panel_${index}`,
    expr: variables.reduce((left, [name, value]) => left.replaceAll(name, value), expr),
  }));
  const folder = mkdtempSync(join(tmpdir(), 'faultline-panels-'));
  try {
    // JSON is YAML.
    writeFileSync(join(folder, 'panels.yml'), JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    expect((await run('promtool', 'check', 'rules', join(folder, 'panels.yml'))).stdout).toContain(`${rules.length} rules found`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
