import { readFileSync } from 'node:fs';
import { loadConfig } from '../../src/config/load.js';

const example = readFileSync(new URL('../../faultline.example.yml', import.meta.url), 'utf8');
const load = (text: string) => loadConfig({ path: 'faultline.example.yml', text, env: {}, readFile: () => ({ kind: 'text', text: 'x' }) });

test('the example is accepted as it is', () => {
  expect(load(example)).toMatchObject({ kind: 'loaded', unset: [] });
});

test('and with every commented key put to use', () => {
  // Lines of prose begin with a capital or hold a sentence; a commented key is `# key:` or `#   key:`.
  const used = example
    .replace(/^( *)# ((?: {2})?[a-z_]+:(?: .*)?)$/gm, '$1$2')
    .replace('# yaml-language-server', '#')
    .replace(/"ssh-ed25519 AAAA…"/, `"ssh-ed25519 AAAA${'B'.repeat(64)}"`);
  const loaded = load(used);
  if (loaded.kind === 'refused') throw new Error(JSON.stringify(loaded.problems, null, 1));
  expect(loaded.config.slack?.channel).toBe('#incidents');
  expect(loaded.config.hosts[2]).toMatchObject({ port: 22, user: 'faultline' });
  expect(loaded.config.playbooks).toEqual(['builtin', './my-playbooks']);
});
