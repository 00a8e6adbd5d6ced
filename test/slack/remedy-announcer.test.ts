import { readContent } from '../../src/slack/messenger/slot-content.js';
import { createRemedyAnnouncer } from '../../src/slack/remedy-announcer.js';
import { requestIn, requestOf, STATES } from './blocks/remedy-scenes.js';
import { memoryLogger } from './memory-logger.js';
import { memoryOutbox } from './memory-outbox.js';

function bench() {
  const outbox = memoryOutbox();
  let woken = 0;
  const announcer = createRemedyAnnouncer({ outbox, logger: memoryLogger(), messenger: { wake: () => void woken++ } });
  return { outbox, announcer, woken: () => woken };
}

test('one message for each request, in the thread of its incident, changed in place', async () => {
  const { outbox, announcer, woken } = bench();
  await announcer.showRemedy(requestIn('requested'));
  await announcer.showRemedy(requestIn('requested'));
  expect(woken()).toBe(1);
  await announcer.showRemedy(requestIn('running'));
  expect(outbox.all()).toMatchObject([
    { slot: 'inc-1234567890abcdef/remedy-rem-1234567890abcdef', after: 'inc-1234567890abcdef/card', version: 2 },
  ]);
  expect(readContent(outbox.all()[0]?.content ?? '')).toMatchObject({
    kind: 'remedy',
    asker: 'U0ALICE',
    place: { channel: 'C0INCIDENTS' },
  });
});

test('what was asked for from the command line has no place in the chat', async () => {
  const { outbox, announcer } = bench();
  const { incident: _, ...request } = requestOf(STATES.requested);
  await announcer.showRemedy(request);
  expect(outbox.all()).toEqual([]);
});
