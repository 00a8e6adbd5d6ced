import fc from 'fast-check';
import type { Risk } from '../../src/model/remedy.js';
import { riskFloor } from '../../src/remediation/risk-floor.js';

test.each<readonly [string, Risk, readonly [string, ...string[]], Readonly<Record<string, Risk>>, Risk]>([
  ['an author may ask for more', 'high', ['faultline-root', 'sysctl-set'], {}, 'high'],
  ['and not for less than the verb', 'none', ['faultline-root', 'kill-process', '1', '2', 'TERM'], {}, 'medium'],
  ['a rule of the firewall', 'low', ['faultline-root', 'rule-delete'], {}, 'high'],
  ['the unit of the bot’s own way in', 'low', ['faultline-root', 'unit-restart', 'sshd.service', '1'], {}, 'high'],
  ['the network by its own command', 'low', ['/usr/sbin/ip', 'link'], {}, 'high'],
  ['a command that we know nothing of', 'low', ['/opt/shop/bin/drain'], {}, 'medium'],
  ['a verb that does not exist', 'low', ['faultline-root', 'constructor'], {}, 'high'],
  ['the operator by verb', 'low', ['faultline-root', 'unit-restart', 'shop.service', '1'], { 'unit-restart': 'medium' }, 'medium'],
  ['the operator by remedy', 'low', ['faultline-root', 'sysctl-set'], { 'oom-kill/restart': 'high' }, 'high'],
  ['the operator for all', 'low', ['faultline-root', 'sysctl-set'], { '*': 'medium' }, 'medium'],
  ['the operator can’t lower it', 'low', ['faultline-root', 'rule-delete'], { 'rule-delete': 'none', '*': 'none' }, 'high'],
])('%s', (_, written, argv, configured, risk) => {
  expect(riskFloor('oom-kill/restart', written, [argv], configured)).toBe(risk);
});

test('nothing lowers it: more commands, more configuration, a higher word', () => {
  const order: readonly Risk[] = ['none', 'low', 'medium', 'high'];
  const risks = fc.constantFrom(...order);
  const argv = fc.constantFrom<readonly [string, ...string[]]>(
    ['faultline-root', 'sysctl-set'],
    ['ip', 'link'],
    ['drain'],
    ['faultline-root', 'kill-process'],
  );
  fc.assert(
    fc.property(risks, fc.array(argv), argv, risks, (written, run, more, all) => {
      const rank = (risk: Risk) => order.indexOf(risk);
      const least = rank(riskFloor('a/b', written, run));
      expect(least).toBeGreaterThanOrEqual(rank(written));
      expect(rank(riskFloor('a/b', written, [...run, more], { '*': all }))).toBeGreaterThanOrEqual(least);
    }),
  );
});
