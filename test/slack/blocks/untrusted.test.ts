import { clipped, escaped, untrusted } from '../../../src/slack/blocks/untrusted.js';

describe('untrusted text', () => {
  test('what Slack takes for markup becomes text', () => {
    expect(escaped('<!channel> & <https://evil|https://bank>')).toBe('&lt;!channel&gt; &amp; &lt;https://evil|https://bank&gt;');
  });

  test('is cut between letters, never inside of one', () => {
    const family = '👩‍👩‍👧‍👦';
    expect(clipped(`ab${family}cd`, 6)).toBe('ab…');
    expect(clipped('abcdef', 4)).toBe('abc…');
    expect(clipped('abc', 3)).toBe('abc');
    for (let most = 1; most < 60; most += 1) {
      const cut = clipped(family.repeat(10), most);
      expect(cut.length).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
    }
  });

  test('a heap of accents is cut after all', () => {
    expect(clipped(`e${'\u0301'.repeat(5000)}`, 100)).toHaveLength(100);
  });

  test('loses control, invisible and bidirectional characters, line breaks too', () => {
    expect(untrusted(' a\u202eb\u0000\n\n c\u200b ', 100)).toBe('a b c');
  });
});
