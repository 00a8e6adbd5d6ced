import { families, isLoopback, socketAddress } from '../../src/parsers/address.js';

describe('socketAddress', () => {
  it.each([
    ['127.0.0.53%lo:53', { addr: '127.0.0.53', port: 53, scope: 'lo' }],
    ['[::]:22', { addr: '::', port: 22 }],
    [':::22', { addr: '::', port: 22 }],
    ['*:8080', { addr: '*', port: 8080 }],
    ['[::ffff:127.0.0.1]:8080', { addr: '127.0.0.1', port: 8080 }],
    ['[fe80::1%eth0]:80', { addr: 'fe80::1', port: 80, scope: 'eth0' }],
    ['[fe80::1]%eth0:80', { addr: 'fe80::1', port: 80, scope: 'eth0' }],
    ['0.0.0.0:*', { addr: '0.0.0.0' }],
    ['10.0.0.1:99999', { addr: '10.0.0.1' }],
  ])('takes %s apart', (text, expected) => {
    expect(socketAddress(text)).toEqual(expected);
  });

  it('gives nothing without a port or without an address', () => {
    expect([socketAddress('localhost'), socketAddress(':80')]).toEqual([undefined, undefined]);
  });
});

it('knows loopback', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', '128.0.0.1', '::'].map(isLoopback)).toEqual([true, true, true, false, false]);
});

it.each([
  ['0.0.0.0', { any: true, any6: false }],
  ['::', { any: undefined, any6: true }],
  ['10.0.0.1', { any: false, any6: false }],
  [undefined, { any: undefined, any6: undefined }],
])('%s tells which families listen on all addresses, or that it is not known', (addr, expected) => {
  expect(families(addr)).toEqual(expected);
});
