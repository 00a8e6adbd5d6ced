import { checkView } from '../../../src/sandbox/limits/view.js';
import type { SlackJson } from '../../../src/sandbox/page-api.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const chars = (count: number) => 'x'.repeat(count);
const modal = (more: SlackJson = {}) => ({ type: 'modal', title: plain('T'), blocks: [], ...more });
const input = (element: SlackJson, more: SlackJson = {}) => ({ type: 'input', label: plain('L'), element, ...more });
const pointers = (view: SlackJson, surface: 'modal' | 'home' = 'modal') => checkView(view, surface)?.problems.map(({ pointer }) => pointer);

const LIMITS: readonly (readonly [string, number, (size: number) => SlackJson, string])[] = [
  ['title', 24, n => modal({ title: plain(chars(n)) }), '/view/title/text'],
  ['submit', 24, n => modal({ submit: plain(chars(n)) }), '/view/submit/text'],
  ['close', 24, n => modal({ close: plain(chars(n)) }), '/view/close/text'],
  ['private_metadata', 3000, n => modal({ private_metadata: chars(n) }), '/view/private_metadata'],
  ['callback_id', 255, n => modal({ callback_id: chars(n) }), '/view/callback_id'],
  ['external_id', 255, n => modal({ external_id: chars(n) }), '/view/external_id'],
  ['blocks', 100, n => modal({ blocks: Array(n).fill({ type: 'divider' }) }), '/view/blocks'],
  [
    'input label',
    2000,
    n => modal({ submit: plain('S'), blocks: [input({ type: 'plain_text_input' }, { label: plain(chars(n)) })] }),
    '/view/blocks/0/label/text',
  ],
  [
    'input hint',
    2000,
    n => modal({ submit: plain('S'), blocks: [input({ type: 'plain_text_input' }, { hint: plain(chars(n)) })] }),
    '/view/blocks/0/hint/text',
  ],
  [
    'max_length',
    3000,
    n => modal({ submit: plain('S'), blocks: [input({ type: 'plain_text_input', max_length: n })] }),
    '/view/blocks/0/element/max_length',
  ],
  ['alert text', 200, n => modal({ blocks: [{ type: 'alert', text: plain(chars(n)) }] }), '/view/blocks/0/text/text'],
];

test.each(LIMITS)('%s: %d', (_name, limit, make, pointer) => {
  expect(checkView(make(limit), 'modal')).toBeUndefined();
  expect(checkView(make(limit + 1), 'modal')?.error).toBe('invalid_arguments');
  expect(pointers(make(limit + 1))).toContain(pointer);
});

test('a modal with an input needs a submit button', () => {
  const blocks = [input({ type: 'plain_text_input' })];
  expect(checkView(modal({ blocks }), 'modal')?.problems[0]?.says).toBe('missing required field: submit');
  expect(checkView(modal({ blocks, submit: plain('Go') }), 'modal')).toBeUndefined();
});

test('a view of 250 kB is too large', () => {
  const blocks = Array(100).fill({ type: 'section', text: plain(chars(2900)) });
  expect(checkView(modal({ blocks }), 'modal')?.error).toBe('view_too_large');
});

test('a home tab takes 100 blocks, and nothing that belongs to messages or modals alone', () => {
  const home = (blocks: readonly SlackJson[]) => ({ type: 'home', blocks });
  expect(checkView(home(Array(100).fill({ type: 'divider' })), 'home')).toBeUndefined();
  expect(pointers(home(Array(101).fill({ type: 'divider' })), 'home')).toEqual(['/view/blocks']);
  for (const type of ['markdown', 'table', 'alert']) expect(pointers(home([{ type, text: 'x' }]), 'home')).toEqual(['/view/blocks/0/type']);
  expect(checkView({ type: 'modal', title: plain('T'), blocks: [] }, 'home')?.error).toBe('invalid_arguments');
});

test('a modal takes no message blocks', () => {
  for (const type of ['markdown', 'table', 'context_actions', 'container'])
    expect(pointers(modal({ blocks: [{ type }] }))).toEqual(['/view/blocks/0/type']);
});

test('not even an object', () => {
  expect(checkView(undefined, 'modal')?.error).toBe('invalid_arguments');
  expect(checkView('{"type":"modal"', 'modal')?.error).toBe('invalid_arguments');
});
