import { queryParts } from '../../src/playbooks/query-parts.js';

describe('queryParts', () => {
  test('parameters know whether they stand in a pattern; in a comment they are none', () => {
    const { parts, problems } = queryParts('up{instance="{{ host }}:9100", job=~"a|{{job}}"} # {{no}}');
    expect(problems).toEqual([]);
    expect(parts.filter(part => part.kind === 'param')).toEqual([
      { kind: 'param', name: 'host', as: 'text' },
      { kind: 'param', name: 'job', as: 'pattern' },
    ]);
  });

  test('the text around them is kept to the letter', () => {
    const query = `sum by (a) (rate(x{a!~"b{{p}}\\"c", d='e"f', g=\`h\`}[5m])) > 0.5`;
    expect(queryParts(query).problems).toEqual([]);
    expect(
      queryParts(query)
        .parts.map(part => (part.kind === 'param' ? `{{${part.name}}}` : part.text))
        .join(''),
    ).toBe(query);
  });

  test.each([
    ['up{{{name}}="x"}', '{{name}} must stand inside'],
    ['{{metric}} > 1', '{{metric}} must stand inside'],
    ["up{a='{{p}}'}", 'in double quotes'],
    ['up{a="b}', 'this string is never closed'],
    ['sum(rate(x[5m])', 'never closed with )'],
    ['sum(x]', 'the ] closes nothing'],
    ['up}', 'the } closes nothing'],
  ])('%s', (query, complaint) => {
    expect(
      queryParts(query)
        .problems.map(({ message }) => message)
        .join('\n'),
    ).toContain(complaint);
  });
});
