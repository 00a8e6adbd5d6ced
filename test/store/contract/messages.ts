import type { Outbox } from '../../../src/flow/ports.js';
import { FROZEN, type OpenedStore } from './opened-store.js';

/** Messages on their way. */
export function messageContract({ store, reopen }: OpenedStore): void {
  const pendingSlots = async (): Promise<readonly string[]> => (await store().outbox.pending(100)).map(({ slot }) => slot);

  describe('messages', () => {
    const want = (slot: string, content: string, more: Partial<Parameters<Outbox['want']>[0]> = {}): Promise<void> =>
      store().outbox.want({ slot, incident: 'inc-1', content, ...more });
    const AT = { channel: 'C1', ts: '1790.1' };

    test('a wish stands until its version is delivered', async () => {
      await want('card', 'one');
      await want('answer', 'two', { after: 'card' });
      const fresh = { incident: 'inc-1', version: 1, delivered: 0, posting: false, wantedAt: FROZEN.now() };
      expect(await store().outbox.pending(10)).toEqual([
        { ...fresh, slot: 'card' },
        { ...fresh, slot: 'answer', after: 'card' },
      ]);
      await store().outbox.markPosting('card');
      await reopen();
      expect(await store().outbox.find('card')).toMatchObject({ posting: true, postingSince: FROZEN.now() });
      await store().outbox.markDelivered('card', 1, AT);
      expect(await store().outbox.find('card')).toEqual({ ...fresh, slot: 'card', content: 'one', delivered: 1, ...AT });
      expect(await pendingSlots()).toEqual(['answer']);
      expect(await store().outbox.find('other')).toBeUndefined();
    });

    test('new content is a new version; the same content again is none', async () => {
      await want('card', 'one');
      await store().outbox.markDelivered('card', 1, AT);
      await want('card', 'one');
      expect(await pendingSlots()).toEqual([]);
      await want('card', 'two');
      await want('card', 'three');
      expect(await store().outbox.pending(10)).toEqual([
        { slot: 'card', incident: 'inc-1', version: 3, delivered: 1, posting: false, wantedAt: FROZEN.now(), ...AT },
      ]);
    });

    test('what was wanted while an older version was on its way stays wanted', async () => {
      await want('card', 'one');
      await store().outbox.markPosting('card');
      await want('card', 'two');
      await store().outbox.markDelivered('card', 1, AT);
      expect(await store().outbox.pending(10)).toMatchObject([{ slot: 'card', version: 2, delivered: 1 }]);
    });

    test('a late answer does not take back what a newer one said', async () => {
      await want('card', 'one');
      await want('card', 'two');
      await store().outbox.markDelivered('card', 2, AT);
      await store().outbox.markDelivered('card', 1, AT);
      expect(await store().outbox.find('card')).toMatchObject({ delivered: 2 });
    });

    test('a post that did not arrive may be tried again', async () => {
      await want('card', 'one');
      await store().outbox.markPosting('card');
      await store().outbox.markUnposted('card');
      expect(await store().outbox.pending(10)).toMatchObject([{ slot: 'card', posting: false, delivered: 0 }]);
    });

    test('what was given up waits no more, until something new is to be said', async () => {
      await want('card', 'one');
      await store().outbox.abandon('card', 'the channel is archived');
      expect(await pendingSlots()).toEqual([]);
      expect(await store().outbox.find('card')).toMatchObject({ abandoned: 'the channel is archived', posting: false });
      await want('card', 'one');
      expect(await pendingSlots()).toEqual([]);
      await want('card', 'two');
      expect(await pendingSlots()).toEqual(['card']);
      expect(await store().outbox.find('card')).not.toHaveProperty('abandoned');
    });

    test('the order is that in which slots were first wanted, with a clock that stands still and over a restart', async () => {
      const slots = Array.from({ length: 20 }, (_, index) => `slot-${(index * 7) % 20}`);
      for (const slot of slots) await want(slot, 'one');
      await want('slot-0', 'two');
      expect(await pendingSlots()).toEqual(slots);
      expect((await store().outbox.pending(3)).map(({ slot }) => slot)).toEqual(slots.slice(0, 3));
    });

    test('what has something to deliver is counted', async () => {
      await want('card', 'one');
      await want('answer', 'two');
      await want('lost', 'three');
      expect(await store().outbox.undelivered()).toBe(3);
      await store().outbox.abandon('lost', 'the channel is archived');
      await store().outbox.markDelivered('card', 1, AT);
      expect(await store().outbox.undelivered()).toBe(1);
    });

    test('two wishes for one slot at once give one entry', async () => {
      await Promise.all(['a', 'b', 'c'].map(content => want('card', content)));
      expect(await store().outbox.pending(10)).toMatchObject([{ slot: 'card', version: 3 }]);
    });

    test('marks for a slot that nobody wanted do nothing', async () => {
      await store().outbox.markPosting('nothing');
      await store().outbox.markDelivered('nothing', 1, AT);
      expect(await store().outbox.find('nothing')).toBeUndefined();
    });
  });
}
