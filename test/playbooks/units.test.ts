import { bytesOf, secondsOf } from '../../src/playbooks/units.js';

test('sizes and times', () => {
  expect([bytesOf('64kB'), bytesOf('64KiB'), bytesOf('10Gi'), bytesOf('1.5M'), bytesOf('512B')]).toEqual([
    64000, 65536, 10737418240, 1500000, 512,
  ]);
  expect([secondsOf('250ms'), secondsOf('5s'), secondsOf('2m'), secondsOf('1.5h'), secondsOf('1d')]).toEqual([0.25, 5, 120, 5400, 86400]);
});

test('what is neither', () => {
  for (const text of ['', '5', 'kB', '-5s', '5 s', '5S', '1e3s', '5sec', 'constructor', '5toString']) {
    expect([text, secondsOf(text), bytesOf(text)]).toEqual([text, undefined, undefined]);
  }
});
