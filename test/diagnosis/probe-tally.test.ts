import { type ProbeRequest, readTally } from '../../src/diagnosis/probe-tally.js';
import type { Budget } from '../../src/model/budget.js';

const SOURCE = { from: '', command: 'GET http://x/' };
const ERRORS: Budget = { name: 'error_rate', limit: 0.01 };
const P99: Budget = { name: 'p99', limit: 0.05, critical: 0.5 };

const many = (count: number, request: Partial<ProbeRequest> = {}): readonly ProbeRequest[] =>
  Array.from({ length: count }, () => ({ outcome: 'answered', code: 200, total_s: 0.01, ...request }));

test('nothing is not zero: no request tells nothing', () => {
  expect(readTally([], ERRORS, SOURCE)).toMatchObject({ kind: 'unmeasurable' });
});

test('fewer than a hundred well requests are not enough', () => {
  expect(readTally(many(99), ERRORS, SOURCE)).toMatchObject({ kind: 'collecting', value: 0, why: expect.stringContaining('99 requests') });
  expect(readTally(many(100), ERRORS, SOURCE)).toMatchObject({ kind: 'measured', value: 0 });
});

test.each([
  ['5xx', { code: 503 }, 0.02],
  ['a refused connection', { outcome: 'refused' }, 0.02],
  ['no answer', { outcome: 'timed-out-waiting' }, 0.02],
  ['404: it has answered', { code: 404 }, 0],
  ['429: it has answered', { code: 429 }, 0],
])('two of twenty are at least 2 of 100: %s', (_, odd, value) => {
  expect(readTally([...many(18), ...many(2, odd)], ERRORS, SOURCE)).toMatchObject({ kind: 'collecting', value });
});

test('one failure of a hundred is 1 %, and not more', () => {
  expect(readTally([...many(99), ...many(1, { code: 500 })], ERRORS, SOURCE)).toMatchObject({ kind: 'measured', value: 0.01 });
});

test('only the newest count: an old failure is forgotten', () => {
  expect(readTally([...many(5, { code: 500 }), ...many(100)], ERRORS, SOURCE)).toMatchObject({ kind: 'measured', value: 0 });
});

test('a smaller budget takes more requests, and one that is too small cannot be told', () => {
  const small: Budget = { name: 'error_rate', limit: 0.002 };
  expect(readTally(many(499), small, SOURCE).kind).toBe('collecting');
  expect(readTally(many(500), small, SOURCE).kind).toBe('measured');
  expect(readTally(many(1000), { name: 'error_rate', limit: 0.0001 }, SOURCE)).toMatchObject({ kind: 'unmeasurable' });
});

test('P99 is the second slowest of a hundred; one slow request is no breach', () => {
  expect(readTally([...many(99), ...many(1, { total_s: 3 })], P99, SOURCE)).toMatchObject({ kind: 'measured', value: 0.01 });
  expect(readTally([...many(98), ...many(1, { total_s: 0.2 }), ...many(1, { total_s: 3 })], P99, SOURCE)).toMatchObject({ value: 0.2 });
});

test('what never came is slower than anything, and what was refused at once is not slow', () => {
  const lost = { outcome: 'timed-out-connecting' };
  const refused = { outcome: 'refused' };
  expect(readTally([...many(10), lost, lost], P99, SOURCE)).toMatchObject({ kind: 'collecting', value: Number.POSITIVE_INFINITY });
  expect(readTally([refused, refused, refused], P99, SOURCE)).toMatchObject({ kind: 'collecting', value: 0 });
});
