import { richText } from '../../../../src/sandbox/page/text/rich-text.js';

const clock = { now: 1_795_269_600, timeZone: 'UTC' };
const words = (text: string, style?: object) => ({ type: 'text', text, ...(style && { style }) });
const line = (...elements: readonly object[]) => ({ type: 'rich_text_section', elements });
const list = (style: string, indent: number, items: readonly string[], more: object = {}) => ({
  type: 'rich_text_list',
  style,
  indent,
  elements: items.map(item => line(words(item))),
  ...more,
});
const read = (...elements: readonly object[]) => richText({ type: 'rich_text', elements }, clock);
const item = (text: string, lists: readonly unknown[] = []) => ({ content: [{ kind: 'text', text, style: {} }], lists });

test('inline elements keep their style; markup in a text is data', () => {
  expect(
    read(
      line(
        words('<!channel> *x* ', { bold: true, code: true }),
        { type: 'user', user_id: 'U1' },
        { type: 'channel', channel_id: 'C1' },
        { type: 'broadcast', range: 'here' },
        { type: 'emoji', name: 'made_up', unicode: '2705' },
        { type: 'emoji', name: 'fire' },
        { type: 'emoji', name: 'nobody_knows' },
        { type: 'link', url: 'https://example.com', text: 'page' },
        { type: 'link', url: 'javascript:alert(1)', text: 'trap' },
        { type: 'date', timestamp: 1_795_269_600, format: '{time}', fallback: 'then' },
      ),
    ),
  ).toEqual([
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: '<!channel> *x* ', style: { bold: true, code: true } },
        { kind: 'user', id: 'U1' },
        { kind: 'channel', id: 'C1', label: '' },
        { kind: 'broadcast', name: '@here' },
        { kind: 'emoji', name: 'made_up', glyph: '✅' },
        { kind: 'emoji', name: 'fire', glyph: '🔥' },
        { kind: 'text', text: ':nobody_knows:', style: {} },
        { kind: 'link', url: 'https://example.com/', text: 'page', style: {} },
        { kind: 'text', text: 'trap14:00', style: {} },
      ],
    },
  ]);
});

test('a list one step deeper belongs to the item before it, and the outer list goes on after it', () => {
  expect(
    read(
      list('bullet', 0, ['a', 'b']),
      list('ordered', 1, ['b1']),
      list('ordered', 2, ['deep']),
      list('ordered', 1, ['b2']),
      list('bullet', 0, ['c']),
    ),
  ).toEqual([
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: [
        item('a'),
        item('b', [
          {
            kind: 'list',
            ordered: true,
            start: 1,
            items: [item('b1', [{ kind: 'list', ordered: true, start: 1, items: [item('deep')] }]), item('b2')],
          },
        ]),
        item('c'),
      ],
    },
  ]);
});

test('lists of another kind, or with an offset, stand alone', () => {
  expect(read(list('bullet', 0, ['a']), list('ordered', 0, ['b']), list('ordered', 0, ['c'], { offset: 4 }))).toMatchObject([
    { ordered: false },
    { ordered: true, start: 1 },
    { ordered: true, start: 5 },
  ]);
});

test('preformatted text and quotes', () => {
  expect(
    read(
      { type: 'rich_text_preformatted', elements: [words('a\n*b*'), { type: 'link', url: 'https://e.x/' }] },
      { type: 'rich_text_quote', elements: [words('q')] },
    ),
  ).toEqual([
    { kind: 'preformatted', text: 'a\n*b*https://e.x/' },
    { kind: 'quote', content: [{ kind: 'paragraph', content: [{ kind: 'text', text: 'q', style: {} }] }] },
  ]);
});

test('what is malformed is drawn as what it is', () => {
  expect(richText({ type: 'rich_text', elements: 'x' }, clock)).toEqual([]);
  expect(read({ type: 'rich_text_new' }, line({ type: 'newer' }, { type: 'emoji', unicode: 'zzzz', name: 'x' }))).toEqual([
    { kind: 'paragraph', content: [{ kind: 'text', text: '[rich_text_new]', style: {} }] },
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: '[newer]', style: {} },
        { kind: 'emoji', name: 'x', glyph: '❌' },
      ],
    },
  ]);
});
