import { EXIT, exitCodeFor } from '../../src/cli/exit-codes.js';

describe('exit codes', () => {
  test.each([
    ['root-cause-confirmed', 0],
    ['root-cause-likely', 0],
    ['none-of-these', 3],
    ['traced', 4],
    ['undetermined', 4],
  ] as const)('%s ends with %d', (outcome, code) => {
    expect(exitCodeFor(outcome)).toBe(code);
  });

  test('scripts can tell every one from the others', () => {
    expect(EXIT).toEqual({ ok: 0, error: 1, usage: 2, noneOfThese: 3, notEstablished: 4, breached: 5, unmeasurable: 6 });
  });
});
