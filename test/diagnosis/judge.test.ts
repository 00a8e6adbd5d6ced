import type { HostFacts } from '../../src/diagnosis/facts.js';
import { judgeHost } from '../../src/diagnosis/judge.js';
import type { Verdict } from '../../src/model/diagnosis.js';
import type { FactRow, FactValues } from '../../src/model/fact.js';
import type { Target } from '../../src/model/target.js';
import { smallPlaybooks } from './small-playbooks.js';
import { CLOCK } from './visits.js';

const fault = (id: string, rest: string): string => `
fault: ${id}
explain: x
role: cause
prior: occasional
advice: look
${rest}`;
const listener = (id: string, rest = ''): string =>
  fault(
    id,
    `
title: Queue of {{row.port}}
for_each: {row: ports.rows}
if_nothing: no queue is full
about: {port: row.port}
evidence: [{id: over, when: row.queue > row.limit, if_true: for conclusive, if_false: against strong, says: '{{row.queue}} wait'}]
${rest}`,
  );

const playbooks = smallPlaybooks({
  'faults/any-full.yaml': listener('any-full'),
  'faults/some-full.yaml': fault(
    'some-full',
    `
title: Some queue is full
about: {host: target.host, port: target.port}
evidence:
  - {id: some, when: 'ports.rows.exists(r, r.queue > r.limit)', if_true: for strong, if_false: against strong, says: some}
  - {id: kills, when: kills.count > 0, if_true: for weak, if_false: none, says: '{{kills.count}} kills', says_not: no kills}
`,
  ),
  'faults/log-gone.yaml': fault(
    'log-gone',
    `
title: Another log
for_each: {up: proxy.ups}
about: {addr: up.addr}
evidence:
  - {id: kills, when: kills.count > 0, if_true: for strong, if_false: none, says: '{{kills.count}} kills'}
  - {id: port, when: up.port > 0, if_true: for strong, if_false: none, says: a port}
`,
  ),
  'symptoms/full.yaml': `
symptom: full
title: Full
phrases: [full queue]
asks: [host]
consider: [any-full, some-full, log-gone]
`,
});
const target: Target = { host: 'app', address: '10.0.0.7', port: 8080, params: {} };

function learnt(checks: Readonly<Record<string, FactValues>>, lines: Readonly<Record<string, string>> = {}): HostFacts {
  const facts = Object.entries(checks).map(([check, values]) => {
    const source = { check, host: 'app', command: `list-${check}`, exit: 0, at: CLOCK, lines };
    return [check, { check, host: 'app', values, source }] as const;
  });
  return { host: 'app', facts: new Map(facts), gaps: [], statuses: [] };
}

const judge = (id: string, facts: HostFacts, at = target): readonly Verdict[] =>
  judgeHost(playbooks, [id], facts, at).map(({ verdict }) => verdict);

const row = (port: number, queue: number, limit = 5): FactRow => ({ port, queue, limit, line: `${queue} ${limit} *:${port}` });

