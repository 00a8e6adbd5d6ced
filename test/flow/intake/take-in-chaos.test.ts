import type { StoryStore } from '../../../src/flow/ports/alert-store.js';
import type { Store } from '../../../src/store/open-store.js';
import { AT, alert, ended, group } from '../../alerting/alerts.js';
import { type AlertKit, alertKit } from '../alert-kit.js';
import { freshStore } from '../alert-stores.js';

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A store that fails now and then: before it did what it was asked for, or after, so that only its answer is lost. */
function failing(stories: StoryStore, roll: () => number, on: () => boolean): StoryStore {
  const maybe = async <T>(work: () => Promise<T>): Promise<T> => {
    if (on() && roll() < 0.15) throw new Error('the connection broke before');
    const done = await work();
    if (on() && roll() < 0.15) throw new Error('the connection broke after');
    return done;
  };
  return {
    ...stories,
    ofGroup: (...of) => maybe(() => stories.ofGroup(...of)),
    settle: (...of) => maybe(() => stories.settle(...of)),
    change: (...of) => maybe(() => stories.change(...of)),
    markAnnounced: (...of) => maybe(() => stories.markAnnounced(...of)),
    note: (...of) => maybe(() => stories.note(...of)),
  };
}

async function stopped(kit: AlertKit): Promise<void> {
  let isStopped = false;
  const stopping = kit
    .stop()
    .then(() => kit.opened.stop(0))
    .then(() => {
      isStopped = true;
    });
  // What waits to try again is called off when its time has come.
  while (!isStopped) {
    kit.kit.time.pass(1);
    await new Promise(resolve => setImmediate(resolve));
  }
  await stopping;
}

// Each seed is another order of failures, ends and beginnings of the process.
test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'whatever fails and whenever it is started anew, each group ends in one incident with one answer (seed %d)',
  async seed => {
    const { store, gone }: { store: Store; gone: () => Promise<void> } = await freshStore();
    const roll = chance(seed);
    let isFailing = true;
    const shown: { id: string; answered: boolean }[] = [];
    const open = (): AlertKit =>
      alertKit(
        { ...store, stories: failing(store.stories, roll, () => isFailing) },
        {
          stormFrom: 100,
          onShow: ({ incident, summary }) => {
            if (isFailing && roll() < 0.2) return Promise.reject(new Error('the wish could not be kept'));
            shown.push({ id: incident.id, answered: summary !== undefined });
            return Promise.resolve();
          },
        },
      );
    let kit = open();
    kit.start();
    const names = ['One', 'Two', 'Three', 'Four', 'Five', 'Six'];
    let sent = 0;
    const keep = (name: string, state: 'firing' | 'resolved'): Promise<unknown> => {
      const one = alert(name, { labels: { instance: 'app1' } });
      const told = group([state === 'firing' ? one : ended(one)], { key: name, groupLabels: { alertname: name } });
      return store.signals.keep({ id: `c${++sent}`, receivedAt: AT, group: told });
    };
    for (const state of ['firing', 'resolved'] as const)
      for (const name of names) {
        await keep(name, state);
        kit.wake();
        for (let i = 0; i < 5; i++) {
          kit.kit.time.pass(1);
          await new Promise(resolve => setImmediate(resolve));
        }
        if (roll() < 0.15) {
          await stopped(kit);
          kit = open();
          kit.start();
          await kit.opened.resume();
        }
      }
    isFailing = false;
    const calm = kit;
    await calm.until(async () => {
      calm.kit.time.pass(30);
      calm.wake();
      const lines = await store.incidents.recent(9);
      return (
        (await store.signals.backlog()) === 0 &&
        (await store.stories.unannounced(9)).length === 0 &&
        lines.length > 0 &&
        lines.every(({ state }) => state === 'answered')
      );
    });
    const lines = await store.incidents.recent(9);
    expect(lines).toHaveLength(names.length);
    expect(lines.every(({ runs, story }) => runs === 1 && story?.state.kind === 'resolved')).toBe(true);
    for (const { id } of lines) expect(shown.some(each => each.id === id && each.answered)).toBe(true);
    await stopped(kit);
    await gone();
  },
);
