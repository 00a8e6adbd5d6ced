import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckRun } from '../../src/model/capture.js';
import type { PlannedCheck, PlannedVariant } from '../../src/model/plan.js';
import { promInstant } from '../../src/parsers/prom-instant.js';
import { promRange } from '../../src/parsers/prom-range.js';
import { createSilencer } from '../../src/prometheus/alertmanager-silences.js';
import { createDrawGraph } from '../../src/prometheus/draw-graph.js';
import { createDrawPng } from '../../src/prometheus/draw-png.js';
import { examineAlertmanager, examinePrometheus } from '../../src/prometheus/examine.js';
import { createQueryRunner } from '../../src/prometheus/query-runner.js';
import { type Login, openWebApi, type WebApi } from '../../src/prometheus/web-api.js';
import { alertIncident } from '../prometheus/alert-incident.js';
import { type AlertmanagerServer, startAlertmanager } from './alertmanager.js';
import { main } from './lab.js';
import { type NodeExporter, startNodeExporter } from './node-exporter.js';
import { type PrometheusServer, startPrometheus } from './prometheus.js';

const clock = { now: () => Date.now() / 1000 };
const open = (url: string, login: Login = { kind: 'none' }, more: { readonly ca?: string } = {}): WebApi =>
  openWebApi({ url, login, timeoutSeconds: 10, concurrency: 4, ...more });

const check = (variant: PlannedVariant): PlannedCheck => ({
  key: 'c',
  check: 'c',
  title: '',
  sample: 'once',
  cost: 'cheap',
  timeoutSeconds: 10,
  capBytes: 256_000,
  variants: [variant],
});

async function ask(api: WebApi, query: string, range?: { readonly seconds: number; readonly step: number }): Promise<CheckRun> {
  const run = await createQueryRunner({ api, clock }).run('h', [check({ kind: 'promql', query, ...(range ? { range } : {}) })], {});
  return run.runs[0] as CheckRun;
}

