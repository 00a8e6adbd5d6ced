import { planVisit, type VisitPlan } from '../../src/diagnosis/plan.js';
import type { Check, CheckParam, Playbooks, VariantWay } from '../../src/model/playbook.js';
import type { Target } from '../../src/model/target.js';

const place = { file: 'x.yaml', line: 1, column: 1 };
const check = (id: string, way: VariantWay, params: Readonly<Record<string, CheckParam>> = {}): Check => ({
  id,
  place,
  title: id,
  sample: 'once',
  cost: 'cheap',
  timeoutSeconds: 5,
  capBytes: 1000,
  hint: '',
  params,
  variants: [{ way, alive: '.', okExit: [0, 1], parser: { name: 'facts', options: undefined }, gives: [] }],
  fields: [],
});
const playbooksWith = (...checks: readonly Check[]): Playbooks => ({
  checks: new Map(checks.map(each => [each.id, each])),
  faults: new Map(),
  remedies: new Map(),
  settings: new Map(),
  resources: new Map(),
  symptoms: new Map([
    ['slow', { id: 'slow', place, title: '', phrases: [], asks: [], consider: [], show: ['gone', ...checks.map(({ id }) => id)] }],
  ]),
});
const target: Target = { host: 'app', address: '10.0.0.7', port: 8080, params: { word: 'blue' } };
const plan = (each: Check, at: Target = target): VisitPlan => planVisit(playbooksWith(each), ['slow'], at, 'direct');

const TEXT: CheckParam = { type: 'text', allow: '^[^\\n]+$' };
const echo = (param: CheckParam): Check => check('echo', { kind: 'run', argv: ['echo', '{{word}}'] }, { word: param });

