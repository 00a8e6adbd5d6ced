import { fileSize } from '../../../../src/sandbox/page/chat/file-size.js';

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [18_230, '18 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [3_440_000, '3.4 MB'],
])('%i', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
