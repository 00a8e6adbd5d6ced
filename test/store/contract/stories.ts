import type { Silence, TimelineEntry } from '../../../src/model/story.js';
import { alertIncident, alertSignal, alertStory, OPENED, storyOf } from '../sample-alerts.js';
import { ANNA, BEN, incident, investigation } from '../sample-incident.js';
import { FROZEN, type OpenedStore } from './opened-store.js';

/** Incidents that alerts opened: their stories, timelines, places. */
export function storyContract({ store, reopen }: OpenedStore): void {
  /** Opens an incident with a signal of its own. */
  const open = async (opened: ReturnType<typeof alertIncident>, entries: readonly TimelineEntry[] = [OPENED]): Promise<string> => {
    await store().signals.keep(alertSignal(`signal of ${opened.id}`));
    return store().stories.settle([`signal of ${opened.id}`], { kind: 'open', incident: opened, entries });
  };
  const { key } = alertStory().group;

  describe('stories', () => {
    test('an incident of alerts is one commit with its signals, and is read with its story', async () => {
      const opened = alertIncident('inc-1');
      for (const id of ['s-1', 's-2']) await store().signals.keep(alertSignal(id));
      expect(await store().stories.settle(['s-1', 's-2'], { kind: 'open', incident: opened, entries: [OPENED] })).toBe('settled');
      await reopen();
      expect(await store().incidents.find('inc-1')).toEqual(opened);
      expect(await store().incidents.unfinished()).toEqual([opened]);
      expect(await store().signals.backlog()).toBe(0);
      expect(await store().stories.timeline('inc-1')).toEqual([OPENED]);
      const { severity, state } = alertStory();
      expect(await store().incidents.recent(1)).toMatchObject([{ id: 'inc-1', state: 'looking', story: { severity, state } }]);
    });

    test('signals that are settled already open nothing: all of it or none', async () => {
      await store().signals.keep(alertSignal('s-1'));
      await store().stories.settle(['s-1'], { kind: 'nothing' });
      await store().signals.keep(alertSignal('s-2'));
      const settlement = { kind: 'open', incident: alertIncident('inc-1'), entries: [OPENED] } as const;
      expect(await store().stories.settle(['s-2', 's-1'], settlement)).toBe('stale');
      expect(await store().incidents.find('inc-1')).toBeUndefined();
      expect(await store().stories.timeline('inc-1')).toEqual([]);
      expect((await store().signals.waiting(10)).map(({ id }) => id)).toEqual(['s-2']);
    });

    test('a group that fires has one incident, also when two are opened at once', async () => {
      const opened = await Promise.all(['inc-1', 'inc-2'].map(id => open(alertIncident(id))));
      expect(opened.toSorted()).toEqual(['settled', 'stale']);
      expect(await store().incidents.recent(10)).toHaveLength(1);
      expect(await store().signals.backlog()).toBe(1);
    });

    test('a change is taken for the revision that it was made from, also of two at once', async () => {
      await open(alertIncident('inc-1'));
      const acknowledged = alertStory({ revision: 2, acknowledged: { by: ANNA, at: 5 } });
      const resolved = alertStory({ revision: 2, state: { kind: 'resolved', since: 6 } });
      await store().signals.keep(alertSignal('s-2'));
      const entry: TimelineEntry = { at: 5, kind: 'acknowledged', by: ANNA, says: 'Acknowledged.' };
      const answers = await Promise.all([
        store().stories.change('inc-1', acknowledged, [entry]),
        store().stories.settle(['s-2'], { kind: 'change', incident: 'inc-1', story: resolved, entries: [] }),
      ]);
      expect(answers.filter(answer => answer === 'stale')).toHaveLength(1);
      const [changed] = answers;
      expect((await store().incidents.find('inc-1'))?.story).toEqual(changed === 'changed' ? acknowledged : resolved);
      expect(await store().stories.timeline('inc-1')).toEqual(changed === 'changed' ? [OPENED, entry] : [OPENED]);
      expect(await store().signals.backlog()).toBe(changed === 'changed' ? 1 : 0);
      expect(await store().stories.change('inc-1', alertStory({ revision: 4 }), [])).toBe('stale');
      expect(await store().stories.change('inc-9', alertStory({ revision: 2 }), [])).toBe('stale');
    });

    test('the newest incident of a group is found, whatever its state, without what hosts printed', async () => {
      expect(await store().stories.ofGroup('faultline', key)).toBeUndefined();
      await open(alertIncident('inc-1'));
      const closed = alertStory({ revision: 2, state: { kind: 'closed', since: 9, by: BEN } });
      expect(await store().stories.change('inc-1', closed, [])).toBe('changed');
      expect((await store().stories.ofGroup('faultline', key))?.story).toEqual(closed);
      expect((await store().incidents.recent(1))[0]?.story?.state).toEqual({ kind: 'closed', since: 9, by: BEN });
      await open(alertIncident('inc-2'));
      const found = investigation('secret words of a host');
      await store().incidents.endRun('inc-2', 1, { kind: 'answered', at: 5, investigation: found });
      const newest = await store().stories.ofGroup('faultline', key);
      expect(newest).toMatchObject({ id: 'inc-2', runs: [{ state: { kind: 'answered', investigation: { diagnosis: found.diagnosis } } }] });
      expect(newest?.runs[0].state).toMatchObject({
        investigation: { capture: { startedAt: found.capture.startedAt, visits: [{ runs: [] }] } },
      });
      expect(await store().stories.ofGroup('other', key)).toBeUndefined();
    });

    test('keys of groups may be as long and strange as alerts are', async () => {
      const strange = `{}:{x="${'\u0000\ud800"'.repeat(5000)}"}`;
      expect(await open(alertIncident('inc-1', storyOf(strange)))).toBe('settled');
      expect((await store().stories.ofGroup('faultline', strange))?.id).toBe('inc-1');
    });

    test('what the card does not show yet is told, oldest first', async () => {
      for (const id of ['inc-1', 'inc-2', 'inc-3']) await open(alertIncident(id, storyOf(id)));
      expect(await store().stories.unannounced(2)).toEqual(['inc-1', 'inc-2']);
      await store().stories.markAnnounced('inc-1', 1);
      await store().stories.change('inc-2', storyOf('inc-2', { revision: 2 }), []);
      await store().stories.markAnnounced('inc-2', 1);
      expect(await store().stories.unannounced(9)).toEqual(['inc-2', 'inc-3']);
      await store().stories.markAnnounced('inc-2', 2);
      // A late word does not take back a newer one.
      await store().stories.markAnnounced('inc-2', 1);
      expect(await store().stories.unannounced(9)).toEqual(['inc-3']);
    });

    test('a member of a storm that nobody opened has no card to be announced', async () => {
      const storm = { id: 'storm-1', opened: false };
      await open(alertIncident('inc-1', storyOf('1', { storm })));
      await store().stories.change('inc-1', storyOf('1', { revision: 2, storm }), []);
      expect(await store().stories.unannounced(9)).toEqual([]);
      await store().stories.change('inc-1', storyOf('1', { revision: 3, storm: { ...storm, opened: true } }), []);
      expect(await store().stories.unannounced(9)).toEqual(['inc-1']);
    });

    test('the timeline has the order in which things were kept, whatever their times', async () => {
      await open(alertIncident('inc-1'));
      const later: TimelineEntry[] = [
        { at: 9, kind: 'run-began', says: 'Run 1 began.' },
        { at: 3, kind: 'assigned', by: BEN, says: 'To \u0000 <@U0ANNA> "x"' },
      ];
      await store().stories.note('inc-1', later);
      await store().stories.note('inc-1', []);
      expect(await store().stories.timeline('inc-1')).toEqual([OPENED, ...later]);
      await expect(store().stories.note('inc-9', later)).rejects.toThrow();
    });

    test('incidents with a silence that has not ended are found', async () => {
      const silence: Silence = { id: 'x', by: ANNA, reason: 'r', matchers: [], from: 0, until: FROZEN.now() + 60 };
      const ended = { ...silence, endedAt: 5 };
      const over = { ...silence, until: FROZEN.now() - 1 };
      await open(alertIncident('inc-1', storyOf('1', { silences: [ended, over] })));
      await open(alertIncident('inc-2', storyOf('2', { silences: [over, silence] })));
      await open(alertIncident('inc-3', storyOf('3')));
      // One that has run out is found as well, until that is noted.
      expect((await store().stories.silenced()).map(({ id }) => id)).toEqual(['inc-1', 'inc-2']);
      await store().stories.change('inc-2', storyOf('2', { revision: 2, silences: [ended] }), []);
      expect((await store().stories.silenced()).map(({ id }) => id)).toEqual(['inc-1']);
    });

    test('incidents at the same host or service are related, asked ones too, newest first', async () => {
      const at = (id: string, openedAt: number, hosts: readonly string[], service?: string): Parameters<typeof incident>[1] => ({
        openedAt,
        question: { words: id, symptom: 'host-audit', hosts, ...(service === undefined ? {} : { service }), params: [] },
      });
      const host = `api-1${'x'.repeat(3000)}\u0000`;
      await store().incidents.open('1', incident('inc-1', at('inc-1', 100, ['db-1', host])));
      await open(alertIncident('inc-2', storyOf('2'), at('inc-2', 200, ['db-2'], 'shop')));
      await open(alertIncident('inc-3', storyOf('3', { state: { kind: 'resolved', since: 1 } }), at('inc-3', 300, [host, 'db-1'], 'shop')));
      await store().incidents.open('4', incident('inc-4', at('inc-4', 400, ['web-1'])));
      const related = (
        hosts: readonly string[],
        service?: string,
        since = 0,
        limit = 9,
      ): ReturnType<ReturnType<typeof store>['stories']['related']> =>
        store().stories.related({ id: 'inc-4', hosts, ...(service === undefined ? {} : { service }) }, since, limit);
      await store().outbox.want({ slot: 'inc-3/card', incident: 'inc-3', content: 'c' });
      await store().outbox.want({ slot: 'inc-3/answer-1', incident: 'inc-3', content: 'c', after: 'inc-3/card' });
      await store().outbox.markDelivered('inc-3/answer-1', 1, { channel: 'C1', ts: '2.2' });
      const third = { id: 'inc-3', openedAt: 300, symptom: 'host-audit', hosts: [host, 'db-1'], service: 'shop', state: 'resolved' };
      expect(await related([host])).toEqual([
        third,
        { id: 'inc-1', openedAt: 100, symptom: 'host-audit', hosts: ['db-1', host], state: 'asked' },
      ]);
      await store().outbox.markDelivered('inc-3/card', 1, { channel: 'C1', ts: '1.1' });
      expect(await related([], 'shop')).toMatchObject([
        { ...third, card: { channel: 'C1', ts: '1.1' } },
        { id: 'inc-2', state: 'firing' },
      ]);
      expect((await related(['db-1', 'db-2'], 'shop')).map(({ id }) => id)).toEqual(['inc-3', 'inc-2', 'inc-1']);
      expect((await related(['db-1', 'db-2'], 'shop', 200, 1)).map(({ id }) => id)).toEqual(['inc-3']);
      expect(await related(['web-1'])).toEqual([]);
      expect(await related([])).toEqual([]);
    });

    test('they are counted: opened since, and firing by severity', async () => {
      await open(alertIncident('inc-1', storyOf('1'), { openedAt: 100 }));
      await open(alertIncident('inc-2', storyOf('2', { severity: 'warning' }), { openedAt: 200 }));
      await open(alertIncident('inc-3', storyOf('3'), { openedAt: 300 }));
      await store().incidents.open('4', incident('inc-4', { openedAt: 400 }));
      expect([await store().stories.openedSince(200), await store().stories.openedSince(301)]).toEqual([2, 0]);
      expect(await store().stories.firingBySeverity()).toEqual({ critical: 2, warning: 1 });
      await store().stories.change('inc-1', storyOf('1', { revision: 2, state: { kind: 'resolved', since: 5 } }), []);
      expect(await store().stories.firingBySeverity()).toEqual({ critical: 1, warning: 1 });
    });
  });
}
