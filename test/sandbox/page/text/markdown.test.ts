import fc from 'fast-check';
import { markdown } from '../../../../src/sandbox/page/text/markdown.js';

const plain = (text: string) => ({ kind: 'text', text, style: {} });

test('headings, lists, quotes, fences and rules', () => {
  expect(markdown('# One\ntext\n\n- a\n- b\n3. c\n> q\n---\n```js\n*x*\n```')).toEqual([
    { kind: 'heading', level: 1, content: [plain('One')] },
    { kind: 'paragraph', content: [plain('text')] },
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: [
        { content: [plain('a')], lists: [] },
        { content: [plain('b')], lists: [] },
      ],
    },
    { kind: 'list', ordered: true, start: 3, items: [{ content: [plain('c')], lists: [] }] },
    { kind: 'quote', content: [{ kind: 'paragraph', content: [plain('q')] }] },
    { kind: 'rule' },
    { kind: 'preformatted', text: '*x*' },
  ]);
});

test.each([
  ['**b**', { bold: true }, 'b'],
  ['__b__', { bold: true }, 'b'],
  ['*i*', { italic: true }, 'i'],
  ['_i_', { italic: true }, 'i'],
  ['~~s~~', { strike: true }, 's'],
  ['`c *x*`', { code: true }, 'c *x*'],
])('%s', (source, style, text) => {
  expect(markdown(source)).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text, style }] }]);
});

test('links go to pages alone, and mrkdwn means nothing here', () => {
  expect(markdown('[x](https://e.x/) [y](javascript:1) <!channel> a_b_c')).toEqual([
    {
      kind: 'paragraph',
      content: [{ kind: 'link', url: 'https://e.x/', text: 'x', style: {} }, plain(' [y](javascript:1) <!channel> a_b_c')],
    },
  ]);
});

test('nothing makes it throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('#', '*', '_', '`', '[', ']', '(', ')', '-', '1.', '>', ' ', '\n', 'a') }), text => {
      markdown(text);
    }),
  );
});
