import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { architectureProblems } from './architecture-rules.js';

const SRC = join(process.cwd(), 'src');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.ts'))
  .map(path => ({ path, text: readFileSync(join(SRC, path), 'utf8') }));

describe('the house rules', () => {
  test('the tree is read at all', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test('every file keeps them', () => {
    expect(files.flatMap(architectureProblems)).toEqual([]);
  });

  // A guard that nobody has seen fail is not a guard: each rule has a sample that must trip it.
  test.each([
    [
      'a pure folder that imports an adapter',
      'diagnosis/judge.ts',
      "import { createHostRunner } from '../hosts/host-runner.js';",
      'diagnosis may import only model',
    ],
    ['an adapter that imports another adapter', 'http/prober.ts', "import { quote } from '../hosts/quote.js';", 'http may import only'],
    [
      'an adapter that imports more of flow than its ports',
      'hosts/ssh.ts',
      "import { investigate } from '../flow/investigate.js';",
      'hosts may import only',
    ],
    ['a type import across folders', 'parsers/ps.ts', "import type { Plan } from '../diagnosis/plan.js';", 'parsers may import only model'],
    ['a dynamic import', 'model/fact.ts', "export const later = () => import('../flow/replay.js');", 'model may import only nothing'],
    ['a library outside its folder', 'flow/replay.ts', "import { Client } from 'ssh2';", 'one library, one folder'],
    ['the file system in a pure folder', 'playbooks/load.ts', "import { readFileSync } from 'node:fs';", 'one library, one folder'],
    ['a clock in a pure folder', 'diagnosis/rank.ts', 'export const now = () => Date.now();', 'is pure'],
    ['a promise in a pure folder', 'parsers/ss.ts', 'export async function parse(x: Promise<string>) { return await x; }', 'is pure'],
    ['the environment outside main', 'config/load.ts', 'export const home = process.env.HOME;', 'only main.ts'],
    ['a default export', 'cli/doctor.ts', 'export default 1;', 'default export'],
    ['a long file', 'cli/long.ts', '\n'.repeat(400), 'more than 350'],
    ['a name that says nothing', 'flow/utils.ts', 'export const x = 1;', 'says nothing'],
    ['a folder that nobody knows', 'stuff/x.ts', 'export const x = 1;', 'not in the import table'],
  ])('%s is caught', (_, path, text, complaint) => {
    expect(architectureProblems({ path, text }).join('\n')).toContain(complaint);
  });
});