function printed(run: CheckRun) {
  const last = run.kind === 'ran' ? run.looks[0].attempts.at(-1) : undefined;
  if (!last) throw new Error(JSON.stringify(run));
  return { looks: [{ ...last, uptime: 0 }] as const, now: clock.now(), params: {}, options: undefined };
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited a minute for ${what}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

describe('real servers', () => {
  let exporter: NodeExporter;
  let alertmanager: AlertmanagerServer;
  let prometheus: PrometheusServer;
  let api: WebApi;
  let silences: WebApi;

  beforeAll(async () => {
    exporter = await startNodeExporter();
    alertmanager = await startAlertmanager({ pathPrefix: '/am' });
    prometheus = await startPrometheus({
      pathPrefix: '/prom',
      scrape: { node: { targets: [exporter.address] }, dead: { targets: ['127.0.0.1:1'] } },
      alertmanager: alertmanager.address,
      alertmanagerPath: '/am',
      ruleGroups: [{ name: 'test', rules: [{ alert: 'TargetDown', expr: 'up == 0', labels: { severity: 'warning' } }] }],
    });
    api = open(prometheus.url);
    silences = open(alertmanager.url);
  });
  afterAll(async () => {
    await Promise.all([api?.close(), silences?.close()]);
    await Promise.all([prometheus?.stop(), alertmanager?.stop(), exporter?.stop()]);
  });

  test('instant and range queries, read by the parsers', async () => {
    await until('three scrapes', async () => {
      const read = promRange.parse(printed(await ask(api, 'up', { seconds: 30, step: 1 })));
      const rows = read.kind === 'facts' ? (read.values.rows as readonly { points?: number }[]) : [];
      return rows.length === 2 && rows.every(({ points = 0 }) => points > 2) ? true : undefined;
    });
    const instant = promInstant.parse(printed(await ask(api, 'up')));
    expect(instant).toMatchObject({ kind: 'facts', values: { series: 2 } });
    const load = promRange.parse(printed(await ask(api, 'node_load1', { seconds: 30, step: 1 })));
    expect(load).toMatchObject({ kind: 'facts', values: { series: 1, last: expect.any(Number), max: expect.any(Number) } });
    expect(load.kind === 'facts' && load.partial).toBeUndefined();
  });

  test('a bad query, an empty answer, and no server', async () => {
    expect(await ask(api, 'up{')).toMatchObject({ looks: [{ attempts: [{ exit: 1, stderr: expect.stringContaining('bad_data') }] }] });
    expect(await ask(api, 'nothing_at_all')).toMatchObject({
      looks: [{ attempts: [{ exit: 0, stdout: expect.stringContaining('"result":[]') }] }],
    });
    const nowhere = open('http://127.0.0.1:1');
    expect(await ask(nowhere, 'up')).toMatchObject({ kind: 'not-run', reason: 'unreachable' });
    await nowhere.close();
  });

  test('a real alert: its graph from its own generatorURL, and a silence that Alertmanager knows of, made and ended', async () => {
    interface Seen {
      readonly labels: Readonly<Record<string, string>>;
      readonly startsAt: string;
      readonly generatorURL: string;
      readonly status: { readonly state: string; readonly silencedBy: readonly string[] };
    }
    const seen = async (): Promise<Seen | undefined> =>
      ((await (await fetch(`${alertmanager.url}/api/v2/alerts`)).json()) as readonly Seen[])[0];
    const alert = await until('the alert', seen);
    expect(alert.labels).toMatchObject({ alertname: 'TargetDown', job: 'dead' });

    const incident = alertIncident('dead-1', [
      {
        fingerprint: 'f',
        state: 'firing',
        labels: alert.labels,
        annotations: {},
        startsAt: Date.parse(alert.startsAt) / 1000,
        refired: 0,
        generatorUrl: alert.generatorURL,
      },
    ]);
    const drawn = await createDrawGraph({ api, drawPng: createDrawPng(), clock })(incident);
    if (drawn.kind === 'nothing') throw new Error(drawn.says);
    if (process.env.LAB_RECORD) writeFileSync(join(process.env.LAB_RECORD, 'graph.png'), drawn.graph.png);
    expect(drawn.graph).toMatchObject({ title: 'TargetDown on dead-1', alt: expect.stringContaining('The alert fires when == 0.') });
    expect(drawn.graph.png.length).toBeGreaterThan(20_000);
    expect((await fetch(drawn.graph.link ?? '')).status).toBe(200);

    const silencer = createSilencer({ api: silences });
    const matchers = Object.entries(alert.labels).map(([label, value]) => ({ label, value }));
    const made = await silencer.silence({ matchers, from: clock.now(), until: clock.now() + 600, author: 'Ann', reason: 'a test' });
    if (made.kind === 'refused') throw new Error(made.says);
    await until('the silence to hold', async () => ((await seen())?.status.silencedBy.includes(made.id) ? true : undefined));
    expect(await silencer.stateOf(made.id)).toEqual({ kind: 'known', state: 'active' });
    expect(await silencer.end(made.id)).toEqual({ kind: 'ended' });
    expect(await silencer.end(made.id)).toEqual({ kind: 'ended' });
    expect(await silencer.stateOf(made.id)).toEqual({ kind: 'known', state: 'expired' });
    expect(await silencer.stateOf('11111111-1111-1111-1111-111111111111')).toEqual({ kind: 'known', state: 'unknown' });
    expect(await silencer.end('11111111-1111-1111-1111-111111111111')).toEqual({ kind: 'ended' });
    expect(await silencer.silence({ matchers: [], from: 1, until: 2, author: 'A', reason: 'r' })).toEqual({
      kind: 'refused',
      says: expect.stringContaining('Alertmanager refused it (HTTP 422)'),
    });
    await until('the silence to have ended', async () => ((await seen())?.status.silencedBy.length === 0 ? true : undefined));
  });

  test('both are well for the doctor, and its command line says so', async () => {
    expect(await examinePrometheus(api)).toMatchObject({ ok: true, says: expect.stringMatching(/version \d/) });
    expect(await examineAlertmanager(silences)).toMatchObject({ ok: true, says: expect.stringMatching(/version \d/) });
    const config = join(mkdtempSync(join(tmpdir(), 'faultline-doctor-lab-')), 'faultline.yml');
    writeFileSync(config, JSON.stringify({ prometheus: { url: prometheus.url }, alertmanager: { url: 'http://127.0.0.1:1' } }));
    let said = '';
    try {
      execFileSync(process.execPath, [main, 'doctor', '--config', config], { encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      said = String((error as { readonly stdout?: unknown }).stdout);
    }
    expect(said).toContain(`ok   Prometheus: ${prometheus.url} answers queries`);
    expect(said).toContain('FAIL Alertmanager: http://127.0.0.1:1: the connection was refused');
  });
});

test('TLS with an authority of its own, and a login', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-tls-lab-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...subject,
    ],
    { stdio: 'pipe' },
  );
  const login: Login = { kind: 'basic', user: 'bot', password: 'test' };
  // The hash of "test" in Prometheus' own guide (prometheus.io/docs/guides/basic-auth).
  const users = { bot: '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay' };
  const server = await startPrometheus({ web: { tls_server_config: { cert_file: cert, key_file: key }, basic_auth_users: users } });
  const ca = readFileSync(cert, 'utf8');
  const apis = [
    open(server.url, login, { ca }),
    open(server.url, { ...login, password: 'wrong' }, { ca }),
    open(server.url, login),
  ] as const;
  try {
    expect(await ask(apis[0], 'vector(1)')).toMatchObject({ looks: [{ attempts: [{ exit: 0 }] }] });
    expect(await ask(apis[1], 'vector(1)')).toMatchObject({
      looks: [{ attempts: [{ exit: 1, stderr: expect.stringContaining('HTTP 401: permission denied') }] }],
    });
    expect(await ask(apis[2], 'vector(1)')).toMatchObject({
      kind: 'not-run',
      reason: 'unreachable',
      detail: expect.stringContaining('give ca_file'),
    });
  } finally {
    await Promise.all(apis.map(api => api.close()));
    await server.stop();
  }
});
