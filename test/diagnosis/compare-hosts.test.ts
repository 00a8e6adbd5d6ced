import { compareHosts, UNLIKE_OTHERS } from '../../src/diagnosis/compare-hosts.js';
import { comparisonInWords } from '../../src/diagnosis/comparison-in-words.js';
import { readFacts } from '../../src/diagnosis/facts.js';
import { judgeHost } from '../../src/diagnosis/judge.js';
import { planVisit } from '../../src/diagnosis/plan.js';
import type { ComparedRuns } from '../../src/model/comparison.js';
import { matchesLine } from '../../src/playbooks/line-pattern.js';
import { parsers, smallPlaybooks } from './small-playbooks.js';
import { CLOCK, hostRun, type Said } from './visits.js';

const playbooks = smallPlaybooks({
  'settings/limit.yaml': `
setting: kills
title: Kills that are borne
name: kills.borne
now: '{{kills.count}}'
recommended: {value: '0', when: kills.count == 0.0, why: x}
`,
  'resources/memory.yaml': `
resource: memory
title: Memory
errors:
  - {says: '{{kills.count}} killed', says_not: none killed, high: kills.count > 0}
`,
});
const tools = { parsers, matchesLine };
const targetOf = (host: string) => ({ host, address: host, port: 8080, params: {} });

const row = (queue: number) => ({ ports: { rows: [{ port: 8080, queue, limit: 5, line: `L ${queue} 5` }] } });
const HEALTHY: Said = { ...row(0), kills: { count: 0 } };

function here(said: Said) {
  const target = targetOf('app1');
  const facts = readFacts(playbooks, planVisit(playbooks, ['no-connection'], target, 'direct'), 'app1', [hostRun('app1', said)], tools);
  return { target, facts, judged: judgeHost(playbooks, ['gone', 'killed', 'full'], facts, target) };
}

const sibling = (host: string, said: Said): ComparedRuns => ({
  kind: 'sibling',
  at: CLOCK,
  target: targetOf(host),
  runs: [hostRun(host, said)],
});
const earlier = (said: Said): ComparedRuns => ({ kind: 'earlier', at: CLOCK, target: targetOf('app1'), runs: [hostRun('app1', said)] });

function compared(said: Said, ...others: readonly ComparedRuns[]) {
  const before = here(said);
  const { comparison, judged } = compareHosts(playbooks, 'no-connection', before, others, tools);
  const added = judged.filter(({ verdict }) => verdict.evidence.some(({ id }) => id === UNLIKE_OTHERS)).map(({ verdict }) => verdict);
  return { before, comparison, judged, added };
}

describe('compareHosts', () => {
  test('what is so here and not on a sibling is weak evidence, and is told', () => {
    const { comparison, added } = compared({ ...row(9), kills: { count: 0 } }, sibling('app2', HEALTHY));
    expect(added.map(({ fault }) => fault)).toEqual(['full']);
    expect(added[0]?.evidence.at(-1)).toEqual({
      id: UNLIKE_OTHERS,
      truth: 'true',
      weight: { side: 'for', strength: 'weak' },
      says: 'this is not so on app2: 9 of 5',
    });
    expect(comparison.differences).toEqual([{ of: 'evidence', says: 'only here: 9 of 5' }]);
  });

  test('a fact that several verdicts stand on is told once', () => {
    const before = here({ ...row(9), kills: { count: 0 } });
    const twice = { ...before, judged: [...before.judged, ...before.judged] };
    const { comparison } = compareHosts(playbooks, 'no-connection', twice, [sibling('app2', HEALTHY)], tools);
    expect(comparison.differences).toEqual([{ of: 'evidence', says: 'only here: 9 of 5' }]);
  });

  test('it adds a point and changes no word: it makes no root and unmakes none', () => {
    const { before, judged, added } = compared({ ...row(9), kills: { count: 0 } }, sibling('app2', HEALTHY));
    expect(judged.map(({ verdict: { fault, word } }) => [fault, word])).toEqual(
      before.judged.map(({ verdict: { fault, word } }) => [fault, word]),
    );
    const was = before.judged.find(({ verdict }) => verdict.fault === 'full')?.verdict.score ?? 0;
    expect(added[0]?.score).toBe(was + 1);
  });

  test('what a sibling shows too, or may show, is no difference', () => {
    const sick = { ...row(9), kills: { count: 0 } };
    for (const other of [sibling('app2', sick), sibling('app2', { ports: 'missing', kills: { count: 0 } })]) {
      const { comparison, added } = compared(sick, other);
      expect([comparison.differences, added]).toEqual([[], []]);
    }
    expect(compared(sick, sibling('app2', HEALTHY), sibling('app3', sick)).added).toEqual([]);
  });

  test('settings and resources that differ are told, with both values', () => {
    const { comparison } = compared({ ...row(0), kills: { count: 2 } }, sibling('app2', HEALTHY), earlier(HEALTHY));
    expect(comparison.differences.map(({ of }) => of)).toEqual(['evidence', 'resource', 'setting']);
    expect(comparison.differences[1]?.says).toBe('Memory: 2 killed (app2: none killed; app1 on 2023-11-14 22:13: none killed)');
    expect(comparison.differences[2]?.says).toBe('kills.borne is 2 here, 0 on app2, 0 on app1 on 2023-11-14 22:13');
  });

  test('a host that could not be looked at is named, and nothing follows from it', () => {
    const unreachable = sibling('app2', { ports: 'unreachable', kills: 'unreachable' });
    const { comparison, added } = compared({ ...row(9), kills: { count: 0 } }, unreachable);
    expect(added).toEqual([]);
    expect(comparison).toMatchObject({ others: [{ host: 'app2', seen: false }], differences: [] });
    expect(comparisonInWords(comparison)).toEqual({
      title: 'app1 beside app2',
      lines: ['app2 could not be looked at, so that it is not compared'],
    });
  });

  test('two hosts that are alike differ in nothing', () => {
    const { comparison } = compared(HEALTHY, sibling('app2', HEALTHY), earlier(HEALTHY));
    expect(comparisonInWords(comparison)).toEqual({
      title: 'app1 beside app2, and beside itself on 2023-11-14 22:13, when it was well',
      lines: ['nothing that matters differs'],
    });
  });
});
