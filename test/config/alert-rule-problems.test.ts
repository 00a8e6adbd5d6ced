import { alertRuleProblems } from '../../src/config/alert-rule-problems.js';
import { buildInventory } from '../../src/config/inventory.js';
import { loadConfig } from '../../src/config/load.js';
import { renderProblem } from '../../src/config/problem.js';

const INVENTORY = `
hosts:
  - {name: api-1, address: 10.0.0.11}
  - {name: gw-1}
services:
  checkout: {hosts: [api-1]}
`;

/** The problems of a file with these rules, as an operator sees them. */
async function problemsOf(rules: string): Promise<readonly string[]> {
  const loaded = loadConfig({
    path: 'faultline.yml',
    text: `${INVENTORY}alertmanager:\n  rules:\n${rules}`,
    env: {},
    readFile: () => ({ kind: 'absent', says: '' }),
  });
  if (loaded.kind === 'refused') return loaded.problems.map(renderProblem);
  const directory = await buildInventory(loaded.config, {
    home: '/home/x',
    user: 'x',
    env: {},
    folder: '/etc',
    fileExists: () => false,
    targetFiles: [],
    sshAliases: ['old-1'],
    askSsh: () => Promise.resolve({ kind: 'failed', says: 'no ssh here' }),
  });
  const found = await alertRuleProblems(loaded.config, directory, ['high-cpu', 'slow-response']);
  return found.map(loaded.locate).map(renderProblem);
}

test('rules that name what is there are accepted', async () => {
  const rules = ['{match: {a: b}, symptom: high-cpu, host: 10.0.0.11, service: checkout, port: 80}', '{match: {a: c}, channel: "#x"}'];
  expect(await problemsOf(rules.map(rule => `    - ${rule}`).join('\n'))).toEqual([]);
});

test.each([
  ['symptom: high-cpuu', /^faultline\.yml:9:\d+: alertmanager\.rules\[0\]\.symptom: "high-cpuu" is no symptom.*Did you mean "high-cpu"\?/],
  ['host: api-9', /^faultline\.yml:9:\d+: alertmanager\.rules\[0\]\.host: .*api-9/],
  ['service: chekout', /^faultline\.yml:9:\d+: alertmanager\.rules\[0\]\.service: .*Did you mean "checkout"\?/],
  ['service: checkout, host: gw-1', /Service checkout is not declared on gw-1, but on api-1/],
  ['symptom: "a b"', /^faultline\.yml:9:\d+: alertmanager\.rules\[0\]\.symptom: /],
])('a rule with %s is refused with its place', async (key, complaint) => {
  const problems = await problemsOf(`    - {match: {a: b}, ${key}}`);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(complaint);
});

test('a rule that fits every alert is a mistake', async () => {
  expect((await problemsOf('    - {match: {}, symptom: high-cpu}'))[0]).toMatch(/name at least one label/);
});
