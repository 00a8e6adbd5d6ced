import { loadPlaybooks } from '../../src/playbooks/load.js';
import { matrixOf } from '../../src/playbooks/matrix.js';
import { fixtureFiles, stubParsers } from './fixtures.js';

const { playbooks } = loadPlaybooks(
  [...fixtureFiles('good'), { path: 'other.yaml', text: 'symptom: other\ntitle: Other\nphrases: [other]\nconsider: [queue-full]\n' }],
  stubParsers,
);

test('as text', () => {
  expect(matrixOf(playbooks, 'text')).toBe(` 1  other
 2  slow-connect

                1  2
proxy-timeout   ·  ○
queue-full      ●  ●

● cause, ○ effect
`);
});

test('as markdown: a line for each symptom and each fault', () => {
  const lines = matrixOf(playbooks, 'markdown').split('\n');
  expect(lines.filter(line => line.startsWith('| `other`'))).toEqual(['| `other` | Other | other |']);
  const [full, ...more] = lines.filter(line => line.startsWith('| `queue-full`'));
  expect(more).toEqual([]);
  expect(full?.split(' | ').slice(0, 2)).toEqual(['| `queue-full`', 'cause']);
  expect(full).toContain('| `other` `slow-connect` |');
  expect(lines.filter(line => line.startsWith('| `proxy-timeout` | effect |'))).toHaveLength(1);
});

test('what a playbook says does not break the table', () => {
  const { playbooks: odd } = loadPlaybooks(
    [...fixtureFiles('good'), { path: 'o.yaml', text: 'symptom: odd\ntitle: "a | b"\nphrases: ["c | d"]\nconsider: [queue-full]\n' }],
    stubParsers,
  );
  expect(matrixOf(odd, 'markdown')).toContain('| `odd` | a \\| b | c \\| d |');
});