describe('planVisit', () => {
  test('takes each check once, in a fixed order, and leaves out one that does not exist', () => {
    const read = (id: string): Check => check(id, { kind: 'read', files: ['/proc/stat'] });
    const planned = planVisit(playbooksWith(read('stat'), read('load')), ['slow', 'slow'], target, 'direct');
    expect(planned.onHost.map(({ key }) => key)).toEqual(['load', 'stat']);
    expect(planned.unplanned).toEqual([]);
  });

  test('binds what the target knows, and --param', () => {
    const ways = { kind: 'run', argv: ['look', '{{host}}', '{{address}}:{{ port }}', '--color={{word}}'] } as const;
    const params = { host: TEXT, address: TEXT, port: TEXT, word: TEXT };
    const { onHost, params: bound } = plan(check('look', ways, params));
    expect(onHost[0]?.variants).toEqual([{ kind: 'run', argv: ['look', 'app', '10.0.0.7:8080', '--color=blue'], okExit: [0, 1] }]);
    expect(bound.get('look')).toEqual({ host: 'app', address: '10.0.0.7', port: '8080', word: 'blue' });
  });

  test('the default serves when nothing is known, and only then', () => {
    const withDefault = echo({ ...TEXT, default: 'green' });
    expect(plan(withDefault).onHost[0]?.variants).toMatchObject([{ argv: ['echo', 'blue'] }]);
    expect(plan(withDefault, { ...target, params: {} }).onHost[0]?.variants).toMatchObject([{ argv: ['echo', 'green'] }]);
  });

  test('a log that the inventory names goes before --param', () => {
    const log = check('log', { kind: 'read', files: ['{{error_log}}'] }, { error_log: { type: 'path', allow: '^/[a-z/.]+$' } });
    const given = { ...target, params: { error_log: '/tmp/given' } };
    expect(plan(log, { ...given, errorLog: '/var/log/named' }).onHost[0]?.variants).toEqual([{ kind: 'read', files: ['/var/log/named'] }]);
    expect(plan(log, given).onHost[0]?.variants).toEqual([{ kind: 'read', files: ['/tmp/given'] }]);
  });

  test('a parameter that nobody gave skips the check and says how to give it', () => {
    const { onHost, unplanned, params } = plan(echo(TEXT), { ...target, params: {} });
    expect(onHost).toEqual([]);
    expect(params.has('echo')).toBe(false);
    expect(unplanned).toEqual([
      {
        kind: 'not-run',
        key: 'echo',
        reason: 'skipped',
        detail: 'needs a word, and none is known for app',
        hint: 'give it with --param word=VALUE, or declare the service in faultline.yml',
      },
    ]);
  });

  test.each(['port', 'url'])('%s has an option of its own, which the hint names', name => {
    const { unplanned } = plan(check('probe', { kind: 'run', argv: ['x', `{{${name}}}`] }, { [name]: TEXT }), {
      host: 'app',
      address: '10.0.0.7',
      params: {},
    });
    expect(unplanned).toMatchObject([{ hint: `give it with --${name} VALUE, or declare the service in faultline.yml` }]);
  });

  test.each([
    ['an option', '--help'],
    ['a second line', 'blue\nred'],
    ['more than the pattern', 'blue1'],
    ['nothing', ''],
  ])('a value that is %s is refused, and not repeated', (_, word) => {
    const { onHost, unplanned } = plan(echo({ type: 'text', allow: '^[a-z]+$' }), { ...target, params: { word } });
    expect(onHost).toEqual([]);
    const detail = `word has a value that this check does not accept (${word.length} characters; allowed: ^[a-z]+$)`;
    expect(unplanned).toMatchObject([{ reason: 'skipped', detail, hint: 'give another word' }]);
  });

  test('a value of 2048 characters is taken, one more is not', () => {
    const at = (length: number): Target => ({ ...target, params: { word: 'x'.repeat(length) } });
    expect(plan(echo(TEXT), at(2048)).onHost).toHaveLength(1);
    expect(plan(echo(TEXT), at(2049)).onHost).toEqual([]);
  });

  test.each(['a b', '$(reboot); `reboot`', '$& $1 $$', '{{port}}', '"; rm -rf /'])('%s stays inside its one argv element', word => {
    const { onHost } = plan(echo(TEXT), { ...target, params: { word } });
    expect(onHost[0]?.variants).toMatchObject([{ argv: ['echo', word] }]);
  });

  test('a shell text is never altered: its parameters arrive as arguments', () => {
    const text = 'cat "$1"; echo "{{word}}"';
    const sh = check(
      'sh',
      { kind: 'sh', needs: ['cat'], text, args: ['/etc/{{word}}'], privilege: [], shownAs: 'cat /etc/{{word}}' },
      { word: TEXT },
    );
    expect(plan(sh).onHost[0]?.variants).toEqual([
      { kind: 'sh', needs: ['cat'], text, args: ['/etc/blue'], shownAs: 'cat /etc/blue', okExit: [0, 1] },
    ]);
  });

  describe('probes from the bot', () => {
    const connect = check(
      'connect',
      { kind: 'connect', address: '{{address}}', port: '{{port}}', attempts: 5 },
      { address: TEXT, port: TEXT },
    );
    const http = check('http', { kind: 'http', url: 'http://{{address}}:{{port}}/', attempts: 3 }, { address: TEXT, port: TEXT });
    const stat = check('stat', { kind: 'read', files: ['/proc/stat'] });
    const reached = (reach: Parameters<typeof planVisit>[3]): VisitPlan =>
      planVisit(playbooksWith(connect, http, stat), ['slow'], target, reach);

    test('are planned beside the checks on the host', () => {
      const { onHost, fromBot } = reached('direct');
      expect(onHost.map(({ key }) => key)).toEqual(['stat']);
      expect(fromBot.flatMap(({ variants }) => variants)).toEqual([
        { kind: 'connect', address: '10.0.0.7', port: 8080, attempts: 5 },
        { kind: 'http', url: 'http://10.0.0.7:8080/', attempts: 3 },
      ]);
    });

    test('are left out behind a jump host, where they would look like a finding', () => {
      const { onHost, fromBot, unplanned } = reached('behind-jump');
      expect(onHost.map(({ key }) => key)).toEqual(['stat']);
      expect(fromBot).toEqual([]);
      const detail = 'app is reached through a jump host, so a connection from here says nothing about it';
      expect(unplanned).toMatchObject([
        { key: 'connect', reason: 'skipped', detail },
        { key: 'http', reason: 'skipped', detail },
      ]);
    });

    test('a connection from the host to itself says nothing, while its HTTP timing does', () => {
      const { fromBot, unplanned } = reached('local');
      expect(fromBot.map(({ key }) => key)).toEqual(['http']);
      expect(unplanned).toMatchObject([
        { key: 'connect', reason: 'skipped', detail: 'this runs on app itself, so it cannot see it from outside' },
      ]);
    });
  });

  describe('of Prometheus', () => {
    const asking = (as: 'text' | 'pattern'): VariantWay => ({
      kind: 'promql',
      query: [
        { kind: 'text', text: as === 'text' ? 'up{instance="' : 'up{instance=~"' },
        { kind: 'param', name: 'word', as },
        { kind: 'text', text: '"}' },
      ],
      range: { seconds: 60, step: 15 },
    });
    const asked = (word: string, as: 'text' | 'pattern') =>
      plan(check('up', asking(as), { word: TEXT }), { ...target, params: { word } }).fromPrometheus.flatMap(({ variants }) => variants);

    test.each([
      ['text', 'a"} or vector(1) #', String.raw`up{instance="a\"} or vector(1) #"}`],
      ['text', String.raw`a\b`, String.raw`up{instance="a\\b"}`],
      ['text', 'a\tb', String.raw`up{instance="a\tb"}`],
      ['pattern', 'fd00::1.a|b', String.raw`up{instance=~"fd00::1\\.a\\|b"}`],
      ['pattern', '.*"(', String.raw`up{instance=~"\\.\\*\"\\("}`],
    ] as const)('a parameter stays within its %s: %j', (as, word, query) => {
      expect(asked(word, as)).toEqual([{ kind: 'promql', query, range: { seconds: 60, step: 15 } }]);
    });

    test('a host that Prometheus knows by a name that we do not know is not asked about', () => {
      const ofHost = check('up', { kind: 'promql', query: [{ kind: 'param', name: 'address', as: 'text' }] }, { address: TEXT });
      const everywhere = check('all', { kind: 'promql', query: [{ kind: 'text', text: 'up' }] });
      const there = planVisit(playbooksWith(ofHost, everywhere), ['slow'], target, 'behind-jump');
      expect(there.fromPrometheus.map(({ key }) => key)).toEqual(['all', 'up']);
      for (const [at, reach] of [
        [{ ...target, address: '127.0.0.1' }, 'direct'],
        [target, 'local'],
      ] as const) {
        const here = planVisit(playbooksWith(ofHost, everywhere), ['slow'], at, reach);
        expect(here.fromPrometheus.map(({ key }) => key)).toEqual(['all']);
        expect(here.unplanned).toMatchObject([{ key: 'up', reason: 'skipped', detail: expect.stringContaining('by another address') }]);
      }
    });
  });
});
