import fc from 'fast-check';
import { splitThreshold } from '../../src/prometheus/split-threshold.js';

const at = (operator: string, value: number) => ({ operator, value });

test.each([
  ['up == 0', 'up', at('==', 0)],
  ['node_load1 > 4', 'node_load1', at('>', 4)],
  ['(rate(x[5m]) > 0.5)', 'rate(x[5m])', at('>', 0.5)],
  ['rate(x{a="b > 1"}[5m]) >= 1e-3', 'rate(x{a="b > 1"}[5m])', at('>=', 0.001)],
  ['100 < x', 'x', at('>', 100)],
  ['x > bool 1', 'x', at('>', 1)],
  ['node_memory_MemAvailable_bytes < 512 * 1024 * 1024', 'node_memory_MemAvailable_bytes', at('<', 536870912)],
  ['x < -5', 'x', at('<', -5)],
  ['x > (2 + 3) * 2', 'x', at('>', 10)],
  ['(a / b) > 0.9', 'a / b', at('>', 0.9)],
  ['(a > 1) / (b < 2)', '(a > 1) / (b < 2)', undefined],
  ['a > 5 and b > 3', 'a', at('>', 5)],
  ['a > 5 and on(instance) b > 3 unless c', 'a', at('>', 5)],
  ['a > 5 or b > 3', 'a > 5 or b > 3', undefined],
  ['a > on(instance) group_left b', 'a', undefined],
  ['absent(up{job="x"})', 'absent(up{job="x"})', undefined],
  ['sum by (a) (x) > 1 # not < 2', 'sum by (a) (x)', undefined],
  ['x > 1 # hot', 'x', undefined],
])('%s', (expression, query, threshold) => {
  const split = splitThreshold(expression);
  expect(split.query).toBe(query);
  if (!expression.includes('#')) expect(split.threshold).toEqual(threshold);
});

test('what is no query at all neither throws nor loops', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab01 .>=<!-+*/(){}[]"\'`#\\,and or'.split('')), maxLength: 60 }),
      text => typeof splitThreshold(text).query === 'string',
    ),
  );
});
