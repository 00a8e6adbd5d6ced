import { checkMessage, refusal } from '../../../src/sandbox/limits/message.js';
import type { SlackJson } from '../../../src/sandbox/page-api.js';

const chars = (count: number) => 'x'.repeat(count);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const many = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const button = (more: SlackJson = {}, at = 0) => ({ type: 'button', action_id: `b${at}`, text: plain('Go'), ...more });
const option = (at: number) => ({ text: plain(`o${at}`), value: `o${at}` });
const actions = (...elements: readonly SlackJson[]) => ({ type: 'actions', elements });
const richText = (...elements: readonly SlackJson[]) => ({ type: 'rich_text', elements });
const row = (cells: number) => many(cells, () => ({ type: 'raw_text', text: 'c' }));

/** What Slack allows at the limit and refuses one beyond it. Lengths and counts are those of slack.md §2.1. */
const LIMITS: readonly (readonly [name: string, limit: number, make: (size: number) => SlackJson, pointer: string])[] = [
  ['blocks', 50, n => ({ blocks: many(n, () => ({ type: 'divider' })) }), '/blocks'],
  ['section text', 3000, n => ({ blocks: [{ type: 'section', text: mrkdwn(chars(n)) }] }), '/blocks/0/text/text'],
  ['section fields', 10, n => ({ blocks: [{ type: 'section', fields: many(n, () => plain('f')) }] }), '/blocks/0/fields'],
  ['section field text', 2000, n => ({ blocks: [{ type: 'section', fields: [plain(chars(n))] }] }), '/blocks/0/fields/0/text'],
  ['header', 150, n => ({ blocks: [{ type: 'header', text: plain(chars(n)) }] }), '/blocks/0/text/text'],
  ['context elements', 10, n => ({ blocks: [{ type: 'context', elements: many(n, () => plain('c')) }] }), '/blocks/0/elements'],
  ['actions elements', 25, n => ({ blocks: [actions(...many(n, at => button({}, at)))] }), '/blocks/0/elements'],
  ['button text', 75, n => ({ blocks: [actions(button({ text: plain(chars(n)) }))] }), '/blocks/0/elements/0/text/text'],
  ['button value', 2000, n => ({ blocks: [actions(button({ value: chars(n) }))] }), '/blocks/0/elements/0/value'],
  ['button url', 3000, n => ({ blocks: [actions(button({ url: `https://${chars(n - 8)}` }))] }), '/blocks/0/elements/0/url'],
  ['action_id', 255, n => ({ blocks: [actions(button({ action_id: chars(n) }))] }), '/blocks/0/elements/0/action_id'],
  ['block_id', 255, n => ({ blocks: [{ type: 'divider', block_id: chars(n) }] }), '/blocks/0/block_id'],
  [
    'confirm title',
    100,
    n => ({ blocks: [actions(button({ confirm: { title: plain(chars(n)), text: plain('?') } }))] }),
    '/blocks/0/elements/0/confirm/title/text',
  ],
  [
    'confirm text',
    300,
    n => ({ blocks: [actions(button({ confirm: { text: plain(chars(n)) } }))] }),
    '/blocks/0/elements/0/confirm/text/text',
  ],
  [
    'confirm button',
    30,
    n => ({ blocks: [actions(button({ confirm: { text: plain('?'), confirm: plain(chars(n)) } }))] }),
    '/blocks/0/elements/0/confirm/confirm/text',
  ],
  ['options', 100, n => ({ blocks: [actions({ type: 'static_select', options: many(n, option) })] }), '/blocks/0/elements/0/options'],
  [
    'option value',
    75,
    n => ({ blocks: [actions({ type: 'static_select', options: [{ text: plain('o'), value: chars(n) }] })] }),
    '/blocks/0/elements/0/options/0/value',
  ],
  ['overflow options', 5, n => ({ blocks: [actions({ type: 'overflow', options: many(n, option) })] }), '/blocks/0/elements/0/options'],
  ['checkboxes', 10, n => ({ blocks: [actions({ type: 'checkboxes', options: many(n, option) })] }), '/blocks/0/elements/0/options'],
  [
    'placeholder',
    150,
    n => ({ blocks: [actions({ type: 'users_select', placeholder: plain(chars(n)) })] }),
    '/blocks/0/elements/0/placeholder/text',
  ],
  [
    'image alt text',
    2000,
    n => ({ blocks: [{ type: 'image', image_url: 'https://x.example', alt_text: chars(n) }] }),
    '/blocks/0/alt_text',
  ],
  ['markdown', 12_000, n => ({ blocks: [{ type: 'markdown', text: chars(n) }] }), '/blocks/0/text'],
  ['table rows', 100, n => ({ blocks: [{ type: 'table', rows: many(n, () => row(1)) }] }), '/blocks/0/rows'],
  ['table cells', 20, n => ({ blocks: [{ type: 'table', rows: [row(n)] }] }), '/blocks/0/rows/0'],
  ['attachments blocks', 50, n => ({ attachments: [{ blocks: many(n, () => ({ type: 'divider' })) }] }), '/attachments/0/blocks'],
  [
    'carousel cards',
    10,
    n => ({ blocks: [{ type: 'carousel', elements: many(n, () => ({ type: 'card', body: mrkdwn('c') })) }] }),
    '/blocks/0/elements',
  ],
  [
    'container children',
    10,
    n => ({ blocks: [{ type: 'container', title: plain('t'), child_blocks: many(n, () => ({ type: 'divider' })) }] }),
    '/blocks/0/child_blocks',
  ],
  [
    'context actions',
    5,
    n => ({
      blocks: [
        {
          type: 'context_actions',
          elements: many(n, at => ({ type: 'icon_button', action_id: `i${at}`, icon: 'trash', text: plain('t') })),
        },
      ],
    }),
    '/blocks/0/elements',
  ],
];

