import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { ROOT_LOOKS } from '../../src/model/root-look.js';
import { ROOT_VERBS } from '../../src/model/root-verb.js';
import { injections } from '../remediation/injections.js';
import { exitCodes, ROOT_SCRIPT, shells } from './root-script.js';

/** Arguments that each verb accepts. */
const GOOD: Readonly<Record<string, readonly string[]>> = {
  'sysctl-set': ['net.ipv4.ip_local_port_range', '32768 60999', '1024 65535'],
  'sysctl-keep': ['net.core.somaxconn', '4096'],
  'sysctl-unkeep': ['net.core.somaxconn', '4096'],
  'unit-start': ['shop@1.service'],
  'unit-stop': ['shop.service'],
  'unit-restart': ['shop.service', '0'],
  'unit-reload': ['nginx.service'],
  'unit-set-property': ['shop.service', 'CPUQuota', '20%', '40%'],
  'unit-restore-property': ['shop.service', 'MemoryMax', '134217728', 'infinity'],
  'prlimit-nofile': ['4242', '123456', '1024:unlimited', '2048'],
  'prlimit-restore': ['4242', '123456', '2048', '1024:524288'],
  renice: ['4242', '123456', '0', '-5'],
  'kill-process': ['4242', '123456', 'TERM'],
  'cgroup-set': ['shop.service', 'cpu.max', '20000 100000', 'max 100000'],
  'nginx-set': ['/etc/nginx/sites-enabled/shop', 'proxy_read_timeout', '60s', '120s'],
  'mtu-set': ['eth0', '1500', '1400'],
  'rule-delete': ['ip filter', 'INPUT', '-A INPUT -p tcp -m comment --comment "old; no" -j DROP'.replace(';', ',')],
  'rule-restore': ['inet filter', 'input', 'tcp dport 8080 counter drop'],
};

/** Values at the edge of some pattern. */
const EDGES = [
  '0',
  '1',
  '2',
  '01',
  '10',
  '99',
  '100',
  '575',
  '65535',
  '65536',
  '99999',
  '100000',
  '9999999999',
  '99999999999',
  '-1',
  '-20',
  '-21',
  '19',
  '20',
  '9'.repeat(18),
  '9'.repeat(19),
  '9'.repeat(20),
  '20%',
  '%',
  '20%%',
  'infinity',
  'max',
  'max max',
  'max 1',
  '1 max',
  'unlimited',
  '1:',
  ':1',
  '1:1:1',
  '1:1',
  'unlimited:unlimited',
  'a',
  'a b',
  'a b c d',
  'a b c d e',
  'a  b',
  ' a',
  'a ',
  'a'.repeat(15),
  'a'.repeat(16),
  'a'.repeat(20),
  'a'.repeat(21),
  'a'.repeat(61),
  'a'.repeat(62),
  'a'.repeat(255),
  'a'.repeat(256),
  'x.service',
  'x.socket',
  'x.mount',
  '.service',
  'x..service',
  '-x.service',
  'a/b.service',
  `${'u'.repeat(181)}.service`,
  `${'u'.repeat(182)}.service`,
  'x.service.d',
  'net.core.somaxconn',
  'net.core',
  'kernel.core_pattern',
  'net.core.somaxconn.x',
  'net/core/somaxconn',
  'vm.swappiness',
  'CPUQuota',
  'ExecStart',
  'cpu.max',
  'cgroup.procs',
  '/etc/nginx/nginx.conf',
  '/etc/nginx/',
  '/etc/nginx//x',
  '/etc/nginx/../passwd',
  '/etc/nginx/a/b/c',
  '/etc/nginx/a/b/c/d',
  '/etc/nginx/.htpasswd',
  '/etc/nginx/a/',
  'proxy_read_timeout',
  'load_module',
  'TERM',
  'HUP',
  '9',
  'ip filter',
  'ip6 filter',
  'arp filter',
  'ip',
  'ip ',
  'ip filter x',
  '-A INPUT -j DROP',
  ':INPUT DROP',
  'type filter hook input; policy drop',
  '~',
  '!',
  'off',
  'on',
  '10m',
];

const accepts = (verb: string, args: readonly string[]): boolean =>
  ROOT_VERBS[verb]?.args.length === args.length &&
  args.every((text, index) => new RegExp(`^(?:${ROOT_VERBS[verb]?.args[index]?.pattern})$`, 'u').test(text));

const verbs = Object.keys(ROOT_VERBS);
// No argument of a program can hold a NUL.
const hostile = injections.filter(text => !text.includes('\0'));
/** Each text in each argument of each verb. With `distinct`, a kind of argument that several verbs share is tried with one of them. */
function attacks(texts: readonly string[], distinct: boolean): readonly (readonly string[])[] {
  const seen = new Set<string>();
  return verbs.flatMap(verb => {
    const good = GOOD[verb] ?? [];
    return good.flatMap((_, place) => {
      const pattern = ROOT_VERBS[verb]?.args[place]?.pattern ?? '';
      if (distinct && seen.has(pattern)) return [];
      seen.add(pattern);
      return texts.map(text => [verb, ...good.with(place, text)]);
    });
  });
}

