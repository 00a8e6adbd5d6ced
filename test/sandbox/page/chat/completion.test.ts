import { commandOf, completed, completionOf } from '../../../../src/sandbox/page/chat/completion.js';
import { STATE } from '../scene.js';

const words = { commands: STATE.commands, users: STATE.users };
const offered = (text: string, caret = text.length) => completionOf(text, caret, words)?.candidates.map(({ label }) => label);

test.each([
  ['/', ['/diagnose', '/faultline']],
  ['/d', ['/diagnose']],
  ['/D', ['/diagnose']],
  ['/line', ['/faultline']],
  ['@', ['@ana', '@ben', '@faultline']],
  ['hello @be', ['@ben']],
  ['(@okafor', ['@ben']],
])('%s offers', (text, labels) => {
  expect(offered(text)).toEqual(labels);
});

test.each(['', 'x /d', '/diagnose x', '/nothing', 'a@b', 'mail ana@be', '@nobody', '@ana '])('%s offers nothing', text => {
  expect(offered(text)).toBeUndefined();
});

test('a choice replaces what was typed and keeps the rest', () => {
  const text = 'ask @be now';
  const completion = completionOf(text, 7, words);
  const candidate = completion?.candidates[0];
  if (!completion || !candidate) throw new Error('nothing was offered');
  expect(completed(text, completion, candidate)).toEqual({ text: 'ask @ben now', caret: 9 });
});

test('the usage is known once the name is whole', () => {
  expect(commandOf('/diagnose', STATE.commands)).toBeUndefined();
  expect(commandOf('/diagnose ', STATE.commands)?.usageHint).toBe('WORDS [on HOST] [key=value…]');
  expect(commandOf('/diagnosex ', STATE.commands)).toBeUndefined();
});
