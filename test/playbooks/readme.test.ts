import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parsers } from '../../src/parsers/registry.js';
import { FUNCTIONS } from '../../src/playbooks/condition-functions.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

const folder = fileURLToPath(new URL('../../playbooks/', import.meta.url));
const readme = readFileSync(`${folder}README.md`, 'utf8');

/** The YAML blocks of the README, by the file name in their first line. */
const blocks = [...readme.matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', text = '']) => ({ path, text }));
const mine = blocks.filter(({ path }) => path.startsWith('my-playbooks/'));
const builtin = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(name => /^(?:checks|symptoms|settings|resources)\/.*\.yaml$/.test(name))
  .map(name => ({ path: name, text: readFileSync(`${folder}${name}`, 'utf8') }));

describe('the worked example of playbooks/README.md', () => {
  const { playbooks, cases, problems } = loadPlaybooks(mine, parsers);

  test('is a check, a fault, a symptom, a remedy and two cases without a problem', () => {
    expect(problems).toEqual([]);
    expect([
      ...playbooks.checks.keys(),
      ...playbooks.faults.keys(),
      ...playbooks.symptoms.keys(),
      ...playbooks.remedies.keys(),
      ...cases.keys(),
    ]).toEqual(['lock_file', 'stale-import-lock', 'import-blocked', 'stale-import-lock/remove-lock', 'lock-left', 'no-lock']);
  });

  test('takes no id of a built-in playbook', () => {
    const ids = new Set(builtin.flatMap(({ text }) => /^(?:check|symptom): (\S+)/m.exec(text)?.[1] ?? []));
    expect(ids.size).toBeGreaterThan(10);
    expect([...playbooks.checks.keys(), ...playbooks.symptoms.keys()].filter(id => ids.has(id))).toEqual([]);
  });

  test('reads what its script prints, and judges it', () => {
    const check = playbooks.checks.get('lock_file');
    const when = playbooks.faults.get('stale-import-lock')?.evidence[0]?.when;
    const parser = parsers.get('keyvalue');
    const truthOf = (stdout: string) => {
      const output = parser?.parse({
        looks: [{ stdout, stderr: '', exit: 0, truncated: false, uptime: 1 }],
        now: 0,
        params: {},
        options: check?.variants[0]?.parser.options,
      });
      if (output?.kind !== 'facts') throw new Error(JSON.stringify(output));
      return when?.truth({ lock_file: output.values });
    };
    expect(truthOf('held: no\n')).toBe('false');
    expect(truthOf('held: yes\nage_s: 60\npid: 12\nowner_lives: no\n')).toBe('true');
    expect(truthOf('held: yes\nage_s: 60\npid: 12\nowner_lives: yes\n')).toBe('false');
    expect(truthOf('held: yes\nage_s: 60\n')).toBe('unknown');
  });
});

test('the setting and the resource of the README take the place of ours', () => {
  const theirs = blocks.filter(({ path }) => path.startsWith('gateway-playbooks/'));
  const { playbooks, problems } = loadPlaybooks([...builtin, ...theirs], parsers);
  expect(problems.filter(({ place }) => place.file.startsWith('gateway-playbooks/'))).toEqual([]);
  expect([...playbooks.settings.keys()]).toEqual(expect.arrayContaining(['our-accept-queue', 'tcp-rmem']));
  expect(playbooks.settings.has('somaxconn')).toBe(false);
  expect([playbooks.resources.has('our-cpu'), playbooks.resources.has('cpu')]).toEqual([true, false]);
});

test('the README names every function that conditions have', () => {
  const names = FUNCTIONS.map(([, , means]) => /^(?:text\.)?(\w+)\(/.exec(means)?.[1] ?? means);
  expect(names.filter(name => !readme.includes(`${name}(`))).toEqual([]);
});

test('the README names every generic parser', () => {
  const generic = ['json', 'lines', 'table', 'keyvalue', 'regex'];
  expect(generic.filter(name => !parsers.has(name) || !readme.includes(`| \`${name}: {`))).toEqual([]);
});
