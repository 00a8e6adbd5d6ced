import { readFileSync, writeFileSync } from 'node:fs';
import { createDrawPng } from '../../src/prometheus/draw-png.js';
import { graphAlt } from '../../src/prometheus/graph-alt.js';
import { type GraphContent, graphSpec } from '../../src/prometheus/graph-spec.js';

const FILE = new URL('../fixtures/prometheus/graph-spec.golden.json', import.meta.url);
const FROM = 1795774496;

const content: GraphContent = {
  title: 'HighErrors on checkout',
  query: 'sum by (instance) (rate(http_requests_total{code=~"5.."}[5m]))',
  unit: 'per second',
  from: FROM,
  to: FROM + 3600,
  threshold: { operator: '>', value: 5 },
  began: FROM + 1800,
  shared: 'job="checkout"',
  leftOut: 3,
  series: [
    {
      name: 'instance="a"',
      points: [{ at: FROM, value: 1 }, { at: FROM + 900 }, { at: FROM + 1800, value: 6 }, { at: FROM + 3600, value: 8 }],
    },
    {
      name: 'instance="b"',
      points: [
        { at: FROM, value: 2 },
        { at: FROM + 3600, value: 2.5 },
      ],
    },
  ],
};

test('the specification is as it was (FAULTLINE_GOLDEN=renew writes it anew; look at the picture then)', () => {
  const spec = graphSpec(content);
  if (process.env.FAULTLINE_GOLDEN === 'renew') writeFileSync(FILE, `${JSON.stringify(spec, null, 1)}\n`);
  expect(JSON.parse(JSON.stringify(spec))).toEqual(JSON.parse(readFileSync(FILE, 'utf8')));
});

test('the picture is large, light, and says everything in words that are really drawn', async () => {
  const drawn = await createDrawPng()(graphSpec(content));
  if (drawn.kind === 'failed') throw new Error(drawn.says);
  const png = Buffer.from(drawn.png);
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBeGreaterThan(1600);
  expect(png.readUInt32BE(20)).toBeGreaterThan(700);
  for (const text of [
    'HighErrors on checkout',
    'per second',
    'time (UTC)',
    'alert when &gt; 5/s',
    'alert began 10:44',
    'instance="b"',
    '2 of 5 series',
  ])
    expect(drawn.svg.replaceAll('&quot;', '"')).toContain(text);
  // Without its fonts resvg draws no text at all, and says nothing.
  const mute = await createDrawPng()({ ...graphSpec({ ...content, title: '', query: '' }), title: { text: '' } });
  expect(mute.kind === 'drawn' && drawn.png.length > mute.png.length * 1.05).toBe(true);
});

test('a specification that cannot be drawn is said', async () => {
  expect(await createDrawPng()({ mark: 'no such mark' })).toMatchObject({ kind: 'failed', says: expect.any(String) });
});

test('the same in words', () => {
  expect(graphAlt(content)).toBe(
    'HighErrors on checkout. Line graph of sum by (instance) (rate(http_requests_total{code=~"5.."}[5m])), 2026-11-27 10:14 UTC to 2026-11-27 11:14 UTC, ' +
      '2 of 5 series, in per second. The alert fires when > 5/s. It began at 2026-11-27 10:44 UTC. ' +
      'instance="a": first 1/s, last 8/s, highest 8/s. instance="b": first 2/s, last 2.5/s, highest 2.5/s.',
  );
  expect(graphAlt({ ...content, query: 'x'.repeat(5000) }).length).toBe(1000);
});

test.each([
  ['flat', [5, 5], undefined, [0, 6]],
  ['zero', [0, 0], undefined, [0, 1]],
  ['far from zero', [1000, 1010], undefined, [997.5, 1012.5]],
  ['negative', [-20, 20], undefined, [-30, 30]],
  ['with its threshold', [1, 2], 10, [0, 12.5]],
  ['tiny', [1e-9, 2e-9], undefined, [0, 2.5e-9]],
  ['beyond the precision of numbers', [1e300, 1e300 * 1.0000000000000002], undefined, [0, 1.25e300]],
  ['at the end of numbers', [-1e300, 1e300], undefined, undefined],
  ['smallest', [0, Number.MIN_VALUE], undefined, undefined],
])('the axis of %s values', (_, values, threshold, domain) => {
  const { threshold: _t, ...rest } = content;
  const spec = graphSpec({
    ...rest,
    ...(threshold === undefined ? {} : { threshold: { operator: '>', value: threshold } }),
    series: [{ name: 'a', points: values.map((value, i) => ({ at: FROM + i, value })) }],
  });
  const [, written] = /"domain":(\[[^\]]*\]),"nice"/.exec(JSON.stringify(spec)) ?? [];
  const [low, high] = JSON.parse(written ?? '[]') as [number, number];
  expect(high).toBeGreaterThan(low);
  if (domain) expect([low, high]).toEqual(domain);
});
