import { harmless } from '../../src/model/harmless.js';

describe('harmless', () => {
  test('text from a host loses escape sequences, control characters, direction marks and line breaks', () => {
    expect(harmless('\u001b]0;title\u0007a\u001b[2Jb\r\nc\u202ed\u0000e')).toBe('ab c d e');
    expect(harmless('\u009b31mred\u001b[0m \u001b]8;;https://evil\u001b\\link\u001b]8;;\u001b\\')).toBe('red link');
    expect(harmless('plain text: ünïcode ✓ 👩')).toBe('plain text: ünïcode ✓ 👩');
  });

  test('nothing invisible stays: tags, soft hyphens, halves of surrogate pairs', () => {
    expect(harmless('a\u{e0041}b\u00adc\u200bd\ufeffe')).toBe('a b c d e');
    expect(harmless('a\ud83d')).toBe('a\ufffd');
  });

  test('says with an ellipsis that the end is missing', () => {
    expect(harmless('x'.repeat(1001))).toBe(`${'x'.repeat(1000)}…`);
    expect(harmless('x'.repeat(1000))).toBe('x'.repeat(1000));
    expect(harmless('abcdef', 3)).toBe('abc…');
  });

  test('an escape sequence without an end takes nothing with it', () => {
    expect(harmless('\u001b]0;the whole rest of the line')).toBe(' ]0;the whole rest of the line');
  });
});
