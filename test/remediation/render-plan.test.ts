import { execFileSync } from 'node:child_process';
import { quote } from '../../src/hosts/quote.js';
import type { Remedy } from '../../src/model/remedy.js';
import type { RemedyPlan } from '../../src/model/remedy-plan.js';
import { type PlanInputs, renderPlan } from '../../src/remediation/render-plan.js';
import { injections } from './injections.js';
import { runRemedies, sampleOf, shipped, shippedRemedies, withFound } from './shipped-remedies.js';

const target = { host: 'api-1', hostKey: 'SHA256:abc', about: { port: 8080 } };

function inputs(remedy: Remedy, more: Partial<PlanInputs> = {}): PlanInputs {
  const sample = sampleOf(remedy);
  const current = remedy.kind === 'run' ? Object.fromEntries(remedy.read.map(({ name }) => [name, sample[name] ?? '?'])) : {};
  return { remedy: withFound(remedy, sample), target, context: {}, current, chosen: {}, ...more };
}

function planOf(remedy: Remedy, more: Partial<PlanInputs> = {}): RemedyPlan {
  const rendered = renderPlan(inputs(remedy, more));
  if (rendered.kind === 'refused') throw new Error(`${remedy.id}: ${rendered.why}`);
  return rendered.plan;
}

const remedyNamed = (id: string): Remedy => {
  const found = shippedRemedies.find(remedy => remedy.id === id);
  if (!found) throw new Error(`no remedy ${id}`);
  return found;
};
const raise = remedyNamed('accept-queue-overflow/raise-somaxconn');

test('the shipped remedies load without a problem, and every cause has one', () => {
  expect(shipped.problems).toEqual([]);
  expect(runRemedies.length).toBeGreaterThan(12);
  const causes = [...shipped.playbooks.faults.values()].filter(({ role }) => role === 'cause');
  expect(causes.filter(({ remedies }) => remedies.length === 0)).toEqual([]);
  expect(causes.length).toBeGreaterThan(14);
});

test('a plan says exactly what is done and how it is taken back', () => {
  expect(planOf(raise)).toMatchObject({
    kind: 'run',
    remedy: 'accept-queue-overflow/raise-somaxconn',
    host: 'api-1',
    run: [
      ['faultline-root', 'sysctl-set', 'net.core.somaxconn', '128', '1024'],
      ['faultline-root', 'unit-restart', 'shop.service', '4242'],
    ],
    undo: { kind: 'commands', commands: [['faultline-root', 'sysctl-set', 'net.core.somaxconn', '1024', '128']] },
    risk: 'low',
    values: [
      { name: 'unit', kind: 'found', text: 'shop.service' },
      { name: 'current', kind: 'current', text: '128' },
      { name: 'main_pid', kind: 'current', text: '4242' },
      { name: 'value', kind: 'new', text: '1024' },
    ],
  });
});

test.each(shippedRemedies.map(remedy => [remedy.id, remedy] as const))('%s renders, the same digest each time', (_, remedy) => {
  const plan = planOf(remedy);
  expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
  expect(planOf(remedy)).toEqual(plan);
});

describe('anything else gives another digest', () => {
  const before = planOf(raise).digest;
  const changed: readonly (readonly [string, () => RemedyPlan])[] = [
    ['host', () => planOf(raise, { target: { ...target, host: 'api-2' } })],
    ['host key', () => planOf(raise, { target: { ...target, hostKey: 'SHA256:abd' } })],
    ['what it is about', () => planOf(raise, { target: { ...target, about: { port: 8081 } } })],
    ['present value', () => planOf(raise, { current: { current: '129', main_pid: '4242' } })],
    ['chosen value', () => planOf(raise, { chosen: { value: '2048' } })],
    ['unit', () => planOf(raise, { remedy: withFound(raise, { unit: 'shop2.service' }) })],
    ['configured risk', () => planOf(raise, { floors: { 'unit-restart': 'medium' } })],
    ['playbook', () => planOf({ ...raise, written: { another: 'text' } })],
    ['verification', () => planOf({ ...raise, verify: { afterSeconds: 1, gone: ['dropping'] } })],
    ['warning', () => planOf({ ...raise, warn: 'Something else' })],
    ['sentence', () => planOf({ ...raise, does: 'Something else' })],
  ];
  test.each(changed)('%s', (_, other) => {
    expect(other().digest).not.toBe(before);
  });
  test('and all of them differ', () => {
    expect(new Set(changed.map(([, other]) => other().digest)).size).toBe(changed.length);
  });
});

test('the kernel prints tabs between the numbers of one setting; a value has blanks', () => {
  const plan = planOf(remedyNamed('ephemeral-ports-exhausted/widen-port-range'));
  expect(plan.kind === 'run' && plan.run).toEqual([
    ['faultline-root', 'sysctl-set', 'net.ipv4.ip_local_port_range', '32768 60999', '10240 65535'],
  ]);
});

