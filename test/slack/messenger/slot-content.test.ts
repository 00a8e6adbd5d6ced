import { readContent, type SlotContent, writeContent } from '../../../src/slack/messenger/slot-content.js';

const content: SlotContent = {
  kind: 'answer',
  place: { channel: 'C1', thread: '1.2' },
  asker: 'U1',
  since: 5,
  message: { text: 'x', blocks: [{ type: 'divider' }], attachments: [{ color: '#fff', fallback: 'f' }] },
};

test('what is written is read again, also without a thread and attachments', () => {
  expect(readContent(writeContent(content))).toEqual(content);
  const plain: SlotContent = { ...content, place: { channel: 'C1' }, message: { text: 'x', blocks: [] } };
  expect(readContent(writeContent(plain))).toEqual(plain);
});

test.each(['', 'x', '{}', '[]', 'null', '{"kind":"letter"}'])('%j is nothing', text => {
  expect(readContent(text)).toBeUndefined();
});
