import { clip, harmless, paint, terminalOf, wrap } from '../../src/cli/terminal.js';

const stream = (isTTY: boolean, columns = 120) => ({ isTTY, columns, write: () => true });

describe('terminal', () => {
  test.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR, which means nothing', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('colour on %s', (_, isTTY, env, expected) => {
    const terminal = terminalOf(stream(isTTY), env);
    expect(terminal.colour).toBe(expected);
    expect(paint(terminal, 'red', 'x') !== 'x').toBe(expected);
  });

  test('text from a host loses escape sequences, control characters, direction marks and line breaks', () => {
    expect(harmless('\u001b]0;title\u0007a\u001b[2Jb\r\nc\u202ed\u0000e')).not.toMatch(/[\u0000-\u001f\u202e]/u);
    expect(harmless('plain text: ünïcode ✓')).toBe('plain text: ünïcode ✓');
  });

  test('wraps at blanks and keeps a long word whole', () => {
    expect(wrap('one two three', 10, '- ', '  ')).toBe('- one two\n  three');
    expect(wrap('x'.repeat(20), 10, '- ', '  ')).toBe(`- ${'x'.repeat(20)}`);
  });

  test('clips with an ellipsis', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('abc', 4)).toBe('abc');
  });
});
