import { hexAddress } from '../../src/parsers/hex-address.js';

describe('hexAddress', () => {
  it.each([
    ['0100007F:1F90', { addr: '127.0.0.1', port: 8080 }],
    ['00000000:0016', { addr: '0.0.0.0', port: 22 }],
    ['0202500A:C350', { addr: '10.80.2.2', port: 50_000 }],
    ['00000000000000000000000000000000:0050', { addr: '::', port: 80 }],
    ['00000000000000000000000001000000:0050', { addr: '::1', port: 80 }],
    ['0000000000000000FFFF00000100007F:0050', { addr: '127.0.0.1', port: 80 }],
    ['B80D0120000000000000000007000000:0050', { addr: '2001:db8::7', port: 80 }],
    ['B80D0120010000000000000007000000:0050', { addr: '2001:db8:0:1::7', port: 80 }],
  ])('reads %s', (text, expected) => {
    expect(hexAddress(text)).toEqual(expected);
  });

  it.each(['0100007:1F90', '0100007F:1F9', '0100007F', 'xyz'])('refuses %s', text => {
    expect(hexAddress(text)).toBeUndefined();
  });
});