test('a firewall rule is compared without what is not the rule', () => {
  const remove = remedyNamed('firewall-drop/remove-rule');
  const ruleIn = (line: string) => {
    const plan = planOf(remove, { remedy: withFound(remove, { ...sampleOf(remove), rule: line }) });
    return plan.kind === 'run' ? plan.run[0].at(-1) : undefined;
  };
  expect(ruleIn('INPUT: [12:720] -A INPUT -p tcp -j DROP')).toBe('-A INPUT -p tcp -j DROP');
  expect(ruleIn('input: tcp dport 8080 counter packets 12 bytes 720 drop # handle 5')).toBe('tcp dport 8080 counter drop');
});

describe('a plan is refused in one sentence', () => {
  const whyOf = (more: Partial<PlanInputs>, remedy = raise) => {
    const rendered = renderPlan(inputs(remedy, more));
    return rendered.kind === 'refused' ? rendered.why : 'it was rendered';
  };
  test.each<readonly [string, Partial<PlanInputs>, RegExp]>([
    ['a value of the finding is not known', { remedy: withFound(raise, {}) }, /^the unit is not known/],
    ['a present value was not read', { current: { main_pid: '1' } }, /^the present current could not be read/],
    [
      'a present value is of another kind',
      { current: { current: 'a lot', main_pid: '1' } },
      /^the host has "a lot" as the present current/,
    ],
    ['the host has more already', { current: { current: '70000', main_pid: '1' } }, /^the value is 70000 already/],
    ['nothing would change', { current: { current: '65535', main_pid: '1' } }, /^nothing would change: the value is 65535 already/],
    ['too much was chosen', { chosen: { value: '65536' } }, /^"65536" is not accepted as the value: give a number from 1024 to 65535/],
    ['no number was chosen', { chosen: { value: '2k' } }, /^"2k" is not accepted as the value/],
    ['something else was chosen', { chosen: { speed: '1' } }, /has no value "speed" to choose; it has: value$/],
  ])('%s', (_, more, why) => {
    expect(whyOf(more)).toMatch(why);
  });
});

/** Where a text could come in: the finding, the host, a person. */
function attacksOn(remedy: Remedy, text: string): readonly PlanInputs[] {
  const sample = sampleOf(remedy);
  const viaFinding = remedy.needs.map(({ name }) => inputs(remedy, { remedy: withFound(remedy, { ...sample, [name]: text }) }));
  if (remedy.kind === 'guided') return viaFinding;
  const viaHost = remedy.read.map(({ name }) => inputs(remedy, { current: { ...sample, [name]: text } }));
  const viaPerson = remedy.set.map(({ name }) => inputs(remedy, { chosen: { [name]: text } }));
  return [...viaFinding, ...viaHost, ...viaPerson];
}

describe(`${injections.length} hostile texts in every value`, () => {
  test('there are at least a hundred', () => {
    expect(new Set(injections).size).toBe(injections.length);
    expect(injections.length).toBeGreaterThanOrEqual(100);
  });

  test.each(runRemedies.map(remedy => [remedy.id, remedy] as const))('%s', (_, remedy) => {
    const words = planOf(remedy);
    for (const text of injections) {
      for (const attack of attacksOn(remedy, text)) {
        const rendered = renderPlan(attack);
        if (rendered.kind === 'refused') continue;
        // What gets through (the text of a firewall rule, a setting with blanks around it) is one argument and adds none.
        if (rendered.plan.kind !== 'run' || words.kind !== 'run') throw new Error('not a plan that runs');
        expect(rendered.plan.run.map(argv => argv.length)).toEqual(words.run.map(argv => argv.length));
        const isRule = remedy.needs.some(({ reading }) => reading === 'rule');
        // The name of a process is only shown.
        const isShown = JSON.stringify([rendered.plan.run, rendered.plan.undo]) === JSON.stringify([words.run, words.undo]);
        if (!isRule && !isShown) throw new Error(`${remedy.id} takes ${JSON.stringify(text)}`);
      }
    }
  });

  test('a rule that holds shell signs stays one word for a real shell', () => {
    const remove = remedyNamed('firewall-drop/remove-rule');
    const accepted = injections.flatMap(text => {
      const rendered = renderPlan(inputs(remove, { remedy: withFound(remove, { ...sampleOf(remove), rule: text }) }));
      return rendered.kind === 'plan' && rendered.plan.kind === 'run' ? [rendered.plan.run[0]] : [];
    });
    expect(accepted.length).toBeGreaterThan(10);
    const script = accepted.map(argv => `printf '%s\\n' ${argv.map(quote).join(' ')}`).join('\n');
    const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
    expect(printed).toBe(accepted.map(argv => `${argv.join('\n')}\n`).join(''));
  });
});
