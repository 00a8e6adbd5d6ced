import { holdLease } from '../../src/flow/hold-lease.js';
import type { Lease } from '../../src/flow/ports/lease.js';
import { listeningLogger } from './desk-kit.js';
import { manualTime } from './manual-time.js';

/** A lease whose answers the test gives, and what was told. */
function kit() {
  const time = manualTime();
  const told: string[] = [];
  let answer: 'held' | 'held-by-another' | 'fails' = 'held';
  const lease: Lease = {
    hold: () => (answer === 'fails' ? Promise.reject(new Error('the database is gone')) : Promise.resolve(answer)),
    release: () => {
      told.push('released');
      return Promise.resolve();
    },
  };
  const held = holdLease({
    lease,
    clock: time.clock,
    later: time.later,
    logger: listeningLogger(),
    measures: { leaseHeld: now => told.push(`measured ${now}`) },
    gained: () => told.push('gained'),
    lost: () => told.push('lost'),
  });
  const pass = async (seconds: number): Promise<void> => {
    time.pass(seconds);
    await new Promise(resolve => setImmediate(resolve));
  };
  return {
    held,
    told,
    pass,
    answers: (next: typeof answer) => {
      answer = next;
    },
  };
}

test('gained at the start, renewed, lost to another, and given up at the end only when it is held', async () => {
  const { held, told, pass, answers } = kit();
  await held.start();
  expect([told, held.isHeld()]).toEqual([['measured true', 'gained'], true]);
  await pass(5);
  await pass(5);
  answers('held-by-another');
  await pass(5);
  expect(told).toEqual(['measured true', 'gained', 'measured false', 'lost']);
  await held.stop();
  expect(told).not.toContain('released');
});

test('one that stands by takes it when it is free, and gives it back', async () => {
  const { held, told, pass, answers } = kit();
  answers('held-by-another');
  await held.start();
  expect(told).toEqual([]);
  answers('held');
  await pass(5);
  await held.stop();
  expect(told).toEqual(['measured true', 'gained', 'measured false', 'released']);
});

test('a database that is gone for a moment loses nothing; for the time of the lease, all', async () => {
  const { held, told, pass, answers } = kit();
  await held.start();
  answers('fails');
  await pass(5);
  await pass(5);
  answers('held');
  await pass(5);
  expect(told).toEqual(['measured true', 'gained']);
  answers('fails');
  for (let i = 0; i < 3; i++) await pass(5);
  expect(told.at(-1)).toBe('lost');
});
