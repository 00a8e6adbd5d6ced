import { ANNA, BEN, incident, investigation } from '../sample-incident.js';
import type { OpenedStore } from './opened-store.js';

/** Incidents, their runs and what people said of them. */
export function incidentContract({ store, reopen }: OpenedStore): void {
  describe('incidents', () => {
    test('what was opened is found again, also by the next process', async () => {
      const opened = incident('inc-1', {
        place: { channel: 'C1', thread: '1790.1' },
        question: {
          words: 'refused <!channel> "ü" \u202e',
          symptom: 's',
          hosts: [],
          service: 'shop',
          port: '8080',
          url: 'http://x/',
          params: ['a=b'],
        },
      });
      expect(await store().incidents.open('trigger-1', opened)).toEqual({ incident: opened, fresh: true });
      await reopen();
      expect(await store().incidents.find('inc-1')).toEqual(opened);
      expect(await store().incidents.find('inc-2')).toBeUndefined();
    });

    test('the same signal twice is the same incident, also when both come at once', async () => {
      const answers = await Promise.all(['inc-1', 'inc-2', 'inc-3'].map(id => store().incidents.open('trigger-1', incident(id))));
      expect(answers.filter(({ fresh }) => fresh)).toHaveLength(1);
      expect(new Set(answers.map(answer => answer.incident.id)).size).toBe(1);
      expect(await store().incidents.recent(10)).toHaveLength(1);
    });

    test('the next run begins only when none is looking, also when two people ask at once', async () => {
      await store().incidents.open('t', incident('inc-1'));
      expect((await store().incidents.beginRun('inc-1', BEN, 1_790_000_100)).kind).toBe('already-looking');
      await store().incidents.endRun('inc-1', 1, { kind: 'failed', at: 1_790_000_050, says: ['api-1 is not known.'] });
      const both = await Promise.all([
        store().incidents.beginRun('inc-1', BEN, 1_790_000_100.5),
        store().incidents.beginRun('inc-1', ANNA, 1_790_000_100.5),
      ]);
      expect(both.map(({ kind }) => kind).sort()).toEqual(['already-looking', 'begun']);
      expect((await store().incidents.find('inc-1'))?.runs).toEqual([
        { number: 1, by: ANNA, startedAt: 1_790_000_000.25, state: { kind: 'failed', at: 1_790_000_050, says: ['api-1 is not known.'] } },
        { number: 2, by: expect.anything(), startedAt: 1_790_000_100.5, state: { kind: 'looking' } },
      ]);
      expect(await store().incidents.beginRun('inc-9', BEN, 1)).toEqual({ kind: 'unknown' });
    });

    test('an answer is kept to the last byte, megabytes of it', async () => {
      await store().incidents.open('t', incident('inc-1'));
      const found = investigation(`${'line of a log, always the same\n'.repeat(100_000)}\u0000\ud83d\ude00 end`, 'root-cause-confirmed');
      const state = { kind: 'answered', at: 1_790_000_010, investigation: found } as const;
      expect((await store().incidents.endRun('inc-1', 1, state)).runs[0].state).toEqual(state);
      await reopen();
      expect((await store().incidents.find('inc-1'))?.runs[0].state).toEqual(state);
    });

    test('a run ends once: a second end changes nothing', async () => {
      await store().incidents.open('t', incident('inc-1'));
      await store().incidents.endRun('inc-1', 1, { kind: 'answered', at: 5, investigation: investigation() });
      const again = await store().incidents.endRun('inc-1', 1, { kind: 'failed', at: 6, says: ['too late'] });
      expect(again.runs[0].state).toMatchObject({ kind: 'answered', at: 5 });
      await expect(store().incidents.endRun('inc-9', 1, { kind: 'failed', at: 6, says: [] })).rejects.toThrow('no incident inc-9');
    });

    test('a list is newest first, bounded, with the outcome of the last answer', async () => {
      for (const [index, id] of ['inc-1', 'inc-2', 'inc-3'].entries())
        await store().incidents.open(id, incident(id, { openedAt: 1_790_000_000 + index }));
      await store().incidents.endRun('inc-2', 1, { kind: 'answered', at: 5, investigation: investigation('', 'none-of-these') });
      await store().incidents.beginRun('inc-2', BEN, 6);
      await store().incidents.endRun('inc-2', 2, { kind: 'failed', at: 7, says: [] });
      const line = { openedBy: ANNA, place: { channel: 'C0INCIDENTS' }, question: incident('').question };
      expect(await store().incidents.recent(2)).toEqual([
        { ...line, id: 'inc-3', openedAt: 1_790_000_002, runs: 1, state: 'looking' },
        { ...line, id: 'inc-2', openedAt: 1_790_000_001, runs: 2, state: 'failed', outcome: 'none-of-these' },
      ]);
      expect(await store().incidents.recent(0)).toEqual([]);
    });

    test('a run that broke off is told from one that could not begin', async () => {
      await store().incidents.open('t', incident('inc-1'));
      const state = { kind: 'failed', at: 7, says: ['It broke.'], brokeOff: true } as const;
      await store().incidents.endRun('inc-1', 1, state);
      await reopen();
      expect((await store().incidents.find('inc-1'))?.runs[0].state).toEqual(state);
    });

    test('what is still looking is found after a restart, the longest first', async () => {
      await store().incidents.open('1', incident('inc-1', { run: { startedAt: 20 } }));
      await store().incidents.open('2', incident('inc-2', { run: { startedAt: 10 } }));
      await store().incidents.open('3', incident('inc-3', { run: { startedAt: 5 } }));
      await store().incidents.endRun('inc-3', 1, { kind: 'failed', at: 7, says: [] });
      await reopen();
      expect((await store().incidents.unfinished()).map(({ id }) => id)).toEqual(['inc-2', 'inc-1']);
    });

    test("people's words on an answer are taken, again and again", async () => {
      await store().incidents.open('t', incident('inc-1'));
      await store().incidents.addFeedback({ incident: 'inc-1', run: 1, by: ANNA, cause: 'right', at: 1 });
      await store().incidents.addFeedback({ incident: 'inc-1', run: 1, by: ANNA, cause: 'wrong', at: 2 });
      await store().incidents.addFeedback({ incident: 'inc-1', run: 1, by: BEN, cause: 'right', at: 3 });
      expect(await store().incidents.feedbackOn('inc-1', 1)).toEqual([
        { incident: 'inc-1', run: 1, by: ANNA, cause: 'wrong', at: 2 },
        { incident: 'inc-1', run: 1, by: BEN, cause: 'right', at: 3 },
      ]);
      await expect(store().incidents.addFeedback({ incident: 'inc-9', run: 1, by: BEN, cause: 'right', at: 3 })).rejects.toThrow();
    });
  });
}
