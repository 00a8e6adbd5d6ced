import { numberText } from '../../src/prometheus/number-text.js';

test.each([
  [0, 'seconds', '0 s'],
  [0.25, 'seconds', '250 ms'],
  [2e-7, 'seconds', '200 ns'],
  [7200, 'seconds', '7200 s'],
  [1.234e9, 'bytes', '1.23 GB'],
  [999_999, 'bytes', '1 MB'],
  [0.97, 'ratio', '0.97'],
  [97.12, 'percent', '97.1 %'],
  [0.2, 'per second', '0.2/s'],
  [12_345, 'per second', '12.3 k/s'],
  [-12.5, 'degrees Celsius', '-12.5 °C'],
  [4e21, 'unknown', '4e+21'],
  [1e-12, 'unknown', '1e-12'],
  [Number.NaN, 'unknown', 'NaN'],
] as const)('%d in %s is %s', (value, unit, text) => expect(numberText(value, unit)).toBe(text));
