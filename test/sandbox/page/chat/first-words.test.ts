import { firstWords } from '../../../../src/sandbox/page/chat/first-words.js';
import { STATE } from '../scene.js';
import { PANEL } from '../scene-views.js';

test('what is broken is tried first', () => {
  expect(firstWords(STATE)).toEqual({ text: '/diagnose connection timeout on api-1', sends: true });
});

test('without a panel the first command has to be filled in', () => {
  expect(firstWords({ commands: STATE.commands })).toEqual({ text: '/diagnose ', sends: false });
  expect(firstWords({ commands: [], panel: { ...PANEL, groups: [] } })).toBeUndefined();
});