describe('each limit holds exactly', () => {
  test.each(LIMITS)('%s: %d', (_name, limit, make, pointer) => {
    expect(checkMessage(make(limit))).toBeUndefined();
    const violation = checkMessage(make(limit + 1));
    expect(violation?.error).toBe('invalid_blocks');
    expect(violation?.problems.map(problem => problem.pointer)).toContain(pointer);
  });
});

test('top-level text: 40,000 characters posted, 4,000 in an update', () => {
  expect(checkMessage({ text: chars(40_000) })).toBeUndefined();
  expect(checkMessage({ text: chars(40_001) })?.error).toBe('msg_too_long');
  expect(checkMessage({ text: chars(4000) }, 'update')).toBeUndefined();
  expect(checkMessage({ text: chars(4001) }, 'update')?.error).toBe('msg_too_long');
});

test('too many attachments, no content, blocks that are no list, markdown beside text', () => {
  expect(checkMessage({ attachments: many(101, () => ({ text: 'a' })) })?.error).toBe('too_many_attachments');
  expect(checkMessage({})?.error).toBe('no_text');
  expect(checkMessage({ text: '' })?.error).toBe('no_text');
  expect(checkMessage({ text: 'a', blocks: '[{' })?.error).toBe('invalid_blocks_format');
  expect(checkMessage({ text: 'a', markdown_text: 'b' })?.error).toBe('markdown_text_conflict');
  expect(checkMessage({ attachments: [{ footer: chars(301) }] })?.error).toBe('invalid_attachments');
});

test('a refusal names the place as a JSON pointer, in Slack’s words', () => {
  const violation = checkMessage({ blocks: [{ type: 'section', text: plain(chars(3001)) }] });
  expect(violation && refusal(violation)).toEqual({
    ok: false,
    error: 'invalid_blocks',
    errors: ['must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
    response_metadata: { messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'] },
  });
});

describe('what is no number', () => {
  const refused: readonly (readonly [string, SlackJson])[] = [
    ['an unknown block', { type: 'gadget' }],
    ['a block of modals alone', { type: 'alert', text: plain('a') }],
    ['an empty text', { type: 'section', text: plain('') }],
    ['a section without text and fields', { type: 'section' }],
    ['mrkdwn in a header', { type: 'header', text: mrkdwn('h') }],
    ['mrkdwn on a button', actions(button({ text: mrkdwn('b') }))],
    ['a property that does not exist', { type: 'divider', colour: 'red' }],
    ['an action id twice in a block', actions(button(), button())],
    ['two sources of a picture', { type: 'image', alt_text: 'a', image_url: 'https://x.example', slack_file: { id: 'F012345678' } }],
    [
      'options and groups',
      actions({ type: 'static_select', options: [option(0)], option_groups: [{ label: plain('l'), options: [option(0)] }] }),
    ],
    ['a style that does not exist', actions(button({ style: 'warning' }))],
    ['a mention in preformatted text', richText({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] })],
    ['an empty text element', richText({ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] })],
    ['an input element in actions', actions({ type: 'plain_text_input', action_id: 'a' })],
    ['a script address', actions(button({ url: 'javascript:alert(1)' }))],
  ];
  test.each(refused)('%s is refused', (_name, block) => {
    expect(checkMessage({ blocks: [block] })?.error).toBe('invalid_blocks');
  });

  test('a block id twice, and a second table', () => {
    const twice = [
      { type: 'divider', block_id: 'd' },
      { type: 'divider', block_id: 'd' },
    ];
    expect(checkMessage({ blocks: twice })?.problems[0]?.pointer).toBe('/blocks/1/block_id');
    const tables = [
      { type: 'table', rows: [row(1)] },
      { type: 'table', rows: [row(1)] },
    ];
    expect(checkMessage({ blocks: tables })?.problems[0]?.says).toBe('only_one_table_allowed');
  });
});

test('what a diagnosis is made of passes', () => {
  const blocks = [
    { type: 'header', text: plain('Root cause confirmed') },
    richText(
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'oom-kill', style: { bold: true } },
          { type: 'emoji', name: 'fire' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 0,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'a' }] }],
      },
      { type: 'rich_text_preformatted', border: 0, elements: [{ type: 'text', text: '<!channel> `free -m`' }] },
      { type: 'rich_text_quote', elements: [{ type: 'link', url: 'https://example.org', text: 'x' }] },
    ),
    { type: 'context', elements: [mrkdwn('12 checks'), { type: 'image', image_url: 'https://x.example', alt_text: 'dot' }] },
    { type: 'divider' },
    actions(
      button(
        {
          style: 'danger',
          confirm: { title: plain('Sure?'), text: mrkdwn('It *restarts*'), confirm: plain('Do it'), deny: plain('No'), style: 'danger' },
        },
        1,
      ),
      { type: 'overflow', action_id: 'more', options: [{ text: plain('Docs'), value: 'docs', url: 'https://example.org' }] },
    ),
  ];
  expect(
    checkMessage({ text: 'Root cause confirmed', blocks, attachments: [{ color: '#d00000', fallback: 'x', blocks }] }),
  ).toBeUndefined();
});
