import { followProgress } from '../../src/flow/live-progress.js';
import type { LiveProgress } from '../../src/flow/ports.js';
import { manualTime } from './manual-time.js';

function following(startedBefore = 0) {
  const time = manualTime();
  const reports: LiveProgress[] = [];
  const follower = followProgress(time.clock.now() - startedBefore, {
    clock: time.clock,
    later: time.later,
    report: each => reports.push(each),
  });
  return { ...follower, time, reports };
}
const started = (key: string, host = 'api-1') => ({ host, key, state: 'started' as const });
const ended = (key: string, host = 'api-1') => ({ host, key, state: 'ended' as const });

test('the first change is reported at once, then at most every two seconds, and the newest always', () => {
  const { check, time, reports } = following();
  check(started('listen'));
  expect(reports).toEqual([{ seconds: 0, hosts: [{ host: 'api-1', done: 0, running: ['listen'] }] }]);
  for (const key of ['units', 'kernel_log']) {
    check(started(key));
    time.pass(0.5);
    check(ended(key));
  }
  expect(reports).toHaveLength(1);
  time.pass(1);
  expect(reports).toHaveLength(2);
  expect(reports[1]).toEqual({ seconds: 2, hosts: [{ host: 'api-1', done: 2, running: ['listen'] }] });
  time.pass(60);
  expect(reports).toHaveLength(2);
  check(started('x', 'db'));
  expect(reports[2]).toMatchObject({ seconds: 62, hosts: [{}, { host: 'db', done: 0, running: ['x'] }] });
});

test('a thousand changes in a second are two reports', () => {
  const { check, time, reports } = following();
  for (let index = 0; index < 1000; index++) {
    check(started(`k${index}`));
    time.pass(0.001);
  }
  time.pass(5);
  expect(reports).toHaveLength(2);
  expect(time.pending()).toBe(0);
});

test('waiting is said, and gone when it begins', () => {
  const { waiting, begun, time, reports } = following(3600);
  waiting(2);
  waiting(1);
  time.pass(2);
  begun();
  time.pass(2);
  expect(reports).toEqual([
    { seconds: 3600, waiting: 2, hosts: [] },
    { seconds: 3602, waiting: 1, hosts: [] },
    { seconds: 3604, hosts: [] },
  ]);
});

test('nothing is reported after the end, and nothing is left behind', () => {
  const { check, stop, time, reports } = following();
  check(started('listen'));
  check(ended('listen'));
  stop();
  check(started('late'));
  time.pass(10);
  expect(reports).toHaveLength(1);
  expect(time.pending()).toBe(0);
});

test('a clock that is set back does not stop the reports', () => {
  const time = manualTime();
  let back = 0;
  const reports: LiveProgress[] = [];
  const { check } = followProgress(time.clock.now(), {
    clock: { now: () => time.clock.now() - back },
    later: time.later,
    report: each => reports.push(each),
  });
  check(started('a'));
  back = 3600;
  check(ended('a'));
  time.pass(2);
  expect(reports.map(({ seconds }) => seconds)).toEqual([0, 0]);
});
