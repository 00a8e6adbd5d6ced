import fc from 'fast-check';
import { type Folded, foldStory } from '../../src/alerting/fold-story.js';
import type { Alert, AlertGroup } from '../../src/model/alert.js';
import type { AlertStory } from '../../src/model/story.js';
import { AT, alert, ended, group } from './alerts.js';

const REJOIN = 1800;
const A = alert('InstanceDown', { labels: { instance: 'api-1:9100' } });
const B = alert('InstanceDown', { labels: { instance: 'api-2:9100', severity: 'critical' } });

function storyOf(folded: Folded): AlertStory {
  if (folded.kind === 'nothing') throw new Error(`nothing: ${folded.says}`);
  return folded.story;
}
const fold = (known: AlertStory | undefined, alerts: readonly Alert[], at = AT, more: Partial<AlertGroup> = {}): Folded =>
  foldStory(known, group(alerts, more), at, REJOIN);
const says = (folded: Folded): readonly string[] =>
  folded.kind === 'nothing' ? [] : folded.entries.map(({ kind, says }) => `${kind}: ${says}`);
const opened = storyOf(fold(undefined, [A]));
const over = storyOf(fold(opened, [ended(A, AT + 50)], AT + 60));

describe('a group that is not known', () => {
  test('opens a story with its first firing', () => {
    const folded = fold(undefined, [A, B]);
    expect(folded).toMatchObject({
      kind: 'open',
      story: { revision: 1, state: { kind: 'firing', since: AT }, severity: 'critical', refired: 0, leftOut: 0, silences: [] },
    });
    expect(says(folded)).toEqual(['opened: Opened by 2 alerts: InstanceDown (api-1:9100), InstanceDown (api-2:9100).']);
  });

  test('is nothing when it is only an end: resolve before fire', () => {
    expect(fold(undefined, [ended(A)])).toMatchObject({ kind: 'nothing' });
    expect(fold(undefined, [])).toMatchObject({ kind: 'nothing' });
  });
});

describe('a known group', () => {
  test('alerts join, resolve and leave; the worst of those that fire is the severity', () => {
    const both = fold(opened, [A, B], AT + 10);
    expect(both).toMatchObject({ kind: 'change', story: { revision: 2, severity: 'critical' } });
    expect(says(both)).toEqual(['alert-joined: Joined: InstanceDown (api-2:9100).']);
    const one = fold(storyOf(both), [A, ended(B, AT + 20)], AT + 30);
    expect(one).toMatchObject({ story: { revision: 3, severity: 'warning', alerts: [{ state: 'firing' }, { endedAt: AT + 20 }] } });
    expect(says(one)).toEqual(['alert-resolved: Resolved: InstanceDown (api-2:9100).']);
    const left = fold(storyOf(both), [A], AT + 30);
    expect(says(left)).toEqual(['alert-resolved: No longer listed, so resolved, silenced or inhibited there: InstanceDown (api-2:9100).']);
    expect(storyOf(left).alerts[1]).not.toHaveProperty('endedAt');
    // It comes back as the same episode: the silence has ended.
    expect(fold(storyOf(left), [A, B], AT + 40)).toMatchObject({ story: { alerts: [{}, { state: 'firing', refired: 1 }] } });
  });

  test('is resolved with its last alert, and keeps its severity', () => {
    expect(over).toMatchObject({ state: { kind: 'resolved', since: AT + 60 }, severity: 'warning', alerts: [{ endedAt: AT + 50 }] });
  });

  test.each([
    ['soon: the same incident', 60 + REJOIN, 'change'],
    ['late: a new incident', 61 + REJOIN, 'open'],
  ])('that fires again %s', (_, after, kind) => {
    const folded = fold(over, [{ ...A, startsAt: AT + after - 1 }], AT + after);
    expect(folded.kind).toBe(kind);
    if (kind === 'change') {
      expect(folded).toMatchObject({ story: { refired: 1, state: { kind: 'firing', since: AT + after }, alerts: [{ refired: 1 }] } });
      expect(says(folded)).toEqual(['refired: The alerts fire again.', 'alert-refired: Fires again: InstanceDown (api-1:9100).']);
    } else expect(folded).toMatchObject({ story: { revision: 1, refired: 0, alerts: [{ refired: 0 }] } });
  });

  test('the same delivery again is nothing, whenever it comes', () => {
    for (const at of [AT, AT + 10_000]) expect(fold(opened, [A], at)).toMatchObject({ kind: 'nothing' });
    expect(fold(over, [ended(A, AT + 50)], AT + 900)).toMatchObject({ kind: 'nothing' });
  });

  test('a late delivery of a firing that has ended is nothing, but only while it can be late', () => {
    expect(fold(over, [A], AT + 70)).toMatchObject({ kind: 'nothing' });
    expect(fold(over, [A], AT + 50 + 300)).toMatchObject({ kind: 'change', story: { refired: 1 } });
  });

  test('an end of an older episode does not end the newer one', () => {
    const again = storyOf(fold(over, [{ ...A, startsAt: AT + 100 }], AT + 110));
    expect(fold(again, [ended(A, AT + 50)], AT + 120)).toMatchObject({ kind: 'nothing' });
  });

  test('other values in its annotations are a change without an entry', () => {
    expect(fold(opened, [{ ...A, annotations: { summary: '93 %' } }])).toMatchObject({ kind: 'change', entries: [] });
  });
});

