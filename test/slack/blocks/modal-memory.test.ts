import { readMemory, writeMemory } from '../../../src/slack/blocks/modal-memory.js';

describe('what a modal remembers', () => {
  test.each([
    [{ words: 'it is "down"', place: { channel: 'C1', thread: '1.2' } }],
    [{ words: '', place: { channel: 'C1' } }],
    [{ words: 'from the App Home' }],
  ])('comes back as it was', memory => {
    expect(readMemory(writeMemory(memory))).toEqual(memory);
  });

  test('fits, however long the words', () => {
    expect(writeMemory({ words: '"\\'.repeat(5000), place: { channel: 'C1' } }).length).toBeLessThanOrEqual(3000);
  });

  test.each(['', 'null', '[]', '{}', '{"words":1}', '{"words":"x","place":5}', '{"words":"x","place":{}}'])('%s is not ours', text => {
    expect(readMemory(text)).toBeUndefined();
  });
});
