import type { AlertStory } from '../../../src/model/story.js';
import { alertIncident, alertSignal, OPENED, storyOf } from '../sample-alerts.js';
import type { OpenedStore } from './opened-store.js';

/** Storms and their members. */
export function stormContract({ store }: OpenedStore): void {
  const STORM = { id: 'storm-1', revision: 1, beganAt: 100.25, members: 0, firing: 0, alerts: 0 };
  const inStorm = { storm: { id: 'storm-1', opened: false } };
  const join = async (id: string, more: Partial<AlertStory> = {}, hosts: readonly string[] = ['api-1']): Promise<void> => {
    await store().signals.keep(alertSignal(id));
    const question = { words: `words of ${id}`, symptom: 'host-audit', hosts, params: [] };
    const opened = alertIncident(id, storyOf(id, { ...inStorm, ...more }), { question });
    expect(await store().stories.settle([id], { kind: 'open', incident: opened, entries: [OPENED] })).toBe('settled');
  };

  describe('storms', () => {
    test('a storm begins once, counts its members and ends once', async () => {
      expect(await store().stories.storm()).toBeUndefined();
      await store().stories.beginStorm(STORM);
      await store().stories.beginStorm(STORM);
      expect(await store().stories.storm()).toEqual(STORM);
      await join('inc-1', { leftOut: 4 });
      await join('inc-2', { state: { kind: 'resolved', since: 5 } });
      expect(await store().stories.storm()).toMatchObject({ members: 2, firing: 1, alerts: 6 });
      const before = (await store().stories.storm())?.revision ?? 0;
      const change = { revision: 2, state: { kind: 'resolved', since: 5 }, leftOut: 1, ...inStorm } as const;
      await store().stories.change('inc-1', storyOf('inc-1', change), []);
      // A change that came too late is not counted.
      await store().stories.change('inc-1', storyOf('inc-1', change), []);
      const after = await store().stories.storm();
      expect(after).toMatchObject({ members: 2, firing: 0, alerts: 3 });
      expect(after?.revision).toBeGreaterThan(before);
      await store().stories.endStorm('storm-1', 300);
      await store().stories.endStorm('storm-1', 400);
      expect(await store().stories.storm()).toBeUndefined();
      expect(await store().stories.findStorm('storm-1')).toMatchObject({ endedAt: 300, members: 2 });
      expect(await store().stories.findStorm('storm-9')).toBeUndefined();
    });

    test('an incident that comes in later, or leaves, is counted from then', async () => {
      await store().stories.beginStorm(STORM);
      await store().signals.keep(alertSignal('s'));
      await store().stories.settle(['s'], { kind: 'open', incident: alertIncident('inc-1', storyOf('inc-1')), entries: [] });
      expect(await store().stories.storm()).toMatchObject({ members: 0, firing: 0, alerts: 0 });
      await store().stories.change('inc-1', storyOf('inc-1', { revision: 2, ...inStorm }), []);
      expect(await store().stories.storm()).toMatchObject({ members: 1, firing: 1, alerts: 1 });
      await store().stories.change('inc-1', storyOf('inc-1', { revision: 3 }), []);
      expect(await store().stories.storm()).toMatchObject({ members: 0, firing: 0, alerts: 0 });
    });

    test('its members are the biggest first', async () => {
      await store().stories.beginStorm(STORM);
      await join('over', { state: { kind: 'resolved', since: 5 }, leftOut: 99 }, ['a', 'b', 'c']);
      await join('small', { severity: 'critical' });
      await join('many-alerts', { severity: 'critical', leftOut: 9 });
      await join('wide', { severity: 'critical' }, ['a', 'b']);
      await join('warning', { severity: 'warning', leftOut: 99, storm: { id: 'storm-1', opened: true } }, ['a', 'b', 'c']);
      await join('elsewhere', { storm: { id: 'storm-2', opened: false } });
      const members = await store().stories.stormMembers('storm-1', 9);
      expect(members.map(({ incident }) => incident)).toEqual(['wide', 'many-alerts', 'small', 'warning', 'over']);
      expect(members[3]).toEqual({
        incident: 'warning',
        title: 'words of warning',
        severity: 'warning',
        state: 'firing',
        alerts: 100,
        hosts: ['a', 'b', 'c'],
        opened: true,
      });
      expect(await store().stories.stormMembers('storm-1', 2)).toEqual(members.slice(0, 2));
      expect((await store().incidents.recent(1))[0]?.story?.storm).toMatchObject({ opened: expect.any(Boolean) });
    });
  });
}
