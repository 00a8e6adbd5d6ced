import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageProblems, unseenIn, viewProblems } from '../limits.js';
import { scenes } from './scenes.js';

// What people see, as files to be read in review. After a change that is meant, renew them and read the difference:
//   FAULTLINE_GOLDEN=renew npm test -- test/slack/blocks/golden
const FOLDER = fileURLToPath(new URL('./__golden__', import.meta.url));
const RENEW = process.env.FAULTLINE_GOLDEN === 'renew';

const all = await scenes();
const names = Object.keys(all);

if (RENEW) {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, scene] of Object.entries(all)) writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(scene, undefined, 2)}\n`);
}

describe('golden files', () => {
  test('there is one for each scene, and no other', () => {
    expect(existsSync(FOLDER) ? readdirSync(FOLDER).sort() : []).toEqual(names.map(name => `${name}.json`).sort());
  });

  test.each(names)('%s is as it was', name => {
    expect(all[name]).toEqual(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
  });

  test.each(names)('%s is within all limits, without markup, and shows everything that it holds', name => {
    const scene = all[name];
    if (!scene) throw new Error(name);
    expect('text' in scene ? messageProblems(scene) : viewProblems({ ...scene })).toEqual([]);
    expect(unseenIn(scene)).toEqual([]);
  });
});
