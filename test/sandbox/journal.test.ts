import { createClock } from '../../src/sandbox/clock.js';
import { createJournal } from '../../src/sandbox/journal-book.js';

test('what happened already is found at once; what happens later wakes those who wait', async () => {
  const journal = createJournal(createClock());
  const number = journal.beginCall('auth.test', { token: 'secret', a: 1 });
  const answered = journal.waitForCall('auth.test');
  journal.endCall(number, { answer: { ok: true }, status: 200 });
  expect(await answered).toMatchObject({ number: 1, args: { a: 1 }, answer: { ok: true } });
  expect(JSON.stringify(journal.calls())).not.toContain('secret');
  expect(await journal.waitForCall('auth.test')).toMatchObject({ status: 200 });
});

test('waiting has a bound, and says what was waited for', async () => {
  const journal = createJournal(createClock());
  await expect(journal.waitFor(() => undefined, 20, 'the end')).rejects.toThrow('Waited for the end: it did not happen within 20 ms');
});

test('a mistake in a predicate reaches the test; closing ends all waiting', async () => {
  const journal = createJournal(createClock());
  await expect(
    journal.waitFor(() => {
      throw new Error('typo');
    }),
  ).rejects.toThrow('typo');
  const waiting = journal.waitFor(() => undefined, 60_000, 'ever');
  journal.close();
  await expect(waiting).rejects.toThrow('the workspace was closed');
});
