import type { Incident, RunState } from '../../src/model/incident.js';
import { createAnnouncer } from '../../src/slack/announcer.js';
import type { ChatMessage } from '../../src/slack/blocks/message.js';
import { readContent } from '../../src/slack/messenger/slot-content.js';
import { alertIncident, storyOf } from './blocks/alert-scenes.js';
import { summaryOf } from './blocks/captures.js';
import { incidentOf } from './blocks/scenes.js';
import { memoryLogger } from './memory-logger.js';
import { memoryOutbox } from './memory-outbox.js';

const LOOKING: RunState = { kind: 'looking' };
const FAILED: RunState = { kind: 'failed', at: 1, says: ['api-1 is no host of the inventory.'] };

function bench() {
  const outbox = memoryOutbox();
  const shown: [string, ChatMessage][] = [];
  const ended: string[] = [];
  let woken = 0;
  const announcer = createAnnouncer({
    outbox,
    logger: memoryLogger(),
    context: () => ({ canSilence: true, now: 1_795_252_700, permalink: () => undefined }),
    messenger: {
      wake: () => void woken++,
      progress: (slot, message) => void shown.push([slot, message]),
      endProgress: slot => void ended.push(slot),
    },
  });
  const kinds = () =>
    outbox
      .all()
      .map(({ slot, version, after, content }) => [slot.split('/')[1], version, after?.split('/')[1], readContent(content)?.kind]);
  return { outbox, announcer, shown, ended, kinds, woken: () => woken };
}

const incident = (...states: readonly [RunState, ...RunState[]]): Incident => incidentOf('connection refused on gw', ...states);

test('a run that begins: the card, and below it the progress', async () => {
  const { announcer, kinds, woken } = bench();
  await announcer.show(incident(LOOKING), undefined);
  expect(kinds()).toEqual([
    ['card', 1, undefined, 'card'],
    ['answer-1', 1, 'card', 'progress'],
  ]);
  expect(woken()).toBe(1);
});

test('the same again is no new wish', async () => {
  const { announcer, kinds } = bench();
  await announcer.show(incident(LOOKING), undefined);
  await announcer.show(incident(LOOKING), undefined);
  expect(kinds().map(([, version]) => version)).toEqual([1, 1]);
});

test('a run that fails ends the progress and takes its place; the next run has a message of its own', async () => {
  const { announcer, kinds, ended } = bench();
  await announcer.show(incident(LOOKING), undefined);
  await announcer.show(incident(FAILED), undefined);
  await announcer.show(incident(FAILED, LOOKING), undefined);
  expect(ended.map(slot => slot.split('/')[1])).toEqual(['answer-1']);
  expect(kinds().map(([slot, , , kind]) => [slot, kind])).toEqual([
    ['card', 'card'],
    ['answer-1', 'answer'],
    ['answer-2', 'progress'],
  ]);
});

test('an answer without its summary is a mistake of the caller, and said to be one', async () => {
  const { announcer } = bench();
  const summary = await summaryOf('oom-kill');
  expect(summary.findings.length).toBeGreaterThan(0);
  const investigation = JSON.parse('{"diagnosis":{"outcome":"undetermined"}}');
  await expect(announcer.show(incident({ kind: 'answered', at: 1, investigation }), undefined)).rejects.toThrow(/no summary/u);
});

test('live progress goes to the last run’s message', () => {
  const { announcer, shown } = bench();
  announcer.progress(incident(FAILED, LOOKING), { seconds: 3, hosts: [{ host: 'gw', done: 4, running: [] }] });
  expect(shown).toMatchObject([[expect.stringMatching(/answer-2$/u), { text: expect.stringContaining('4 checks done') }]]);
});

test('an incident of alerts: nobody is mentioned and nobody is told directly; a member of a storm has no card until it is opened', async () => {
  const { announcer, outbox } = bench();
  const storm = { id: 'storm-1', opened: false };
  await announcer.show(alertIncident(storyOf({ storm })), undefined);
  expect(outbox.all()).toEqual([]);
  await announcer.show(alertIncident(storyOf({ storm: { ...storm, opened: true } })), undefined);
  expect(outbox.all().map(({ content }) => readContent(content)?.asker)).toEqual(['', '']);
  expect(JSON.stringify(outbox.all())).not.toContain('user_id');
});

test('a report is a file of its own below the card, wanted once', async () => {
  const { announcer, kinds, outbox } = bench();
  const asked = incident(LOOKING);
  await announcer.showReport(asked, asked.runs[0], 'all of it');
  await announcer.showReport(asked, asked.runs[0], 'all of it, drawn once more');
  expect(kinds()).toEqual([['report-1', 1, 'card', 'report']]);
  expect(readContent(outbox.all()[0]?.content ?? '')?.report).toEqual({
    name: `${asked.id}-run-1.txt`,
    title: 'The whole report of run 1',
    text: 'all of it',
  });
});
