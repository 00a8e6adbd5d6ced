import type { Clock } from '../../../src/flow/ports.js';
import type { Store } from '../../../src/store/open-store.js';

/** A database of one test: opened as often as the test likes, each time after the one before was closed. */
export interface TestDatabase {
  readonly open: () => Promise<Store>;
  readonly remove: () => Promise<void>;
}

/** A clock that stands still: nothing in a store may depend on its going on. */
export const FROZEN: Clock = { now: () => 1_790_000_000.5 };

export interface OpenedStore {
  readonly store: () => Store;
  /** Closes it and opens it again, as the next process would. */
  readonly reopen: () => Promise<void>;
}

/** A store over a fresh database for each test of the suite that calls this. */
export function openedStore(create: () => Promise<TestDatabase>): OpenedStore {
  let database: TestDatabase;
  let store: Store;
  beforeEach(async () => {
    database = await create();
    store = await database.open();
  });
  afterEach(async () => {
    await store.close();
    await database.remove();
  });
  return {
    store: () => store,
    reopen: async () => {
      await store.close();
      store = await database.open();
    },
  };
}
