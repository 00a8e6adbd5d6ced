import fc from 'fast-check';
import { canonicalJson } from '../../src/remediation/canonical-json.js';
import { digest } from '../../src/remediation/digest.js';

/** The same value with its keys in the opposite order, all the way down. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turned(inner)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4 }).filter(value => JSON.stringify(value).isWellFormed());

test('the order of keys does not matter', () => {
  fc.assert(fc.property(json, value => canonicalJson(turned(value)) === canonicalJson(value)));
});

test('it is JSON of the same value, and stays as it is', () => {
  fc.assert(
    fc.property(json, value => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});

test('two values share a digest only if they are the same JSON', () => {
  fc.assert(fc.property(json, json, (a, b) => (digest(a) === digest(b)) === (canonicalJson(a) === canonicalJson(b))));
});

test('as RFC 8785 writes it', () => {
  expect(canonicalJson({ b: [1, 2.5, 1e21], a: { '': null, é: 'a"\n', A: true }, c: undefined })).toBe(
    '{"a":{"":null,"A":true,"é":"a\\"\\n"},"b":[1,2.5,1e+21]}',
  );
});

test.each([
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [undefined],
  [() => 1],
  [1n],
  ['\ud800'],
  [new Map()],
  [new Date(0)],
  [[undefined]],
  [{ '\ud800': 1 }],
])('%p has none', value => {
  expect(() => canonicalJson(value)).toThrow(TypeError);
});
