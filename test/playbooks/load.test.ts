import { loadPlaybooks } from '../../src/playbooks/load.js';
import { fixtureFiles, stubParsers } from './fixtures.js';

const good = fixtureFiles('good');
const without = (name: string) => good.filter(file => !file.path.endsWith(`/${name}.yaml`));
const file = (path: string, text: string) => ({ path, text });
const load = (files: readonly { path: string; text: string }[]) => loadPlaybooks(files, stubParsers);

describe('good playbooks', () => {
  const { playbooks, cases, problems } = load(good);

  test('load without a problem', () => {
    expect(problems).toEqual([]);
    expect([...playbooks.checks.keys()].sort()).toEqual(['listen', 'log', 'tcp']);
    expect([...playbooks.faults.keys()].sort()).toEqual(['proxy-timeout', 'queue-full']);
    expect([...playbooks.symptoms.keys()]).toEqual(['slow-connect']);
    expect([...cases.keys()]).toEqual(['queue-full']);
  });

  test('a check with its variants, parameters and fields', () => {
    const listen = playbooks.checks.get('listen');
    expect(listen).toMatchObject({ sample: 'twice', cost: 'cheap', timeoutSeconds: 5, capBytes: 64000, hint: 'install iproute2' });
    expect(listen?.params.port).toEqual({ type: 'port', allow: '^[0-9]{1,5}$' });
    expect(listen?.variants[0]).toEqual({
      way: { kind: 'run', argv: ['ss', '-ltn', 'sport', '=', ':{{port}}'] },
      alive: '^State +Recv-Q +Send-Q',
      okExit: [0],
      parser: { name: 'ss_listen', options: undefined },
      gives: ['rows', 'rows.addr', 'rows.port', 'rows.queue', 'rows.limit', 'rows.loopback'],
    });
    // /proc/net/tcp knows no limit: the field stays away, so that it is unknown and not zero.
    expect(listen?.variants[1]?.gives).not.toContain('rows.limit');
    expect(playbooks.checks.get('log')?.variants[0]?.way).toEqual({
      kind: 'sh',
      needs: ['tail'],
      privilege: [],
      text: 'tail -n 100 "$1"',
      args: ['{{error_log}}'],
    });
  });

  test('a fault, compiled', () => {
    const fault = playbooks.faults.get('queue-full');
    const context = {
      row: { port: 8080, queue: 6, limit: 5, line: 'LISTEN 6 5' },
      listen: { rows: [] },
      tcp: { delta: {}, window_s: 5.02 },
      target: { port: 8080 },
    };
    expect(fault?.checks).toEqual(['listen', 'tcp']);
    expect(fault?.title.render(context)).toBe('The accept queue of port 8080 is full');
    expect(fault?.only?.truth(context)).toBe('true');
    expect(fault?.about.port?.value(context)).toBe(8080);
    expect(fault?.forEach?.list.checks).toEqual(['listen']);
    expect(fault?.forEach?.list.value({ listen: { rows: [{ port: 1 }] } })).toEqual([{ port: 1 }]);
    const [full, dropping] = fault?.evidence ?? [];
    expect(full).toMatchObject({
      signal: 'listen',
      ifTrue: { side: 'for', strength: 'conclusive' },
      ifFalse: { side: 'against', strength: 'weak' },
    });
    expect(full?.when.fields).toEqual(['listen.rows.limit', 'listen.rows.queue']);
    expect(full?.when.truth(context)).toBe('true');
    expect(full?.saysNot?.render(context)).toBe('6 of 5 places are taken');
    expect(dropping).toMatchObject({ signal: 'tcp' });
    expect(dropping?.when.truth(context)).toBe('unknown');
    expect(dropping?.says.render(context)).toBe('? connections dropped in 5.02 s');
    expect(fault?.leadsTo[0]).toMatchObject({ fault: 'proxy-timeout', seenFrom: 'callers' });
    expect(fault?.leadsTo[0]?.where?.truth({ cause: { port: 80 }, effect: { port: 80 } })).toBe('true');
    expect(fault?.leadsTo[0]?.where?.truth({ cause: { port: 80 }, effect: {} })).toBe('unknown');
    expect(fault?.remedies).toEqual(['raise-limit']);
  });

  test('if_false: none carries no weight, and look_at is compiled', () => {
    const fault = playbooks.faults.get('proxy-timeout');
    expect(fault?.evidence[0]).not.toHaveProperty('ifFalse');
    expect(fault?.lookAt?.port.value({ target: { port: 80 } })).toBe(80);
    expect(fault?.lookAt).toMatchObject({ ask: ['slow-connect'], limit: 3 });
    expect(
      fault?.evidence[0]?.when.witness({
        log: {
          events: [
            { kind: 'refused', line: 'a' },
            { kind: 'timeout', line: 'b' },
          ],
        },
      }),
    ).toBe('b');
  });

  test('a symptom keeps numbers as texts', () => {
    expect(playbooks.symptoms.get('slow-connect')).toMatchObject({
      phrases: ['connect hangs', '504'],
      notPhrases: ['dns'],
      asks: ['host', 'port'],
      alerts: [{ when: { text: 'alert.labels.alertname in ["ConnectSlow"]' } }],
      show: ['tcp'],
    });
  });

  test.each([
    [{ alertname: 'ConnectSlow' }, true],
    [{ alertname: 'Other' }, false],
    [{}, false],
  ])('its condition over the labels %j holds: %s', (labels, holds) => {
    expect(playbooks.symptoms.get('slow-connect')?.alerts?.[0]?.when.holds({ labels, annotations: {} })).toBe(holds);
  });

  test('a case', () => {
    expect(cases.get('queue-full')).toMatchObject({
      captures: ['queue-full.capture.json'],
      twins: true,
      expect: { ruledOut: ['proxy-timeout@api-1'], tracedTo: [] },
    });
  });

  test('the same texts give the same playbooks, whatever their order', () => {
    const shuffled = load([...good].reverse());
    expect(shuffled.problems).toEqual([]);
    expect([...shuffled.playbooks.faults.keys()].sort()).toEqual([...playbooks.faults.keys()].sort());
  });
});

