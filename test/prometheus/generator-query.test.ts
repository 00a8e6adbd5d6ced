import { generatorQuery } from '../../src/prometheus/generator-query.js';

test.each([
  ['http://prom:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1', 'up == 0'],
  ['https://metrics.example.com/prometheus/query?g0.expr=up', 'up'],
])('%s', (url, expression) => expect(generatorQuery(url)?.expression).toBe(expression));

test.each([
  'https://grafana.example.com/alerting/grafana/abc/view?orgId=1',
  'http://prom:9090/graph',
  'http://prom:9090/graph?g0.expr=',
  'javascript:alert(1)//graph?g0.expr=up',
  'no url',
  '',
  `http://prom:9090/graph?g0.expr=${'x'.repeat(9000)}`,
])('%s names none', url => expect(generatorQuery(url)).toBeUndefined());

test('the page shows what was drawn, and nothing else of the address is kept', () => {
  const link = generatorQuery('http://prom:9090/p/graph?g0.expr=up&g0.tab=1&evil=1')?.linkTo('a > "b"', 1795778096, 1795781696);
  expect(link).toBe('http://prom:9090/p/graph?g0.expr=a+%3E+%22b%22&g0.tab=0&g0.range_input=60m&g0.end_input=2026-11-27+12%3A14');
});
