import { readFileSync } from 'node:fs';
import { jsonSchema } from '../../src/config/json-schema.js';

const HOW = 'docs/faultline.schema.json is not what src/config/schema.ts gives. Make it anew with these two lines, and commit it:';
const COMMANDS = [
  'node node_modules/.bin/tsc -p tsconfig.build.json',
  `node --input-type=module -e "import {jsonSchema} from './dist/config/json-schema.js'; console.log(JSON.stringify(jsonSchema(), null, 2))" > docs/faultline.schema.json`,
];

test('the shipped JSON Schema is the one that the code gives', () => {
  const shipped = readFileSync(new URL('../../docs/faultline.schema.json', import.meta.url), 'utf8');
  if (shipped !== `${JSON.stringify(jsonSchema(), null, 2)}\n`) throw new Error([HOW, ...COMMANDS].join('\n  '));
});

/** Every key with its path, and whether it is described. */
function keys(schema: unknown, path = ''): { path: string; described: boolean }[] {
  const { properties = {}, items, additionalProperties } = (schema ?? {}) as Record<string, unknown>;
  const own = Object.entries(properties as Record<string, unknown>).flatMap(([key, below]) => {
    const here = `${path}${path === '' ? '' : '.'}${key}`;
    return [{ path: here, described: typeof (below as { description?: unknown }).description === 'string' }, ...keys(below, here)];
  });
  return [...own, ...(items ? keys(items, `${path}[]`) : []), ...(additionalProperties ? keys(additionalProperties, `${path}.*`) : [])];
}

test('every key is described, in the schema and in the manual; unknown keys are refused', () => {
  const all = keys(jsonSchema());
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ described }) => !described)).toEqual([]);
  const manual = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  expect(all.map(({ path }) => path).filter(path => !manual.includes(`\`${path.replace('[]', '').replace('.*', '')}\``))).toEqual([]);
  expect(jsonSchema()).toMatchObject({ additionalProperties: false, properties: { hosts: { items: { additionalProperties: false } } } });
});

test('the manual describes no key that is not there', () => {
  const known = new Set(keys(jsonSchema()).map(({ path }) => path.replace('[]', '').replace('.*', '')));
  const manual = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
  const described = [...manual.matchAll(/^\| `([a-z_.]+)` \|/gm)].map(([, key]) => key ?? '');
  expect(described.length).toBeGreaterThan(40);
  expect(described.filter(key => !known.has(key))).toEqual([]);
});