describe('a mistake costs its own file and no other', () => {
  test('a fault goes, the symptom that considered it stays with the rest', () => {
    const broken = good.map(entry =>
      entry.path === 'good/proxy-timeout.yaml' ? file(entry.path, entry.text.replace('"timeout"', '"timeuot"')) : entry,
    );
    const { playbooks, problems } = load(broken);
    expect(problems).toHaveLength(1);
    expect([...playbooks.faults.keys()]).toEqual(['queue-full']);
    expect(playbooks.symptoms.get('slow-connect')?.consider).toEqual(['queue-full']);
    expect(playbooks.faults.get('queue-full')?.leadsTo).toEqual([]);
  });

  test('a check goes, and every fault that reads it says why it goes as well', () => {
    const broken = good.map(entry =>
      entry.path === 'good/listen.yaml' ? file(entry.path, entry.text.replace('parse: ss_listen', 'parse: sslisten')) : entry,
    );
    const { playbooks, problems } = load(broken);
    expect(problems.map(problem => [problem.place.file, problem.message])).toEqual([
      [
        'good/listen.yaml',
        'there is no parser "sslisten"; did you mean "ss_listen"? Parsers: counters, probe_connect, proc_net_tcp_listen, prom_instant, prom_range, regex, ss_listen',
      ],
      ['good/queue-full.yaml', 'this is left out, because it reads the check "listen", which has problems of its own (good/listen.yaml).'],
    ]);
    expect([...playbooks.faults.keys()]).toEqual(['proxy-timeout']);
  });

  test('a check that is not even YAML is not called unknown', () => {
    const broken = good.map(entry => (entry.path === 'good/listen.yaml' ? file(entry.path, `${entry.text}\n\tx`) : entry));
    expect(
      load(broken)
        .problems.filter(problem => problem.place.file === 'good/queue-full.yaml')
        .map(problem => problem.message),
    ).toEqual(['this reads the check "listen", which has problems of its own (good/listen.yaml).']);
  });

  test('a missing file is told at every place that names it', () => {
    expect(load(without('listen')).problems.map(problem => `${problem.place.file}:${problem.place.line}`)).toEqual([
      'good/queue-full-raise-limit.yaml:5',
      'good/queue-full.yaml:6',
    ]);
  });

  test('all problems of a file at once, in order', () => {
    const many = `fault: many
title: '{{nope}}'
explain: x
role: cause
prior: rare
about: {port: target.prt}
evidence:
  - {id: a, when: tcp.nope > 1, if_true: for strong, if_false: none, says: '{{tcp.x}}'}
  - {id: b, when: 'listen.rows.exists(r, r.x > 1 && r.y)', if_true: for strong, if_false: none, says: b}
advice: x
symptoms: [slow-connect]
`;
    const { problems } = load([...good, file('many.yaml', many)]);
    expect(problems.map(({ place }) => `${place.line}:${place.column}`)).toEqual(['2:11', '6:22', '8:23', '8:83', '9:44', '9:55']);
  });
});

