import { barColour } from '../../../../src/sandbox/page/blocks/colour-bar.js';

test.each([
  ['good', '#2eb886'],
  ['#C61A4E', '#C61A4E'],
  ['c61a4e', '#c61a4e'],
  ['#abc', '#abc'],
])('%s', (colour, is) => {
  expect(barColour(colour)).toBe(is);
});

test.each(['', 'red', 'constructor', 'url(https://e.x)', '#12345', '#c61a4e; background: url(x)'])('%j is no colour', colour => {
  expect(barColour(colour)).toBeUndefined();
});
