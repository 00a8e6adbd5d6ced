import fc from 'fast-check';
import { readInstance } from '../../src/alerting/read-instance.js';

test.each([
  ['api-1', { host: 'api-1' }],
  ['api-1:9100', { host: 'api-1', port: '9100' }],
  ['10.0.0.11:9100', { host: '10.0.0.11', port: '9100' }],
  ['[fd00::1]:9100', { host: 'fd00::1', port: '9100' }],
  ['[fd00::1]', { host: 'fd00::1' }],
  ['fd00::1', { host: 'fd00::1' }],
  ['::1', { host: '::1' }],
  ['api-1:99999', { host: 'api-1' }],
  ['api-1/metrics', { host: 'api-1' }],
  ['https://shop.example/cart', { host: 'shop.example', port: '443', url: 'https://shop.example/cart' }],
  ['http://[fd00::1]:81/', { host: 'fd00::1', port: '81', url: 'http://[fd00::1]:81/' }],
  ['https://u:p@shop.example/', { host: 'shop.example', port: '443' }],
  ['', undefined],
  ['x:y:z', undefined],
])('%j', (text, instance) => {
  expect(readInstance(text)).toEqual(instance);
});

test('any text gives an answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      expect(readInstance(text)?.host).not.toBe('');
    }),
  );
});
