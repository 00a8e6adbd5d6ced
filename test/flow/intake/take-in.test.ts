import type { StoryStore } from '../../../src/flow/ports/alert-store.js';
import type { MakeVisit } from '../../../src/flow/ports.js';
import { replayChecks } from '../../../src/flow/replay-checks.js';
import type { Store } from '../../../src/store/open-store.js';
import { AT, alert, ended, group } from '../../alerting/alerts.js';
import { type AlertKit, alertKit } from '../alert-kit.js';
import { freshStore } from '../alert-stores.js';
import { shippedCapture } from '../desk-kit.js';

let store: Store;
let gone: () => Promise<void>;
let running: AlertKit[] = [];
beforeEach(async () => {
  ({ store, gone } = await freshStore());
});
afterEach(async () => {
  for (const kit of running) {
    await kit.stop();
    await kit.opened.stop(0);
  }
  running = [];
  await gone();
});

function started(...wanted: Parameters<typeof alertKit>): AlertKit {
  const kit = alertKit(...wanted);
  running.push(kit);
  kit.start();
  return kit;
}

const A = alert('InstanceDown', { labels: { instance: 'app1:9100' } });
const B = alert('InstanceDown', { labels: { instance: 'app1:8080', severity: 'critical' } });
const of = (name: string, more = {}) =>
  group([alert(name, { labels: { instance: 'app1', ...more } })], { key: name, groupLabels: { alertname: name } });
const errors = ({ kit }: AlertKit) => kit.logger.lines.filter(({ level }) => level === 'error');

describe('a group of alerts', () => {
  test('opens an incident, which is told, looked at and answered', async () => {
    const kit = started(store);
    await kit.keep(group([A]));
    await kit.until(() => kit.shown.some(({ summary }) => summary));
    const [opened, answered] = kit.shown;
    expect(opened).toMatchObject({
      incident: {
        openedBy: { id: 'alerts' },
        place: { channel: 'C-ALERTS' },
        question: { words: 'InstanceDown', symptom: 'connection-refused', hosts: ['app1'], port: '9100' },
        story: { revision: 1, state: { kind: 'firing' }, severity: 'warning' },
      },
      around: { related: [], timeline: [{ kind: 'opened' }, { kind: 'run-began' }] },
    });
    expect(opened?.incident.story?.because).toHaveLength(3);
    expect(answered?.summary?.outcome).toBeDefined();
    const id = opened?.incident.id ?? '';
    await kit.until(async () => (await store.stories.timeline(id)).some(({ kind }) => kind === 'run-ended'));
    await kit.until(async () => (await store.stories.unannounced(5)).length === 0);
    expect(errors(kit)).toEqual([]);
  });

  test('joined, resolved, fired again: one incident, one thread, and a second diagnosis', async () => {
    const kit = started(store);
    await kit.keep(group([A]));
    await kit.until(() => kit.shown.some(({ summary }) => summary));
    await kit.keep(group([A, B]));
    await kit.until(() => kit.shown.some(({ incident }) => incident.story?.severity === 'critical'));
    await kit.keep(group([ended(A), ended(B)]));
    await kit.until(() => kit.shown.some(({ incident }) => incident.story?.state.kind === 'resolved'));
    // The card keeps its answer.
    expect(kit.shown.at(-1)?.summary).toBeDefined();
    kit.kit.time.pass(60);
    await kit.keep(group([{ ...A, startsAt: AT + 60 }]));
    await kit.until(() => kit.shown.some(({ incident, summary }) => incident.runs.length === 2 && summary));
    expect(new Set(kit.shown.map(({ incident }) => incident.id)).size).toBe(1);
    expect(kit.shown.at(-1)?.incident).toMatchObject({ story: { refired: 1 }, runs: [{}, { by: { id: 'alerts' } }] });
    expect(errors(kit)).toEqual([]);
  });

  test('what waited while nobody settled is one change, and the same again is nothing', async () => {
    const kit = alertKit(store);
    running.push(kit);
    await kit.keep(group([A]), group([A, B]), group([A, B]), group([A, ended(B)]));
    kit.start();
    await kit.settled();
    const [incident] = await store.incidents.recent(9);
    expect(incident?.story).toMatchObject({ severity: 'warning' });
    const found = await store.incidents.find(incident?.id ?? '');
    expect(found?.story).toMatchObject({ revision: 1, alerts: [{ state: 'firing' }, { state: 'resolved' }] });
    expect((await store.stories.timeline(found?.id ?? '')).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['opened', 'alert-joined', 'alert-resolved', 'run-began']),
    );
  });

  test('an end of what never began opens nothing', async () => {
    const kit = started(store);
    await kit.keep(group([ended(A)]));
    await kit.settled();
    expect(await store.incidents.recent(9)).toEqual([]);
  });

  test('a host that nobody declared: the incident says what to add, and nothing is looked at', async () => {
    const kit = started(store);
    await kit.keep(group([alert('Odd', { labels: { instance: 'db-9:9100', team: 'elsewhere' } })]));
    await kit.until(() => kit.shown.length > 0);
    expect(kit.shown[0]?.incident).toMatchObject({
      place: { channel: 'C-ELSEWHERE' },
      question: { symptom: 'host-audit', hosts: [] },
      runs: [{ state: { kind: 'failed', says: [expect.stringContaining('instance=db-9:9100'), expect.any(String), expect.any(String)] } }],
    });
  });
});

