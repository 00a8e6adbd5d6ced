import { charactersOf, fitted } from '../../../src/slack/blocks/budget.js';
import { richText, section, words } from '../../../src/slack/blocks/rich.js';

const drawn = (length: number) => ({ text: 'x', blocks: [richText(section(words('x'.repeat(length))))] });

describe('the budget of a message', () => {
  test('counts every text as Slack keeps it, and no names of types', () => {
    expect(charactersOf(richText(section(words('a<b'))))).toBe('a&lt;b'.length);
    expect(charactersOf([{ url: 'https://x', type: 'link', style: 'primary' }, 5, undefined])).toBe('https://x'.length);
  });

  test('takes the first level that fits, blocks of attachments counted', () => {
    expect(fitted([20_000, 10_001, 10_000, 5], drawn)).toEqual(drawn(10_000));
    const block = richText(section(words('x')));
    const many = (blocks: number) => ({ ...drawn(1), attachments: [{ blocks: Array.from({ length: blocks }, () => block) }] });
    expect(fitted([50, 49, 1], many)).toEqual(many(49));
  });
});
