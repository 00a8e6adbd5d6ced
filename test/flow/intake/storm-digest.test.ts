import { stormDigest } from '../../../src/flow/intake/storm-digest.js';
import { listeningLogger } from '../desk-kit.js';
import { manualTime } from '../manual-time.js';

const turn = () => new Promise(resolve => setImmediate(resolve));

test('however fast a storm grows, its digest is shown at once and then every few seconds, the newest last', async () => {
  const time = manualTime();
  let members = 0;
  const shown: number[] = [];
  const digest = stormDigest({
    stories: {
      findStorm: id => Promise.resolve({ id, revision: members, beganAt: 0, members, firing: members, alerts: members }),
      stormMembers: () => Promise.resolve([]),
    },
    alerts: {
      showStorm: storm => {
        shown.push(storm.members);
        return storm.members === 2 ? Promise.reject(new Error('no chat')) : Promise.resolve();
      },
    },
    place: { channel: 'C' },
    clock: time.clock,
    later: time.later,
    logger: listeningLogger(),
  });
  const grow = async (): Promise<void> => {
    members++;
    digest.touch('storm-1');
    await turn();
  };
  await grow();
  await grow();
  await grow();
  expect(shown).toEqual([1]);
  time.pass(3);
  await turn();
  expect(shown).toEqual([1, 3]);
  await grow();
  await digest.stop();
  time.pass(60);
  digest.touch('storm-1');
  await turn();
  expect(shown).toEqual([1, 3]);
  expect(time.pending()).toBe(0);
});
