import { forgetCaptures } from '../../src/flow/forget-captures.js';
import { listeningLogger } from './desk-kit.js';

test('asks again while something is removed, and for what is older than it is kept', async () => {
  const asked: number[] = [];
  const left = [100, 40, 0];
  const forgetting = forgetCaptures({
    prune: async before => {
      asked.push(before);
      return { captures: left.shift() ?? 0, signals: 0 };
    },
    keepSeconds: 500,
    clock: { now: () => 2000 },
    later: () => () => undefined,
    logger: listeningLogger(),
  });
  forgetting.start();
  await forgetting.stop();
  expect(asked).toEqual([1500, 1500, 1500]);
});
