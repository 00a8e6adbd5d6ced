import type { ApiCall, MessageState } from '../../src/sandbox/journal.js';
import { sentProblems } from './sent.js';

// Every scene ends with this measure (scene.ts): here it is shown that it finds what it is for.
const section = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});
const GOOD = { text: 'Looking', blocks: [section('Looking')] };

function measure(call: Partial<ApiCall>, messages: readonly MessageState[] = []): readonly string[] {
  const whole: ApiCall = { number: 1, at: 0, method: 'chat.postMessage', args: GOOD, answer: { ok: true }, status: 200, ...call };
  const bot = { id: 'U0BOT', name: 'faultline', realName: 'Faultline', isBot: true, botId: 'B0', appId: 'A0' };
  const never = (): Promise<never> => Promise.reject(new Error('not in this test'));
  return sentProblems({
    bot,
    journal: {
      calls: () => [whole],
      messages: () => messages,
      deliveries: () => [],
      views: () => [],
      waitFor: never,
      waitForCall: never,
      waitForMessage: never,
      waitForView: never,
    },
  });
}

test('a good message, also as a form carries it, has no problems', () => {
  expect(measure({})).toEqual([]);
  expect(measure({ args: { ...GOOD, blocks: JSON.stringify(GOOD.blocks) } })).toEqual([]);
});

test.each<[string, Partial<ApiCall>, RegExp]>([
  ['a refusal', { answer: { ok: false, error: 'msg_blocks_too_long' } }, /was answered msg_blocks_too_long/u],
  ['a mention in the text', { args: { ...GOOD, text: 'read <!channel>' } }, /not escaped/u],
  ['a person in the text', { args: { ...GOOD, text: '<@U0ANA> broke it' } }, /not escaped/u],
  ['too much in all', { args: { ...GOOD, blocks: Array.from({ length: 5 }, () => section('x'.repeat(2_500))) } }, /whole message/u],
  ['a stack', { args: { ...GOOD, text: 'Error: x\n    at run (/app/dist/flow/desk.js:10:5)' } }, /shows a stack/u],
  ['what nobody sees', { args: { ...GOOD, blocks: [section('a\u202eb')] } }, /\u202e/u],
  ['a view that is none', { method: 'views.open', args: {} }, /has no view/u],
])('%s is found', (_, call, problem) => {
  expect(measure(call).join('\n')).toMatch(problem);
});

test('an ordered fault is no fault of the bot', () => {
  expect(measure({ answer: { ok: false, error: 'msg_too_long' }, fault: 'error' })).toEqual([]);
});