describe('a run that lasts', () => {
  /** Visits wait until the test opens the gate. */
  function gate() {
    const waiting: (() => void)[] = [];
    const replay = replayChecks(shippedCapture('oom-kill'));
    const makeVisit: MakeVisit = async (visit, options) => {
      await new Promise<void>(resolve => waiting.push(resolve));
      return replay(visit, options);
    };
    const open = (): void => {
      for (const go of waiting.splice(0)) go();
    };
    return { makeVisit, waiting, open };
  }

  test('is answered on a card that shows the story as it stands by then', async () => {
    const visits = gate();
    const kit = started(store, { makeVisit: visits.makeVisit });
    await kit.keep(group([A]));
    await kit.until(() => visits.waiting.length > 0);
    await kit.keep(group([ended(A)]));
    await kit.until(() => kit.shown.some(({ incident }) => incident.story?.state.kind === 'resolved'));
    visits.open();
    await kit.until(() => kit.shown.some(({ summary }) => summary));
    expect(kit.shown.at(-1)?.incident.story?.state.kind).toBe('resolved');
  });

  test('is followed by another one when the alerts fired anew meanwhile', async () => {
    const visits = gate();
    const kit = started(store, { makeVisit: visits.makeVisit });
    await kit.keep(group([A]));
    await kit.until(() => visits.waiting.length > 0);
    kit.kit.time.pass(5);
    await kit.keep(group([ended(A)]), group([{ ...A, startsAt: AT + 4 }]));
    await kit.settled();
    visits.open();
    await kit.until(() => visits.waiting.length > 0);
    visits.open();
    await kit.until(() => kit.shown.some(({ incident, summary }) => incident.runs.length === 2 && summary));
  });
});

describe('a graph', () => {
  const graph = { png: new Uint8Array(1), title: 't', alt: 'a' };

  test('is shown below the answer', async () => {
    const kit = started(store, { drawGraph: () => Promise.resolve({ kind: 'drawn', graph }) });
    await kit.keep(group([A]));
    await kit.until(() => kit.graphs.length > 0);
    expect(kit.graphs).toEqual([graph]);
    expect(kit.shown.some(({ summary }) => summary)).toBe(true);
  });

  test.each([
    ['there is none', () => Promise.resolve({ kind: 'nothing', says: 'no series' } as const), 'info'],
    ['it fails', () => Promise.reject(new Error('no font')), 'warn'],
  ])('the answer stands when %s', async (_, drawGraph, level) => {
    const kit = started(store, { drawGraph });
    await kit.keep(group([A]));
    await kit.until(() => kit.kit.logger.lines.some(line => line.level === level && /graph/u.test(line.says)));
    expect(kit.shown.some(({ summary }) => summary)).toBe(true);
  });
});

