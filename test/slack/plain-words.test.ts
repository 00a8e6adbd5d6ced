import fc from 'fast-check';
import { plainWords } from '../../src/slack/plain-words.js';

test.each([
  ['<@U0BOT> connection refused on api-1', 'connection refused on api-1'],
  ['<@U0BOT|faultline> 502 &lt;html&gt; &amp; more', '502 <html> & more'],
  ['slow <http://10.0.0.11:8080/healthz>', 'slow http://10.0.0.11:8080/healthz'],
  ['refused on <http://api-1.example.com|api-1.example.com>', 'refused on api-1.example.com'],
  // The label says one thing, the link another: the address is what counts.
  ['<https://evil.example|https://grafana.example>', 'https://evil.example'],
  ['<!channel> <!here|@here> <!subteam^S1|@ops> down', 'down'],
  ['look in <#C123|incidents>', 'look in incidents'],
  ['a\u202Eb\u0000c\nd', 'a b c d'],
  ['&amp;lt;', '&lt;'],
])('%j is read as %j', (text, words) => {
  expect(plainWords(text, 1000)).toBe(words);
});

test('is never longer than allowed, never has two spaces or anything unseen, and is quick', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.integer({ min: 1, max: 80 }), (text, most) => {
      const words = plainWords(text, most);
      expect(words.length).toBeLessThanOrEqual(most);
      expect(words).not.toMatch(/ {2}|[\p{Cc}\p{Cf}]/u);
    }),
  );
  expect(plainWords('<'.repeat(50_000), 10)).toBe('<'.repeat(10));
});