describe('a closed one', () => {
  const closed: AlertStory = { ...opened, state: { kind: 'closed', since: AT + 10, by: { id: 'U1' } } };

  test('is not opened by what fired when it was closed', () => {
    expect(fold(closed, [A], AT + 20)).toMatchObject({ kind: 'nothing' });
    expect(fold(closed, [ended(A, AT + 20)], AT + 30)).toMatchObject({ kind: 'change', story: { state: { kind: 'closed' } } });
  });

  test.each([
    ['an alert that joins', [A, B]],
    ['an alert that began anew', [{ ...A, startsAt: AT + 15 }]],
  ])('begins a new incident with %s', (_, alerts) => {
    expect(fold(closed, alerts, AT + 20)).toMatchObject({ kind: 'open', story: { revision: 1, state: { kind: 'firing' } } });
  });
});

describe('bad clocks and big groups', () => {
  test('a beginning in the future, and an end before the beginning', () => {
    const future = { ...A, startsAt: AT + 7200 };
    const story = storyOf(fold(undefined, [future]));
    const resolved = storyOf(fold(story, [ended(future, AT - 7200)], AT + 60));
    expect(resolved).toMatchObject({ state: { kind: 'resolved', since: AT + 60 }, alerts: [{ endedAt: AT + 7200 }] });
    expect(storyOf(fold(opened, [ended(A, AT + 99_999)], AT + 60)).alerts[0]?.endedAt).toBe(AT + 60);
  });

  test('1000 alerts: 200 are listed, the rest is counted, and the same again is nothing', () => {
    const many = Array.from({ length: 1000 }, (_, i) => alert('InstanceDown', { labels: { instance: `h${i}` } }));
    const story = storyOf(fold(undefined, many, AT, { leftOut: 7 }));
    expect([story.alerts.length, story.leftOut]).toEqual([200, 807]);
    expect(fold(story, many, AT + 5, { leftOut: 7 })).toMatchObject({ kind: 'nothing' });
    expect(
      fold(
        story,
        many.map(each => ended(each)),
        AT + 5,
        { leftOut: 7 },
      ),
    ).toMatchObject({ story: { state: { kind: 'resolved' } } });
  });

  test('an alert that may be among those left out still fires', () => {
    const both = storyOf(fold(opened, [A, B]));
    expect(storyOf(fold(both, [A], AT + 10, { leftOut: 1 })).alerts.map(({ state }) => state)).toEqual(['firing', 'firing']);
  });

  test('one fingerprint twice in a group is one alert', () => {
    expect(storyOf(fold(undefined, [A, A])).alerts).toHaveLength(1);
  });
});

/** What a sender says over time: each step begins or ends some of its alerts, and is told as a whole. */
const histories = fc
  .array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 })
  .map(steps => {
    const now = new Map<number, Alert>();
    return steps.map((flips, step) => {
      const time = AT + step * 30;
      for (const [id, one] of now) if (one.state === 'resolved') now.delete(id);
      for (const id of flips) {
        const was = now.get(id);
        if (was?.state === 'firing') now.set(id, ended(was, time));
        else now.set(id, alert('Flaps', { labels: { instance: `h${id}` }, startsAt: time }));
      }
      return group([...now.values()]);
    });
  });

const firingOf = (alerts: readonly { readonly fingerprint: string; readonly state: string }[]): readonly string[] =>
  alerts.flatMap(({ fingerprint, state }) => (state === 'firing' ? [fingerprint] : [])).sort();

test('any order and repetition of deliveries ends in the state of the newest one; revisions count up by one', () => {
  const deliveries = histories.chain(history =>
    fc.record({ history: fc.constant(history), order: fc.array(fc.nat({ max: history.length - 1 }), { maxLength: 20 }) }),
  );
  fc.assert(
    fc.property(deliveries, ({ history, order }) => {
      const last = history.at(-1) ?? group([]);
      let story: AlertStory | undefined;
      let at = AT;
      for (const delivered of [...order.map(index => history[index] ?? last), last]) {
        at += 20;
        const folded = foldStory(story, delivered, at, REJOIN);
        if (folded.kind === 'nothing') continue;
        expect(folded.story.revision).toBe(folded.kind === 'open' ? 1 : (story?.revision ?? 0) + 1);
        expect(folded.story.alerts.every(({ startsAt, endedAt }) => endedAt === undefined || endedAt >= startsAt)).toBe(true);
        ({ story } = folded);
      }
      const firing = firingOf(last.alerts);
      expect(firingOf(story?.alerts ?? [])).toEqual(firing);
      expect(story?.state.kind ?? 'resolved').toBe(firing.length > 0 ? 'firing' : 'resolved');
      expect(foldStory(story, last, at + 1, REJOIN).kind).toBe('nothing');
    }),
    { numRuns: 500 },
  );
});
