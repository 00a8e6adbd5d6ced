import { hasGathered, isStormOver, stormStep } from '../../src/alerting/storm-step.js';

const SETTINGS = { incidents: 10, windowSeconds: 60, open: 3, quietSeconds: 300 };

test('one more incident than allowed begins a storm; while it goes on, all others join', () => {
  expect(stormStep(0, undefined, SETTINGS)).toBe('alone');
  expect(stormStep(9, undefined, SETTINGS)).toBe('alone');
  expect(stormStep(10, undefined, SETTINGS)).toBe('begin');
  expect(stormStep(0, { beganAt: 0, lastMemberAt: 0 }, SETTINGS)).toBe('join');
});

test('it is over after the quiet since its newest member', () => {
  expect(isStormOver({ beganAt: 100, lastMemberAt: 200 }, 499, SETTINGS)).toBe(false);
  expect(isStormOver({ beganAt: 100, lastMemberAt: 200 }, 500, SETTINGS)).toBe(true);
  expect(isStormOver({ beganAt: 100, lastMemberAt: 0 }, 399, SETTINGS)).toBe(false);
});

test('its biggest members are chosen once it has shown its size', () => {
  expect(hasGathered({ beganAt: 100 }, 109)).toBe(false);
  expect(hasGathered({ beganAt: 100 }, 110)).toBe(true);
});
