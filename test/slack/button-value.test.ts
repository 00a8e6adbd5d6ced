import { buttonValue, offerValue, readButtonValue, readOfferValue, readRemedyValue, remedyValue } from '../../src/slack/button-value.js';

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

describe('the value of a button about remedies', () => {
  test('comes back as it was', () => {
    const offer = { incident: 'inc-1234567890abcdef', run: 12, offer: '0-raise-somaxconn' };
    expect(readOfferValue(offerValue(offer))).toEqual(offer);
    const remedy = { request: 'rem-1234567890abcdef', digest: '0123456789abcdef'.repeat(4) };
    expect(readRemedyValue(remedyValue(remedy))).toEqual(remedy);
  });

  test.each(['', 'inc-1:1', 'inc-1:1:', 'inc-1:0:x', 'inc-1:1:a b', 'rem-1:1:x', `inc-1:1:${'x'.repeat(201)}`])('%j is no offer', value => {
    expect(readOfferValue(value)).toBeUndefined();
  });

  test.each([
    '',
    'rem-1',
    'rem-1:abc',
    `inc-1:${'a'.repeat(64)}`,
    `rem-1:${'A'.repeat(64)}`,
    `rem-1:${'a'.repeat(65)}`,
    `rem-:${'a'.repeat(64)}`,
  ])('%j is no remedy', value => {
    expect(readRemedyValue(value)).toBeUndefined();
  });
});
