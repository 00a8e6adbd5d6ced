import { alertSignal } from '../sample-alerts.js';
import { incident, investigation } from '../sample-incident.js';
import { FROZEN, type OpenedStore } from './opened-store.js';

/** What is kept for a bounded time. */
export function retentionContract({ store, reopen }: OpenedStore): void {
  describe('retention', () => {
    test('what hosts printed goes after its time; the diagnosis and where was looked stay', async () => {
      for (const [id, at] of [
        ['inc-1', 100],
        ['inc-2', 200],
      ] as const) {
        await store().incidents.open(id, incident(id));
        await store().incidents.endRun(id, 1, { kind: 'answered', at, investigation: investigation('a word of the host') });
      }
      expect(await store().prune(150)).toEqual({ signals: 0, captures: 1 });
      expect(await store().prune(150)).toEqual({ signals: 0, captures: 0 });
      await reopen();
      const { capture, diagnosis } = investigation('a word of the host');
      const [first, second] = [await store().incidents.find('inc-1'), await store().incidents.find('inc-2')];
      const visits = capture.visits.map(visit => ({ ...visit, runs: [] }));
      expect(first?.runs[0].state).toEqual({ kind: 'answered', at: 100, investigation: { diagnosis, capture: { ...capture, visits } } });
      expect(second?.runs[0].state).toEqual({ kind: 'answered', at: 200, investigation: { diagnosis, capture } });
    });

    test('names of settled signals go after their time; what waits stays, however old', async () => {
      for (const id of ['s-1', 's-2']) await store().signals.keep(alertSignal(id, { receivedAt: 1 }));
      await store().stories.settle(['s-1'], { kind: 'nothing' });
      expect(await store().prune(FROZEN.now())).toEqual({ signals: 0, captures: 0 });
      expect(await store().prune(FROZEN.now() + 1)).toEqual({ signals: 1, captures: 0 });
      expect((await store().signals.waiting(9)).map(({ id }) => id)).toEqual(['s-2']);
      expect(await store().signals.keep(alertSignal('s-1'))).toBe('kept');
    });

    test('one call does a bounded part', async () => {
      const ids = Array.from({ length: 1100 }, (_, index) => `s-${index}`);
      await Promise.all(ids.map(id => store().signals.keep(alertSignal(id))));
      expect(await store().stories.settle(ids, { kind: 'nothing' })).toBe('settled');
      expect((await store().prune(FROZEN.now() + 1)).signals).toBe(1000);
      expect((await store().prune(FROZEN.now() + 1)).signals).toBe(100);
    });
  });
}
