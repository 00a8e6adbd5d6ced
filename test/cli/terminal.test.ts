import { clip, paint, terminalOf, wrap } from '../../src/cli/terminal.js';

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

  test('wraps at blanks and keeps a long word whole', () => {
    expect(wrap('one two three', 10, '- ', '  ')).toBe('- one two\n  three');
    expect(wrap('x'.repeat(20), 10, '- ', '  ')).toBe(`- ${'x'.repeat(20)}`);
  });

  test('clips with an ellipsis', () => {
    expect(clip('abcdef', 4)).toBe('abc…');
    expect(clip('abc', 4)).toBe('abc');
  });
});
