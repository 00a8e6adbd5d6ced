import { periodically } from '../../src/flow/periodically.js';
import { listeningLogger } from './desk-kit.js';
import { manualTime } from './manual-time.js';

const turn = () => new Promise(resolve => setImmediate(resolve));

test('at once, then again and again, whatever fails; sooner when asked; not after its end', async () => {
  const time = manualTime();
  const logger = listeningLogger();
  let times = 0;
  const each = periodically(
    'doing it',
    30,
    () => {
      times++;
      return times === 1 ? Promise.reject(new Error('no')) : Promise.resolve();
    },
    { later: time.later, logger },
  );
  each.soon();
  expect(times).toBe(0);
  each.start();
  each.start();
  expect(times).toBe(1);
  await turn();
  expect(logger.lines).toMatchObject([{ level: 'error', says: 'doing it failed; trying again in 30 s' }]);
  time.pass(30);
  await turn();
  expect(times).toBe(2);
  each.soon();
  each.soon();
  await turn();
  expect(times).toBe(4);
  await each.stop();
  time.pass(300);
  expect([times, time.pending()]).toEqual([4, 0]);
});