test('there is a good call of each verb, and the table accepts it', () => {
  expect(Object.keys(GOOD)).toEqual(verbs);
  expect(verbs.filter(verb => !accepts(verb, GOOD[verb] ?? []))).toEqual([]);
});

test('there is more than one shell to try it with', () => {
  expect(shells.length).toBeGreaterThanOrEqual(1);
});

describe.each(shells.map((shell, index) => [shell.join(' '), shell, index > 0] as const))('%s', (_, shell, isFurther) => {
  // All of them in the first shell; a fourth in the others, which differ from it in little.
  const some = (texts: readonly string[]) => (isFurther ? texts.filter((_text, index) => index % 4 === 0) : texts);

  test('accepts what is good; one argument less, or more, is wrong usage', () => {
    const check = (args: (verb: string) => readonly string[]) =>
      exitCodes(
        shell,
        verbs.map(verb => ['check', verb, ...args(verb)]),
      );
    expect(check(verb => GOOD[verb] ?? [])).toEqual(verbs.map(() => 0));
    const looks = (...more: readonly string[]) =>
      exitCodes(
        shell,
        ROOT_LOOKS.map(look => ['check', look, ...more]),
      );
    expect(looks()).toEqual(ROOT_LOOKS.map(() => 0));
    expect(looks('-F')).toEqual(ROOT_LOOKS.map(() => 64));
    expect(check(verb => GOOD[verb]?.slice(1) ?? [])).toEqual(verbs.map(() => 64));
    expect(check(verb => [...(GOOD[verb] ?? []), 'x'])).toEqual(verbs.map(() => 64));
  });

  test('agrees with the table of the bot about every value at an edge', () => {
    const calls = attacks(some(EDGES), true);
    const codes = exitCodes(
      shell,
      calls.map(call => ['check', ...call]),
    );
    const differ = calls.flatMap((call, index) => {
      const [verb = '', ...args] = call;
      const wanted = accepts(verb, args) ? 0 : 65;
      return codes[index] === wanted ? [] : [`${call.join(' | ').slice(0, 200)}: exit ${codes[index]}, and the table says ${wanted}`];
    });
    expect(differ).toEqual([]);
    expect(codes.filter(code => code === 0).length).toBeGreaterThan(50);
  });

  // Not `check`: the real call, with what a hostile host or person would put there. It must not come to acting at all.
  test(`refuses ${hostile.length} hostile texts in every argument, and does nothing`, () => {
    const all = attacks(some(hostile), isFurther);
    const calls = all.filter(([verb = '', ...args]) => !accepts(verb, args));
    const codes = exitCodes(shell, calls);
    expect(codes.length).toBe(calls.length);
    expect(calls.filter((_call, index) => codes[index] !== 65)).toEqual([]);
    expect(calls.length).toBeGreaterThan(0.9 * all.length);
    // The rest looks hostile and is not: it has no sign that means anything to anybody. The text of a rule is only compared.
    const rest = all.filter(([verb = '', ...args]) => accepts(verb, args) && !verb.startsWith('rule-'));
    expect(rest.flat().filter(text => !/^[\w .:@%/=,-]*$/.test(text))).toEqual([]);
    expect(existsSync('/tmp/faultline-was-here')).toBe(false);
  });

  test.each([
    [[], 64],
    [['check'], 64],
    [['reboot'], 64],
    [['-c', 'id'], 64],
    [['act', 'sysctl-set', 'vm.swappiness', '60', '1'], 64],
    [['valid', 'vm.swappiness'], 64],
    [['check', 'arm', '60', 'a'.repeat(16), '--', 'unit-start', 'x.service'], 64],
    [['arm', '60', 'a'.repeat(16), 'unit-start', 'x.service'], 64],
    [['arm', '60', 'a'.repeat(16), '--', 'arm', '60'], 64],
    [['arm', '60', 'a'.repeat(16), '--', 'fire', 'a'.repeat(16)], 64],
    [['arm', '1', 'a'.repeat(16), '--', 'unit-start', 'x.service'], 65],
    [['arm', '901', 'a'.repeat(16), '--', 'unit-start', 'x.service'], 65],
    [['arm', '60', '../../etc/cron.d/', '--', 'unit-start', 'x.service'], 65],
    [['arm', '60', 'a'.repeat(15), '--', 'unit-start', 'x.service'], 65],
    [['arm', '60', 'a'.repeat(16), '--', 'unit-start', 'x;y.service'], 65],
    [['disarm', '../x'], 65],
    [['armed', '$(id)'], 65],
    [['fire', '/'], 65],
  ] as const)('%j: exit %i', (args, exit) => {
    expect(exitCodes(shell, [args])).toEqual([exit]);
  });
});

test('shellcheck has nothing to say, where it is installed', () => {
  const { status, stdout, error } = spawnSync('shellcheck', [ROOT_SCRIPT], { encoding: 'utf8' });
  if (error) return;
  expect(stdout).toBe('');
  expect(status).toBe(0);
});
