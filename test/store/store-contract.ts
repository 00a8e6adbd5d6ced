import { incidentContract } from './contract/incidents.js';
import { messageContract } from './contract/messages.js';
import { openedStore, type TestDatabase } from './contract/opened-store.js';
import { remedyContract } from './contract/remedies.js';
import { retentionContract } from './contract/retention.js';
import { signalContract } from './contract/signals.js';
import { storyContract } from './contract/stories.js';
import { stormContract } from './contract/storms.js';

/** What every store promises, whatever database is below it. */
export function storeContract(name: string, create: () => Promise<TestDatabase>): void {
  describe(name, () => {
    const opened = openedStore(create);
    incidentContract(opened);
    messageContract(opened);
    signalContract(opened);
    storyContract(opened);
    stormContract(opened);
    retentionContract(opened);
    remedyContract(opened);

    test('it answers until it is closed; after that it says so, and may be closed again', async () => {
      const store = opened.store();
      await store.ping();
      await store.close();
      await store.close();
      await expect(store.incidents.find('inc-1')).rejects.toThrow('is closed');
      await expect(store.ping()).rejects.toThrow('is closed');
    });

    test('one process alone holds the lease, again and again', async () => {
      const { lease } = opened.store();
      expect(await lease.hold(15)).toBe('held');
      expect(await lease.hold(15)).toBe('held');
    });
  });
}