describe('judgeHost', () => {
  test('a list that was not read is one unknown instance: it could be about something that we could not see', () => {
    const [only, ...more] = judge('full', learnt({}));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ word: 'undetermined', about: {}, title: 'Queue of ? is full', host: 'app' });
    expect(only?.evidence).toEqual([
      { id: 'over', truth: 'unknown', says: '? of ?' },
      { id: 'far_over', truth: 'unknown', says: 'far over' },
    ]);
  });

  test('the row that stands for what was cut off is an unknown instance of its own', () => {
    const verdicts = judge('any-full', learnt({ ports: { rows: [row(80, 0), {}] } }));
    expect(verdicts.map(({ about, word }) => ({ about, word }))).toEqual([
      { about: { port: 80 }, word: 'ruled-out' },
      { about: {}, word: 'undetermined' },
    ]);
  });

  test('`only` keeps the rows that the fault can be about', () => {
    expect(judge('full', learnt({ ports: { rows: [row(22, 99), row(8080, 0)] } })).map(({ about }) => about)).toEqual([{ port: 8080 }]);
  });

  test('`only` without an answer keeps the row', () => {
    const { port: _, ...anywhere } = target;
    const facts = learnt({ ports: { rows: [row(22, 0), row(8080, 0)] } });
    expect(judge('full', facts, anywhere).map(({ about }) => about)).toEqual([{ port: 22 }, { port: 8080 }]);
  });

  test('a list that was read and holds nothing concerned rules the fault out, and says so', () => {
    const [verdict, ...more] = judge('full', learnt({ ports: { rows: [row(22, 99)] } }));
    expect(more).toEqual([]);
    expect(verdict).toMatchObject({
      word: 'ruled-out',
      evidence: [{ id: 'nothing-concerned', truth: 'false', says: 'no queue is full' }],
    });
  });

  test('an empty list does not rule out what evidence without a row speaks strongly for', () => {
    const [silent] = judge('log-gone', learnt({ proxy: { ups: [] }, kills: { count: 0 } }));
    const [spoken] = judge('log-gone', learnt({ proxy: { ups: [] }, kills: { count: 3 } }));
    expect(silent).toMatchObject({ word: 'ruled-out', evidence: [{ says: 'no sign of it on this host' }] });
    expect(spoken).toMatchObject({ word: 'undetermined', evidence: [{ truth: 'true', says: '3 kills' }, { truth: 'unknown' }] });
  });

  test('`about` takes texts and numbers; what is not known is left out', () => {
    const { port: _, ...anywhere } = target;
    expect(judge('some-full', learnt({}))[0]?.about).toEqual({ host: 'app', port: 8080 });
    expect(judge('some-full', learnt({}), anywhere)[0]?.about).toEqual({ host: 'app' });
  });

  test('rows about the same thing are one instance: the strongest', () => {
    const verdicts = judge('full', learnt({ ports: { rows: [row(8080, 0), row(8080, 99), row(8080, 1)] } }));
    expect(verdicts).toMatchObject([{ word: 'likely', evidence: [{ says: '99 of 5' }, { says: 'far over' }] }]);
  });

  test('refuted rows beyond 32 are left out; a live and an open one among 70 never are', () => {
    const rows = Array.from({ length: 70 }, (_, index): FactRow => row(1000 + index, index === 69 ? 9 : 0));
    const verdicts = judge('any-full', learnt({ ports: { rows: [...rows, { port: 2000, queue: 1, line: 'cut' }] } }));
    const words = verdicts.map(({ word }) => word);
    expect(words.filter(word => word === 'ruled-out')).toHaveLength(32);
    expect(verdicts.slice(32)).toMatchObject([
      { word: 'confirmed', about: { port: 1069 } },
      { word: 'undetermined', about: { port: 2000 } },
    ]);
  });

  test('an `exists()` cites the row that made it true, and its command', () => {
    const facts = learnt({ ports: { rows: [row(22, 0), row(8080, 9), row(80, 7)] }, kills: { count: 0 } }, { '': 'whole' });
    expect(judge('some-full', facts)[0]?.evidence[0]?.source).toEqual({
      check: 'ports',
      host: 'app',
      command: 'list-ports',
      exit: 0,
      at: CLOCK,
      line: '9 5 *:8080',
    });
  });

  test('an `exists()` that is false cites the check as a whole', () => {
    const facts = learnt({ ports: { rows: [row(22, 0)] } }, { '': 'whole' });
    expect(judge('some-full', facts)[0]?.evidence[0]?.source?.line).toBe('whole');
  });

  test('a row cites its own line', () => {
    expect(judge('full', learnt({ ports: { rows: [row(8080, 0)] } }, { '': 'whole' }))[0]?.evidence[0]?.source?.line).toBe('0 5 *:8080');
  });

  test('a single field cites the line that it was read from', () => {
    const facts = learnt({ kills: { count: 2 } }, { '': 'whole', count: 'oom_kill 2' });
    expect(judge('some-full', facts)[0]?.evidence[1]?.source).toMatchObject({ check: 'kills', line: 'oom_kill 2' });
  });

  test.each([
    [2, 'true', '2 kills', { side: 'for', strength: 'weak' }],
    [0, 'false', 'no kills', undefined],
  ])('%d kills: what is said, and what counts', (count, truth, says, weight) => {
    const line = judge('some-full', learnt({ kills: { count } }))[0]?.evidence[1];
    expect(line).toMatchObject({ truth, says });
    expect(line?.weight).toEqual(weight);
    expect(line?.source?.command).toBe('list-kills');
  });

  test('what is unknown has no weight and no source, and its holes print a question mark', () => {
    expect(judge('some-full', learnt({}))[0]?.evidence[1]).toEqual({ id: 'kills', truth: 'unknown', says: '? kills' });
  });

  test('a fault that is not loaded is passed over', () => {
    expect(judge('no-such-fault', learnt({}))).toEqual([]);
  });
});
