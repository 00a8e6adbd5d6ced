import { glyphOf, glyphOfCode } from '../../../../src/sandbox/page/text/emoji.js';

test('shortcodes and code points', () => {
  expect(glyphOf('white_check_mark')).toBe('✅');
  expect(glyphOf('constructor')).toBeUndefined();
  expect(glyphOfCode('26a0-fe0f')).toBe('⚠️');
  expect(glyphOfCode('')).toBeUndefined();
  expect(glyphOfCode('ffffff')).toBeUndefined();
  expect(glyphOfCode('12-x')).toBeUndefined();
});
