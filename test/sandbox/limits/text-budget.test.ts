import { checkMessage } from '../../../src/sandbox/limits/message.js';
import { blocksTextLength, countBlocks } from '../../../src/sandbox/limits/text-budget.js';

const text = (size: number) => ({ type: 'section', text: { type: 'plain_text', text: 'x'.repeat(size) } });

test('the measured limit: 13,297 characters in one block, 125 fewer with a second', () => {
  const one = [...Array(4).fill(text(3000)), text(1297 - 4 * 125)];
  expect(blocksTextLength(one) + 4 * 125).toBe(13_297);
  expect(checkMessage({ blocks: one })).toBeUndefined();
  expect(checkMessage({ blocks: [...one, { type: 'divider' }] })?.error).toBe('msg_blocks_too_long');
});

test('the limit of all blocks together is not asked of response URLs', () => {
  const blocks = Array(5).fill(text(3000));
  expect(checkMessage({ blocks })?.error).toBe('msg_blocks_too_long');
  expect(checkMessage({ blocks }, 'response_url')).toBeUndefined();
});

test('attachments’ blocks count as well', () => {
  const blocks = Array(3).fill(text(3000));
  expect(checkMessage({ blocks, attachments: [{ blocks }] })?.error).toBe('msg_blocks_too_long');
});

test('counts what people read, not what a click sends', () => {
  const actions = {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Go' },
        value: 'x'.repeat(500),
        confirm: { text: { type: 'plain_text', text: 'Sure?' } },
      },
    ],
  };
  expect(blocksTextLength([actions])).toBe(2);
  expect(blocksTextLength([{ type: 'image', alt_text: 'abc', title: { type: 'plain_text', text: 'de' } }])).toBe(5);
  expect(countBlocks([actions, { type: 'container', child_blocks: [actions, actions] }])).toBe(4);
});
