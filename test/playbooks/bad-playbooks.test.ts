import { loadPlaybooks } from '../../src/playbooks/load.js';
import { fixtureFiles, stubParsers } from './fixtures.js';

/**
 * Each file in test/fixtures/playbooks/bad is named for its one mistake, and says in its `#! line:column message` comments, at
 * the end, all that must be told about it. The whole message counts: it is part of the product.
 */
function expectedIn(text: string): readonly string[] {
  return text.split('\n').flatMap(line => (line.startsWith('#! ') ? [line.slice(3)] : []));
}

describe('a playbook with a mistake', () => {
  const good = fixtureFiles('good');
  for (const bad of fixtureFiles('bad')) {
    test(bad.path, () => {
      const { problems } = loadPlaybooks([...good, bad], stubParsers);
      expect(problems.map(({ place, message }) => `${place.line}:${place.column} ${message}`)).toEqual(expectedIn(bad.text));
      expect(problems.every(problem => problem.place.file === bad.path)).toBe(true);
      expect(expectedIn(bad.text)).not.toEqual([]);
    });
  }
});
