import { textFallback } from '../../../src/slack/blocks/text-fallback.js';

describe('the text for notifications', () => {
  test('is escaped, line by line, without empty ones', () => {
    expect(textFallback(['Root cause: <!channel>', '', 'Next: a & b'])).toBe('Root cause: &lt;!channel&gt;\nNext: a &amp; b');
  });

  test('is never too long, and no escape is cut in two', () => {
    const text = textFallback(Array.from({ length: 100 }, () => '<&>'.repeat(400)));
    expect(text.length).toBeLessThanOrEqual(3000);
    expect(text.replace(/&(?:amp|lt|gt);/gu, '')).not.toMatch(/[&<>]/u);
  });

  test('is never empty: Slack refuses a message without text', () => {
    expect(textFallback(['', ' \u0000'])).toBe('Faultline');
  });
});
