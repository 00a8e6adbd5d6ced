import { foldStory } from '../../src/alerting/fold-story.js';
import { aroundAnnouncer } from '../../src/flow/around-announcer.js';
import type { Incident } from '../../src/model/incident.js';
import { AT, alert, group } from '../alerting/alerts.js';
import { listener, listeningLogger } from './desk-kit.js';

const folded = foldStory(undefined, group([alert('A')]), AT, 60);
if (folded.kind !== 'open') throw new Error('it did not open');
const { story } = folded;
const incident: Incident = {
  id: 'inc-1',
  openedBy: { id: 'alerts' },
  openedAt: AT,
  place: { channel: 'C' },
  question: { words: 'A', symptom: 'host-audit', hosts: ['a'], params: [] },
  runs: [{ number: 1, by: { id: 'alerts' }, startedAt: AT, state: { kind: 'looking' } }],
  story,
};

function around(kept: Incident, related: () => Promise<never[]> = () => Promise.resolve([])) {
  const ears = listener();
  const marked: number[] = [];
  const logger = listeningLogger();
  const announcer = aroundAnnouncer(ears, {
    incidents: { find: () => Promise.resolve(kept) },
    stories: {
      related,
      timeline: () => Promise.resolve([]),
      markAnnounced: (_, revision) => {
        marked.push(revision);
        return Promise.resolve();
      },
    },
    clock: { now: () => AT },
    logger,
  });
  return { announcer, ears, marked, logger };
}

test('an answer is shown with the story as it stands now, and that is noted', async () => {
  const { announcer, ears, marked } = around({ ...incident, story: { ...story, revision: 7, state: { kind: 'resolved', since: AT } } });
  await announcer.show(incident, undefined);
  expect(ears.shown).toMatchObject([{ incident: { story: { revision: 7, state: { kind: 'resolved' } } } }]);
  expect(marked).toEqual([7]);
});

test('a member of a storm that nobody opened has no card', async () => {
  const { announcer, ears, marked } = around({ ...incident, story: { ...story, storm: { id: 'storm-1', opened: false } } });
  await announcer.show(incident, undefined);
  expect([ears.shown, marked]).toEqual([[], [1]]);
});

test('what stands around it may fail: it is shown without', async () => {
  const { announcer, ears, logger } = around(incident, () => Promise.reject(new Error('gone')));
  await announcer.show(incident, undefined);
  expect(ears.shown).toHaveLength(1);
  expect(logger.lines).toMatchObject([{ level: 'warn' }]);
});

test('one that a person asked for is shown as it is', async () => {
  const { announcer, ears, marked } = around(incident);
  const { story: _, ...asked } = incident;
  await announcer.show(asked, undefined);
  expect([ears.shown.length, marked]).toEqual([1, []]);
});
