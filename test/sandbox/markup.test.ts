import { typedBlocks, typedText } from '../../src/sandbox/markup.js';

const user = (id: string, name: string, realName: string) => ({ id, name, realName, email: '', isBot: false });
const known = {
  users: [user('U1', 'ana', 'Ana Sousa'), user('U2', 'faultline', 'Faultline')],
  channels: [{ id: 'C1', name: 'incidents', kind: 'channel' as const, members: new Set<string>(), created: 0, archived: false, topic: '' }],
};

test.each([
  ['plain words', 'plain words'],
  ['a < b && b > c', 'a &lt; b &amp;&amp; b &gt; c'],
  ['@Faultline look', '<@U2> look'],
  ['ask @Ana Sousa, or @ana.', 'ask <@U1>, or <@U1>.'],
  ['@anabel and me@ana.example', '@anabel and me@ana.example'],
  ['see #incidents', 'see <#C1|incidents>'],
  ['see https://x.example/a?b=1&c=2.', 'see <https://x.example/a?b=1&amp;c=2>.'],
  ['<!channel> <https://evil|good>', '&lt;!channel&gt; &lt;<https://evil>|good&gt;'],
  ['<@U1> stays, <@U9> does not', '<@U1> stays, &lt;@U9&gt; does not'],
  ['`@ana <x>` is code', '`@ana &lt;x&gt;` is code'],
])('%s', (typed, stored) => {
  expect(typedText(typed, known)).toBe(stored);
});

test('what was typed as rich text', () => {
  expect(typedBlocks('hi <@U1>, `a &lt; b` at <https://x.example|x>\n```\nraw &amp; cooked\n```', 'b1')).toEqual([
    {
      type: 'rich_text',
      block_id: 'b1',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'text', text: 'hi ' },
            { type: 'user', user_id: 'U1' },
            { type: 'text', text: ', ' },
            { type: 'text', text: 'a < b', style: { code: true } },
            { type: 'text', text: ' at ' },
            { type: 'link', url: 'https://x.example', text: 'x' },
            { type: 'text', text: '\n' },
          ],
        },
        { type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: 'raw & cooked' }] },
      ],
    },
  ]);
});
