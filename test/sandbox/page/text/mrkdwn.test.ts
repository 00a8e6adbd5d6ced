import fc from 'fast-check';
import { mrkdwn } from '../../../../src/sandbox/page/text/mrkdwn.js';
import { mrkdwnInline, plainInline } from '../../../../src/sandbox/page/text/mrkdwn-inline.js';
import type { Inline } from '../../../../src/sandbox/page/text/tree.js';
import { wordsOf } from '../../../../src/sandbox/page/text/words.js';

const clock = { now: 1_795_269_600, timeZone: 'UTC' };
const names = { user: (id: string) => id, channel: (id: string) => id };
const inline = (text: string): readonly Inline[] => mrkdwnInline(text, clock);
const text = (words: string, style = {}): Inline => ({ kind: 'text', text: words, style });

test.each([
  ['*bold*', [text('bold', { bold: true })]],
  ['_slanted_', [text('slanted', { italic: true })]],
  ['~gone~', [text('gone', { strike: true })]],
  ['`code *x*`', [text('code *x*', { code: true })]],
  [
    '*_both_ and `code`*',
    [text('both', { bold: true, italic: true }), text(' and ', { bold: true }), text('code', { bold: true, code: true })],
  ],
  // Not spans: inside words, beside spaces, over two lines, never closed.
  ['a*b*c', [text('a*b*c')]],
  ['2 * 3 * 4', [text('2 * 3 * 4')]],
  ['*a\nb*', [text('*a\nb*')]],
  ['*open', [text('*open')]],
  ['file_name_here', [text('file_name_here')]],
  ['(*x*), *y*.', [text('('), text('x', { bold: true }), text('), '), text('y', { bold: true }), text('.')]],
  ['*a `*` b*', [text('a ', { bold: true }), text('*', { bold: true, code: true }), text(' b', { bold: true })]],
])('spans of %s', (words, parts) => {
  expect(inline(words)).toEqual(parts);
});

test.each<[string, Inline]>([
  ['<@U123>', { kind: 'user', id: 'U123' }],
  ['<@U123|ana>', { kind: 'user', id: 'U123' }],
  ['<#C123>', { kind: 'channel', id: 'C123', label: '' }],
  ['<#C123|general>', { kind: 'channel', id: 'C123', label: 'general' }],
  ['<!here>', { kind: 'broadcast', name: '@here' }],
  ['<!channel>', { kind: 'broadcast', name: '@channel' }],
  ['<!subteam^S123|@oncall>', { kind: 'broadcast', name: '@oncall' }],
  [
    '<https://example.com/a?b=1&amp;c=2>',
    { kind: 'link', url: 'https://example.com/a?b=1&c=2', text: 'https://example.com/a?b=1&c=2', style: {} },
  ],
  ['<https://example.com|the &lt;page&gt;>', { kind: 'link', url: 'https://example.com/', text: 'the <page>', style: {} }],
  ['<mailto:a@example.com>', { kind: 'link', url: 'mailto:a@example.com', text: 'a@example.com', style: {} }],
  ['https://example.com/x.', { kind: 'link', url: 'https://example.com/x', text: 'https://example.com/x', style: {} }],
  [':white_check_mark:', { kind: 'emoji', name: 'white_check_mark', glyph: '✅' }],
])('%s is one part', (words, part) => {
  expect(inline(words)[0]).toEqual(part);
});

test.each(['<javascript:alert(1)>', '<javascript:alert(1)|click>', '<data:text/html,x>', '<vbscript:x>', '<!unknown>', '<a b>'])(
  '%s is no link',
  words => {
    expect(inline(words).every(({ kind }) => kind === 'text')).toBe(true);
  },
);

test('escaped markup is data', () => {
  expect(inline('&lt;!channel&gt; &amp;lt; <>')).toEqual([text('<!channel> &lt; <>')]);
});

test('an unknown shortcode and a time stay as they are', () => {
  expect(inline(':no_such_thing: 14:02:09')).toEqual([text(':no_such_thing: 14:02:09')]);
});

test('a date is said in the readers own words, and its fallback when the format is unknown', () => {
  expect(inline('<!date^1795269600^{date_short_pretty} at {time}|then>')).toEqual([text('today at 14:00')]);
  expect(inline('<!date^1795269600^{nonsense}|then>')).toEqual([text('then')]);
  expect(inline('<!date^1795269600^{time}^https://example.com|then>')).toEqual([
    { kind: 'link', url: 'https://example.com/', text: '14:00', style: {} },
  ]);
});

test('fences, quotes and paragraphs are passages', () => {
  expect(mrkdwn('one\n```\n*x* <https://a.example|b>\n```\ntwo\n> three\n&gt; four\nfive', clock)).toEqual([
    { kind: 'paragraph', content: [text('one')] },
    { kind: 'preformatted', text: '*x* b' },
    { kind: 'paragraph', content: [text('two')] },
    { kind: 'quote', content: [{ kind: 'paragraph', content: [text('three\nfour')] }] },
    { kind: 'paragraph', content: [text('five')] },
  ]);
});

test('three signs quote all the rest', () => {
  expect(mrkdwn('a\n>>> b\nc', clock)).toEqual([
    { kind: 'paragraph', content: [text('a')] },
    { kind: 'quote', content: [{ kind: 'paragraph', content: [text('b\nc')] }] },
  ]);
});

test('a fence that is never closed is only backticks', () => {
  expect(mrkdwn('a ``` b', clock)).toEqual([{ kind: 'paragraph', content: [text('a ``` b')] }]);
});

test('plain text has emoji and nothing else', () => {
  expect(plainInline('*x* <@U1> :fire:')).toEqual([text('*x* <@U1> '), { kind: 'emoji', name: 'fire', glyph: '🔥' }]);
});

test('a long line of openers that close nowhere stays as it is', () => {
  const hostile = '*a _b ~c <d :e '.repeat(3000).trim();
  expect(wordsOf(mrkdwn(hostile, clock), names) === hostile).toBe(true);
});

test('no letter of a text without markup is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '.', '(', '1', '本') }), words => {
      expect(wordsOf(mrkdwn(words, clock), names)).toBe(words.replace(/\s+/gu, ' ').trim());
    }),
  );
});

test('nothing makes it throw, and no part has an address that is not http, https or mailto', () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          '*',
          '_',
          '~',
          '`',
          '<',
          '>',
          '|',
          '@U1',
          '!date^1^',
          ':',
          'x',
          ' ',
          '\n',
          '&lt;',
          'javascript:',
          'https://e.x',
        ),
      }),
      words => {
        for (const part of inline(words)) if (part.kind === 'link') expect(part.url).toMatch(/^(?:https?|mailto):/u);
        mrkdwn(words, clock);
      },
    ),
  );
});
