import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT_LOOKS } from '../../src/model/root-look.js';
import { renderPlan } from '../../src/remediation/render-plan.js';
import { sudoers } from '../../src/remediation/sudoers.js';
import { injections } from './injections.js';
import { runRemedies, sampleOf, shippedLooks, withFound } from './shipped-remedies.js';

const sha256 = '0123456789abcdef'.repeat(4);
const text = sudoers('faultline', { remedies: runRemedies, looks: shippedLooks }, sha256);
const rules = text.split('\n').flatMap(line => {
  const found = /^faultline ALL=\(root\) NOPASSWD: sha256:[0-9a-f]{64} \/usr\/local\/libexec\/faultline-root (\^.*\$)$/.exec(line);
  return found ? [new RegExp(found[1] ?? '', 'u')] : [];
});
/** sudo joins the arguments with blanks before it compares them. */
const allowed = (args: readonly string[]): boolean => rules.some(rule => rule.test(args.join(' ')));

const plans = runRemedies.map(remedy => {
  const sample = sampleOf(remedy);
  const current = Object.fromEntries(remedy.read.map(({ name }) => [name, sample[name] ?? '']));
  const target = { host: 'api-1', hostKey: 'SHA256:x', about: {} };
  const rendered = renderPlan({ remedy: withFound(remedy, sample), target, context: {}, current, chosen: {} });
  if (rendered.kind === 'refused' || rendered.plan.kind !== 'run') throw new Error(remedy.id);
  return rendered.plan;
});

test('every line is a comment, the defaults, or one rule for one program with one digest', () => {
  const others = text.split('\n').filter(line => line !== '' && !line.startsWith('#') && !line.startsWith('faultline ALL='));
  expect(others).toEqual(['Defaults:faultline !requiretty, env_reset, secure_path=/usr/sbin\\:/usr/bin\\:/sbin\\:/bin']);
  expect(rules.length).toBe(text.split('\n').filter(line => line.startsWith('faultline ALL=')).length);
  expect(rules.length).toBeGreaterThan(10);
});

test('what the plans do is allowed, with their undo and its arming', () => {
  for (const plan of plans) {
    const undo = plan.undo.kind === 'commands' ? plan.undo.commands : [];
    for (const [, ...args] of [...plan.run, ...undo]) expect([args, allowed(args)]).toEqual([args, true]);
    if (plan.confirmWithinSeconds === undefined) continue;
    for (const [, ...args] of undo) expect(allowed(['arm', String(plan.confirmWithinSeconds), 'a'.repeat(24), '--', ...args])).toBe(true);
    expect(allowed(['disarm', 'a'.repeat(24)])).toBe(true);
  }
});

test('what the checks look at is allowed, and takes no arguments', () => {
  expect([...new Set(shippedLooks)].sort()).toEqual([...ROOT_LOOKS].sort());
  expect(ROOT_LOOKS.filter(look => !allowed([look]))).toEqual([]);
  expect(ROOT_LOOKS.filter(look => allowed([look, '-F']) || allowed([`${look} -K`]) || allowed([`${look}\n`]))).toEqual([]);
  const none = sudoers('faultline', { remedies: runRemedies, looks: [] }, sha256);
  expect(none).not.toContain('look-');
});

test.each([
  [['fire', 'a'.repeat(24)]],
  [['check', 'unit-start', 'x.service']],
  [['arm', '60', 'a'.repeat(24), '--', 'sysctl-set', 'net.core.somaxconn', '1', '2']],
  [['sysctl-set', 'kernel.panic', '60', '1']],
  [['sysctl-set', 'netXcore.somaxconn', '128', '256']],
  [['unit-set-property', 'x.service', 'CPUWeight', '100', '200']],
  [['kill-process', '4242', '123', 'KILL']],
  [['unit-start', 'x.service', 'y.service']],
  [['unit-start', 'x.service ; id']],
  [['unit-start', 'x.service\n; id']],
  [['']],
  [[]],
])('%j is not', args => {
  expect(allowed(args)).toBe(false);
});

test('no hostile text in place of any value is, except what stands in the text of a rule that is only compared', () => {
  const commands = plans.flatMap(plan => plan.run.map(([, ...args]) => args));
  const passed = commands.flatMap(args =>
    args.flatMap((_, place) =>
      injections.filter(hostile => allowed(args.with(place, hostile))).map(hostile => [args[0] ?? '', hostile] as const),
    ),
  );
  expect(passed.filter(([verb, hostile]) => verb !== 'rule-delete' && /[^\w .:@%/=,-]/.test(hostile))).toEqual([]);
});

test('no pattern is longer than sudo compiles (1024)', () => {
  expect(Math.max(...rules.map(({ source }) => source.length))).toBeLessThan(1000);
});

test('visudo accepts it, where it is installed', () => {
  const visudo = ['/usr/sbin/visudo', process.env.VISUDO ?? ''].find(path => path !== '' && existsSync(path));
  if (visudo === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'faultline-sudoers-'));
  const file = join(folder, 'sudoers');
  const verdictOf = (content: string) => {
    writeFileSync(file, content, { mode: 0o440, flag: 'w' });
    return spawnSync(visudo, ['-c', '-f', file], { encoding: 'utf8' }).status;
  };
  expect(verdictOf(text)).toBe(0);
  rmSync(file);
  expect(verdictOf(text.replace('NOPASSWD:', 'NOPASSWD;'))).not.toBe(0);
  rmSync(folder, { recursive: true });
});
