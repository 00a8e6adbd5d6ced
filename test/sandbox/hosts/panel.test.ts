import type { FaultSwitch, SwitchState } from '../../../src/sandbox/hosts/fault-switch.js';
import { demoFaults } from '../../../src/sandbox/hosts/faults.js';
import { panelOf } from '../../../src/sandbox/hosts/panel.js';

function switches(state: SwitchState, trouble?: string): readonly FaultSwitch[] {
  return demoFaults.map(fault => ({
    fault,
    state: () => state,
    trouble: () => trouble,
    turn: () => Promise.resolve(undefined),
    look: () => Promise.resolve(),
    end: () => Promise.resolve(),
  }));
}

const items = (state: SwitchState, missing: readonly string[] = [], trouble?: string) =>
  panelOf(switches(state, trouble), missing).groups.flatMap(group => group.items);

test('each item says how it is, what its button does and what to type', () => {
  for (const [index, { whenHealthy, whenBroken, tryThis }] of demoFaults.entries()) {
    expect(items('healthy')[index]).toMatchObject({ state: 'healthy', button: 'Break it', says: whenHealthy, tryThis });
    expect(items('broken')[index]).toMatchObject({ state: 'broken', button: 'Mend it', says: whenBroken, tryThis });
    expect(items('busy')[index]).toMatchObject({ state: 'busy' });
    expect(items('busy')[index]).not.toHaveProperty('tryThis');
  }
});

test('trouble takes the place of what would be said, and what does not answer can be mended', () => {
  expect(items('neither', [], 'The process of mail has gone.')[3]).toMatchObject({
    state: 'broken',
    button: 'Mend it',
    says: 'The process of mail has gone.',
  });
  expect(items('neither')[3]?.says).toBe('It does not answer.');
});

test('a fault that the bot could not see here is not offered, and the reason is said', () => {
  const unavailable = items('healthy', ['ss']).filter(({ state }) => state === 'unavailable');
  expect(unavailable.map(({ id }) => id)).toEqual(['close-wait']);
  expect(unavailable[0]?.says).toMatch(/command ss, .* Install iproute2/u);
});