describe('trouble', () => {
  test('a store that fails for a while: nothing is lost, nothing twice', async () => {
    let failures = 3;
    const settle: StoryStore['settle'] = async (...of) => {
      if (failures-- > 0) throw new Error('the disk is full');
      return store.stories.settle(...of);
    };
    const kit = started({ ...store, stories: { ...store.stories, settle } });
    await kit.keep(group([A]));
    await kit.until(() => {
      kit.kit.time.pass(5);
      return kit.shown.length > 0;
    });
    expect(errors(kit)).toHaveLength(3);
    expect(await store.incidents.recent(9)).toHaveLength(1);
  });

  test('a commit whose answer was lost: its incident is told and looked at all the same', async () => {
    let isFirst = true;
    const settle: StoryStore['settle'] = async (...of) => {
      const settled = await store.stories.settle(...of);
      if (isFirst) {
        isFirst = false;
        throw new Error('the connection broke after the commit');
      }
      return settled;
    };
    const kit = started({ ...store, stories: { ...store.stories, settle } });
    await kit.keep(group([A]));
    await kit.settled();
    await kit.until(() => {
      kit.kit.time.pass(30);
      return kit.shown.some(({ summary }) => summary);
    });
    expect(await store.incidents.recent(9)).toHaveLength(1);
  });

  test('one group that cannot be settled holds up no other', async () => {
    const settle: StoryStore['settle'] = async (ids, settlement) => {
      if (settlement.kind === 'open' && settlement.incident.story?.group.key === 'Bad') throw new Error('cannot be kept');
      return store.stories.settle(ids, settlement);
    };
    const kit = started({ ...store, stories: { ...store.stories, settle } });
    await kit.keep(of('Bad'), of('Good'));
    await kit.until(() => kit.shown.length > 0);
    expect(kit.shown[0]?.incident.story?.group.key).toBe('Good');
    expect(await store.signals.backlog()).toBe(1);
  });

  test('a signal that cannot be understood is settled as nothing, and said in the log', async () => {
    const kit = started(store);
    const broken = JSON.parse('{"source":"alertmanager","key":"x","receiver":"y","alerts":7}');
    await kit.keep(broken, group([A]));
    await kit.until(() => kit.shown.length > 0);
    await kit.settled();
    expect(errors(kit)).toHaveLength(1);
  });

  test('a change that came first is read again', async () => {
    let first = true;
    const kit = started({
      ...store,
      stories: {
        ...store.stories,
        settle: async (ids, settlement) => {
          if (first && settlement.kind === 'change') {
            first = false;
            const incident = await store.incidents.find(settlement.incident);
            if (incident?.story)
              await store.stories.change(incident.id, { ...incident.story, revision: 2, acknowledged: { by: { id: 'U1' }, at: AT } }, []);
          }
          return store.stories.settle(ids, settlement);
        },
      },
    });
    await kit.keep(group([A]));
    await kit.until(() => kit.shown.length > 0);
    await kit.keep(group([A, B]));
    await kit.settled();
    const [line] = await store.incidents.recent(1);
    expect((await store.incidents.find(line?.id ?? ''))?.story).toMatchObject({
      revision: 3,
      acknowledged: { by: { id: 'U1' } },
      severity: 'critical',
    });
  });

  test('killed before the chat was told: the next start tells it and looks, once', async () => {
    const dead = started(store, { onShow: () => new Promise(() => undefined) });
    await dead.keep(group([A]));
    await dead.settled();
    running = [];
    const next = started(store);
    await next.opened.resume();
    await next.until(() => next.shown.some(({ summary }) => summary));
    expect(new Set(next.shown.map(({ incident }) => incident.id)).size).toBe(1);
    expect(next.shown.every(({ incident }) => incident.runs.length === 1)).toBe(true);
  });
});

describe('a storm', () => {
  test('one digest; the biggest get a thread and a diagnosis; it ends', async () => {
    const kit = started(store);
    const severities = ['info', 'warning', 'critical', 'info', 'error', 'info', 'info'];
    await kit.keep(...severities.map((severity, i) => of(`Storm${i}`, { severity })));
    await kit.settled();
    await kit.until(() => kit.storms.length > 0);
    // Three stand alone; the fourth is more than allowed.
    expect(new Set(kit.shown.map(({ incident }) => incident.story?.group.key))).toEqual(new Set(['Storm0', 'Storm1', 'Storm2']));
    await kit.until(() => {
      kit.kit.time.pass(3);
      return kit.storms.at(-1)?.members.filter(({ opened }) => opened).length === 2;
    });
    expect(kit.storms.at(-1)).toMatchObject({
      storm: { members: 4, firing: 4 },
      members: [
        { title: 'Storm4', severity: 'error', opened: true },
        { title: 'Storm3', opened: true },
        { opened: false },
        { opened: false },
      ],
    });
    await kit.until(() => kit.shown.some(({ incident, summary }) => incident.story?.group.key === 'Storm4' && summary));
    expect(kit.shown.some(({ incident }) => incident.story?.group.key === 'Storm5')).toBe(false);
    // A member that nobody opened changes in the digest only.
    await kit.keep(group([ended(of('Storm5').alerts[0] ?? A)], { key: 'Storm5', groupLabels: { alertname: 'Storm5' } }));
    await kit.until(() => {
      kit.kit.time.pass(3);
      return kit.storms.at(-1)?.storm.firing === 3;
    });
    await kit.until(() => {
      kit.kit.time.pass(60);
      kit.wake();
      return kit.storms.at(-1)?.storm.endedAt !== undefined;
    });
    expect(errors(kit)).toEqual([]);
    expect(await store.stories.unannounced(9)).toEqual([]);
    await kit.keep(of('After'));
    await kit.until(() => kit.shown.some(({ incident }) => incident.story?.group.key === 'After'));
  });

  test('a person opens a member', async () => {
    const kit = started(store);
    await kit.keep(...[0, 1, 2, 3, 4, 5, 6].map(i => of(`Storm${i}`)));
    await kit.settled();
    const member = (await store.stories.stormMembers((await store.stories.storm())?.id ?? '', 9)).at(-1);
    expect(await kit.alertDesk.openFromStorm(member?.incident ?? '', { id: 'U1' })).toEqual({ kind: 'done' });
    await kit.until(() => kit.shown.some(({ incident, summary }) => incident.id === member?.incident && summary));
    expect(await kit.alertDesk.openFromStorm(member?.incident ?? '', { id: 'U1' })).toMatchObject({ kind: 'refused' });
  });
});