test('a fault of another folder joins a symptom by naming it', () => {
  const fault = `fault: other-cause
title: t
explain: e
role: cause
prior: rare
about: {}
evidence:
  - {id: a, when: tcp.delta.ListenDrops > 1, if_true: for conclusive, if_false: none, says: a}
advice: x
symptoms: [slow-connect]
`;
  const { playbooks, problems } = load([...good, file('mine/other.yaml', fault)]);
  // About the host as a whole, a counter of the whole host may be conclusive.
  expect(problems).toEqual([]);
  expect(playbooks.symptoms.get('slow-connect')?.consider).toEqual(['queue-full', 'proxy-timeout', 'other-cause']);
});

describe('hostile files', () => {
  test('a circle of more than one fault is told once', () => {
    const link = (from: string, to: string) =>
      file(
        `${from}.yaml`,
        `fault: ${from}\ntitle: t\nexplain: e\nrole: cause\nprior: rare\nabout: {}\nevidence:\n  - {id: a, when: tcp.window_s > 1, if_true: for weak, if_false: none, says: a}\nadvice: x\nsymptoms: [slow-connect]\nleads_to: [{fault: ${to}, seen_from: same_host}]\n`,
      );
    const { problems } = load([...good, link('aa', 'bb'), link('bb', 'cc'), link('cc', 'aa')]);
    expect(problems.map(problem => problem.message)).toEqual([
      'leads_to goes in a circle: aa → bb → cc → aa. Then none of them could be the root; remove one of these links.',
    ]);
  });

  test('an alias bomb, a huge file, binary, and keys of JavaScript', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, i) => `${name}: &${name} [${`*${'abcdefg'[i]},`.repeat(9)}]`).join('\n')}\n`;
    for (const text of [
      bomb,
      `check: x\n${'# x\n'.repeat(100_000)}`,
      '\u0000\u0001\u0002\ufffd',
      '__proto__: {check: x}',
      'constructor: 1',
      '[]',
      'null',
      '- - - -',
    ]) {
      const { playbooks, problems } = load([file('x.yaml', text)]);
      expect(problems.length).toBeGreaterThan(0);
      expect(problems.every(({ place, message }) => place.line >= 1 && place.column >= 1 && message.length > 10)).toBe(true);
      expect(playbooks.checks.size).toBe(0);
    }
  });
});

describe('settings', () => {
  const setting = (id: string, more: string) => file(`${id}.yaml`, `setting: ${id}\n${more}title: T\nname: n\nnow: '{{tcp.window_s}}'\n`);
  const ours = setting('ours', "recommended: {value: '1', when: tcp.window_s > 1, why: x}\n");
  const settingsOf = (...files: readonly { path: string; text: string }[]) => [...load([...good, ...files]).playbooks.settings.keys()];

  test('an operator puts another one in the place of ours, or says that it is not advised', () => {
    const theirs = setting('theirs', 'instead_of: ours\nnot_advised: {often: many, because: ours is measured}\n');
    expect(settingsOf(ours)).toEqual(['ours']);
    expect(settingsOf(ours, theirs)).toEqual(['theirs']);
  });

  test('one with a mistake does not take the place of ours', () => {
    const theirs = setting('theirs', "instead_of: ours\nrecommended: {value: '1', when: tcp.window > 1, why: x}\n");
    expect(settingsOf(ours, theirs)).toEqual(['ours']);
  });
});
