import { buttonValue, readButtonValue } from '../../src/slack/button-value.js';

describe('the value of a button', () => {
  test('comes back as it was', () => {
    const subject = { incident: 'inc-1234567890abcdef', run: 12 };
    expect(readButtonValue(buttonValue(subject))).toEqual(subject);
  });

  test.each(['', 'inc-1', 'inc-1:0', 'inc-1:x', 'inc-1:1:2', 'api-1:1', ' inc-1:1', 'inc-../../x:1', `inc-${'a'.repeat(100)}:1`])(
    '%j is not ours',
    value => {
      expect(readButtonValue(value)).toBeUndefined();
    },
  );
});
