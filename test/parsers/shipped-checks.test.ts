import { readdirSync, readFileSync } from 'node:fs';
import { parsers } from '../../src/parsers/registry.js';
import { loadPlaybooks } from '../../src/playbooks/load.js';

const folder = 'playbooks/checks';
const files = readdirSync(folder).map(name => ({ path: `${folder}/${name}`, text: readFileSync(`${folder}/${name}`, 'utf8') }));

describe('the checks that are shipped', () => {
  const loaded = loadPlaybooks(files, parsers);

  it('load without a problem', () => {
    expect(
      loaded.problems
        .filter(problem => problem.place.file.startsWith(folder))
        .map(({ place, message }) => `${place.file}:${place.line} ${message}`),
    ).toEqual([]);
  });

  it('are one file each, named for the check', () => {
    expect([...loaded.playbooks.checks.keys()].sort()).toEqual(
      files.map(({ path }) => path.replace(/^.*\/|\.yaml$/gu, '').replaceAll('-', '_')).sort(),
    );
  });

  it('give every field of their parsers, and use every parser that is not generic', () => {
    const used = new Set<string>();
    for (const check of loaded.playbooks.checks.values()) {
      const declared = new Set(check.fields.map(field => field.name));
      for (const { parser } of check.variants) {
        used.add(parser.name);
        const gives = parsers.get(parser.name)?.gives;
        if (gives === undefined || gives === 'declared') continue;
        expect(Object.keys(gives).filter(name => !declared.has(name))).toEqual([]);
      }
    }
    const generic = ['json', 'lines', 'regex', 'table'];
    expect([...parsers.keys()].filter(name => !used.has(name)).sort()).toEqual(generic);
  });
});
