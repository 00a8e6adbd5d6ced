import type { Incident } from '../../src/model/incident.js';
import type { StoryAlert } from '../../src/model/story.js';
import { createDrawGraph } from '../../src/prometheus/draw-graph.js';
import type { DrawPng } from '../../src/prometheus/draw-png.js';
import { alertIncident } from './alert-incident.js';
import { type Answering, answering, reply } from './answering.js';
import { recorded } from './recorded.js';

const NOW = 1795781700;
const alert = (more: Partial<StoryAlert>): StoryAlert => ({
  fingerprint: 'f',
  state: 'firing' as const,
  labels: { alertname: 'TargetDown', instance: '127.0.0.1:1', job: 'dead' },
  annotations: {},
  startsAt: NOW - 600,
  refired: 0,
  generatorUrl: 'http://prom.example.com/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
  ...more,
});
const incident = (...alerts: readonly Partial<StoryAlert>[]): Incident => alertIncident('api-1', alerts.map(alert));

let server: Answering | undefined;
afterEach(() => server?.close());

async function drawing(status: number, body: string, of: Incident, type?: string) {
  server = await answering(reply(status, body, type));
  const specs: object[] = [];
  const drawPng: DrawPng = async spec => {
    specs.push(spec);
    return { kind: 'drawn', png: new Uint8Array([1]), svg: '' };
  };
  const counted: string[] = [];
  const measures = { query: (outcome: string) => void counted.push(outcome) };
  const drawn = await createDrawGraph({ api: server.api, drawPng, clock: { now: () => NOW + 0.7 }, measures })(of);
  return { drawn, specs, counted, form: Object.fromEntries(new URLSearchParams(server.asked[0]?.body)) };
}

test('the query without its threshold, from an hour before the alert until now', async () => {
  const { drawn, form, specs, counted } = await drawing(200, recorded('range-up'), incident({}));
  expect(form).toEqual({ query: 'up', start: String(NOW - 4200), end: String(NOW), step: '18' });
  expect(drawn).toMatchObject({
    kind: 'drawn',
    graph: {
      title: 'TargetDown on api-1',
      alt: expect.stringContaining('The alert fires when == 0. It began at 2026-11-27 12:05 UTC.'),
      link: expect.stringMatching(/^http:\/\/prom\.example\.com\/graph\?g0\.expr=up&/),
    },
  });
  // The series of the alert first, although the other is higher.
  expect(JSON.stringify(specs[0])).toMatch(/"domain":\["[^"]*instance=\\"127\.0\.0\.1:1\\"/);
  expect(counted).toEqual(['ok']);
});

test('an alert of last week: one day, and no mark of a start that is not in it', async () => {
  const { form, drawn } = await drawing(200, recorded('range-up'), incident({ startsAt: NOW - 7 * 86400 }));
  expect(form).toMatchObject({ start: String(NOW - 86400), step: '360' });
  expect(drawn.kind === 'drawn' && drawn.graph.alt).not.toContain('It began');
});

test('of several rules the one that fires longest', async () => {
  const other = { generatorUrl: 'http://prom/graph?g0.expr=down', startsAt: NOW - 900 };
  const { form } = await drawing(200, recorded('range-up'), incident({}, { ...other, state: 'resolved', startsAt: NOW - 9000 }, other));
  expect(form.query).toBe('down');
});

test.each([
  [200, 'range-empty', 'has no values for the query'],
  [200, 'range-nan', 'has no values for the query'],
  [400, 'range-too-many', 'exceeded maximum resolution'],
])('HTTP %d %s: there is nothing to draw, and why', async (status, name, says) => {
  const { drawn } = await drawing(status, recorded(name), incident({}));
  expect(drawn).toEqual({ kind: 'nothing', says: expect.stringContaining(says) });
});

test('more series than can be read', async () => {
  const { drawn, counted } = await drawing(200, `{"data":${' '.repeat(2_000_000)}}`, incident({}));
  expect(drawn).toEqual({ kind: 'nothing', says: expect.stringContaining('too many series') });
  expect(counted).toEqual(['failed']);
});

test('without a query: Grafana, a person, or nothing at all', async () => {
  for (const undrawn of [incident({ generatorUrl: 'https://grafana/alerting/x' }), incident()]) {
    const { drawn } = await drawing(200, '', undrawn);
    expect(drawn).toEqual({ kind: 'nothing', says: expect.stringContaining('names a query') });
    expect(server?.asked).toEqual([]);
    await server?.close();
  }
});
