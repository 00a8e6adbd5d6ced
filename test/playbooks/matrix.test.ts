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

test('as markdown', () => {
  expect(matrixOf(playbooks, 'markdown')).toBe(`| fault | other | slow-connect |
| --- | --- | --- |
| proxy-timeout |  | ○ |
| queue-full | ● | ● |

● cause, ○ effect
`);
});
