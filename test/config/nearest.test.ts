import { nearest } from '../../src/config/nearest.js';

test.each([
  ['ap1-1', ['api-1', 'db-1'], ['api-1']],
  ['adress', ['address', 'addresses', 'user'], ['address', 'addresses']],
  ['API-1', ['api-1'], ['api-1']],
  ['web', ['web-1', 'db-1'], ['web-1']],
  ['pai-1', ['api-1'], ['api-1']],
  ['something-else', ['api-1', 'db-1'], []],
  ['x', ['y'], ['y']],
  ['a'.repeat(10_000), ['api-1'], []],
])('%s', (wanted, names, expected) => {
  expect(nearest(wanted, names)).toEqual(expected);
});

test('at most as many as asked for', () => {
  expect(nearest('api', ['api-1', 'api-2', 'api-3', 'api-4'], 2)).toEqual(['api-1', 'api-2']);
});
