import { alertSignal } from '../sample-alerts.js';
import type { OpenedStore } from './opened-store.js';

/** Signals: kept, waiting, settled. */
export function signalContract({ store, reopen }: OpenedStore): void {
  const waiting = async (limit = 100): Promise<readonly string[]> => (await store().signals.waiting(limit)).map(({ id }) => id);

  describe('signals', () => {
    test('what was kept is there to the last letter, also for the next process', async () => {
      const signal = alertSignal('s-1', { receivedAt: 1_790_000_000.25, labels: { alertname: 'A\u0000<!here>\ud800 "ü" 😀', empty: '' } });
      expect(await store().signals.keep(signal)).toBe('kept');
      await reopen();
      expect(await store().signals.waiting(10)).toEqual([signal]);
    });

    test('the same signal again is known, also when both come at once and when it is settled', async () => {
      const answers = await Promise.all([1, 2, 3].map(() => store().signals.keep(alertSignal('s-1'))));
      expect(answers.toSorted()).toEqual(['kept', 'known', 'known']);
      expect(await store().signals.keep(alertSignal('s-1'))).toBe('known');
      expect(await store().stories.settle(['s-1'], { kind: 'nothing' })).toBe('settled');
      expect(await store().signals.keep(alertSignal('s-1'))).toBe('known');
      expect(await waiting()).toEqual([]);
    });

    test('a flood is kept whole and in its order', async () => {
      const ids = Array.from({ length: 1700 }, (_, index) => `s-${(index * 7) % 1700}`);
      expect(new Set(await Promise.all(ids.map(id => store().signals.keep(alertSignal(id)))))).toEqual(new Set(['kept']));
      expect(await store().signals.backlog()).toBe(1700);
      expect(await waiting(2000)).toEqual(ids);
      expect(await waiting(3)).toEqual(ids.slice(0, 3));
    });

    test('it is kept beside transactions that are under way', async () => {
      const all = Array.from({ length: 40 }, (_, index) => index);
      await Promise.all(
        all.flatMap(index => [
          store().outbox.want({ slot: `slot-${index}`, incident: 'i', content: 'x' }),
          store()
            .signals.keep(alertSignal(`s-${index}`))
            .then(kept => expect(kept).toBe('kept')),
        ]),
      );
      expect([await store().signals.backlog(), await store().outbox.undelivered()]).toEqual([40, 40]);
    });

    test('each is settled once: of two that settle it, one is stale, and nothing of that one is kept', async () => {
      for (const id of ['s-1', 's-2', 's-3']) await store().signals.keep(alertSignal(id));
      const settled = await Promise.all([
        store().stories.settle(['s-1', 's-2'], { kind: 'nothing' }),
        store().stories.settle(['s-2', 's-3'], { kind: 'nothing' }),
      ]);
      expect(settled.toSorted()).toEqual(['settled', 'stale']);
      expect(await waiting()).toEqual(settled[0] === 'settled' ? ['s-3'] : ['s-1']);
      expect(await store().stories.settle(['never kept'], { kind: 'nothing' })).toBe('stale');
      expect(await store().stories.settle([], { kind: 'nothing' })).toBe('settled');
    });
  });
}
