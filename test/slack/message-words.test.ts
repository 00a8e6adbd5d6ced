import { messageWords } from '../../src/slack/message-words.js';

test('an alert as Alertmanager posts it: its attachment is what it says', () => {
  const message = {
    text: '',
    attachments: [
      {
        fallback: '[FIRING:1] ConnectionRefused | http://prometheus/',
        title: '[FIRING:1] ConnectionRefused',
        title_link: 'http://prometheus/',
        text: 'connection refused on <http://api-1:8080|api-1:8080>',
        fields: [{ title: 'Severity', value: 'critical', short: true }],
      },
    ],
  };
  expect(messageWords(message)).toBe('[FIRING:1] ConnectionRefused connection refused on api-1:8080 Severity critical');
});

test('Block Kit: sections, rich text and links, without buttons and pictures; what repeats the text is left out', () => {
  const message = {
    text: 'High p99 on api-1',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'High p99 on api-1' } },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Service:* checkout' }] },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'see ' },
              { type: 'link', url: 'http://10.0.0.11:8080/' },
            ],
          },
        ],
      },
      { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Silence' } }] },
      { type: 'image', alt_text: 'graph', title: { type: 'plain_text', text: 'p99' } },
    ],
  };
  expect(messageWords(message)).toBe('High p99 on api-1 *Service:* checkout see http://10.0.0.11:8080/');
});

test('only a fallback is better than nothing', () => {
  expect(messageWords({ attachments: [{ fallback: 'disk is slow', color: 'danger' }] })).toBe('disk is slow');
});

test('a huge or a deep message stays bounded', () => {
  let deep: object = { text: 'bottom' };
  for (let i = 0; i < 5_000; i++) deep = { elements: [deep] };
  const message = { text: 'x'.repeat(100_000), blocks: [deep, ...Array.from({ length: 5_000 }, (_, i) => ({ text: `line ${i}` }))] };
  expect(messageWords(message).length).toBeLessThanOrEqual(600);
});
