import { graphLines } from '../../src/prometheus/graph-series.js';

const answer = (...result: readonly { metric: Record<string, string>; values: readonly (readonly [number, string])[] }[]): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

test('names are what tells series apart; the rest is said once', () => {
  const lines = graphLines(
    answer(
      { metric: { __name__: 'up', job: 'node', instance: 'a' }, values: [[10, '1']] },
      { metric: { __name__: 'up', job: 'node', instance: 'b' }, values: [[10, '2']] },
    ),
    [],
    5,
  );
  expect(lines).toMatchObject({ leftOut: 0, shared: 'job="node"', series: [{ name: 'instance="b"' }, { name: 'instance="a"' }] });
});

test('the series of the alerts come first, then the highest; more than eight are counted', () => {
  const series = Array.from({ length: 12 }, (_, i) => ({ metric: { i: String(i) }, values: [[10, String(i)] as const] }));
  const lines = graphLines(answer(...series), [{ alertname: 'X', i: '3', severity: 'critical' }], 5);
  expect(lines?.leftOut).toBe(4);
  expect(lines?.series.map(({ name }) => name)).toEqual(['3', '11', '10', '9', '8', '7', '6', '5'].map(i => `i="${i}"`));
});

test('NaN and missing steps break the line; a series without any value is none', () => {
  const lines = graphLines(
    answer(
      {
        metric: { a: '1' },
        values: [
          [10, '1'],
          [15, 'NaN'],
          [20, '+Inf'],
          [25, '2'],
          [45, '3'],
        ],
      },
      { metric: { a: '2' }, values: [[10, 'NaN']] },
    ),
    [],
    5,
  );
  expect(lines?.series).toEqual([
    { name: 'value', points: [{ at: 10, value: 1 }, { at: 15 }, { at: 20 }, { at: 25, value: 2 }, { at: 30 }, { at: 45, value: 3 }] },
  ]);
});

test('long names that were shortened to the same stay two', () => {
  const name = (i: number): string => `${'x'.repeat(60)}${i}${'y'.repeat(60)}`;
  const lines = graphLines(answer({ metric: { a: name(1) }, values: [[1, '1']] }, { metric: { a: name(2) }, values: [[1, '1']] }), [], 1);
  const names = lines?.series.map(each => each.name) ?? [];
  expect(new Set(names).size).toBe(2);
  expect(names.every(each => each.length <= 80 && each.includes('…'))).toBe(true);
});

test.each(['', '{}', '<html>', answer().replace('matrix', 'vector')])('%j is no answer', text =>
  expect(graphLines(text, [], 1)).toBeUndefined(),
);
