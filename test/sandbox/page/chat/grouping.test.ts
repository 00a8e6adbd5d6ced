import { grouped } from '../../../../src/sandbox/page/chat/grouping.js';
import { ANA, at, BEN, message } from '../scene.js';

const begins = (...messages: readonly ReturnType<typeof message>[]) =>
  grouped(messages, 'UTC').map(({ beginsDay, beginsGroup }) => [beginsDay, beginsGroup]);

test('messages of one person within five minutes are one group', () => {
  expect(begins(message(at(0)), message(at(299)), message(at(599)), message(at(600), { user: BEN.id }))).toEqual([
    [true, true],
    [false, false],
    [false, true],
    [false, true],
  ]);
});

test('a new day, an ephemeral message, Slackbot and a thread end a group', () => {
  expect(begins(message(at(-50_500)), message(at(-50_300)))).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(
    begins(
      message(at(0)),
      message(at(1), { ephemeral: true }),
      message(at(2), { fromSlackbot: true }),
      message(at(3), { fromSlackbot: true, user: ANA.id }),
    ),
  ).toEqual([
    [true, true],
    [false, true],
    [false, true],
    [false, false],
  ]);
  expect(begins(message(at(0), { replies: 2 }), message(at(1)))[1]).toEqual([false, true]);
});
