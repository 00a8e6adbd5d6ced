import type { Incident } from '../../src/model/incident.js';
import type { Store } from '../../src/store/open-store.js';
import { alert, ended, group } from '../alerting/alerts.js';
import { type AlertKit, alertKit, memorySilencer } from './alert-kit.js';
import { freshStore } from './alert-stores.js';

const ANNA = { id: 'U0ANNA' };
const BEN = { id: 'U0BEN' };
const WANTED = { seconds: 3600, reason: 'being mended', author: 'anna' };
const A = alert('InstanceDown', { labels: { instance: 'app1:9100' } });

let store: Store;
let gone: () => Promise<void>;
let kit: AlertKit;
let silencer: ReturnType<typeof memorySilencer>;
let id: string;
beforeEach(async () => {
  ({ store, gone } = await freshStore());
  silencer = memorySilencer();
  kit = alertKit(store, { silencer });
  kit.start();
  await kit.keep(group([A]));
  await kit.until(() => kit.shown.some(({ summary }) => summary));
  id = kit.shown[0]?.incident.id ?? '';
});
afterEach(async () => {
  await kit.stop();
  await kit.opened.stop(0);
  await gone();
});

const now = async (): Promise<Incident> => {
  const incident = await store.incidents.find(id);
  if (!incident) throw new Error('it is gone');
  return incident;
};
const kinds = async (): Promise<readonly string[]> => (await store.stories.timeline(id)).map(({ kind }) => kind);

test('acknowledged and assigned: kept, told, noted; once', async () => {
  expect(await kit.alertDesk.acknowledge(id, ANNA)).toEqual({ kind: 'done' });
  expect(await kit.alertDesk.acknowledge(id, BEN)).toEqual({ kind: 'refused', says: 'It is acknowledged already.' });
  expect(await kit.alertDesk.assign(id, BEN, ANNA)).toEqual({ kind: 'done' });
  expect(await kit.alertDesk.assign(id, BEN, ANNA)).toMatchObject({ kind: 'refused' });
  expect(kit.shown.at(-1)).toMatchObject({
    incident: { story: { acknowledged: { by: ANNA }, assigned: { to: BEN, by: ANNA } } },
    around: { timeline: expect.arrayContaining([expect.objectContaining({ kind: 'assigned', by: ANNA, says: 'Assigned to U0BEN.' })]) },
  });
});

test.each(['acknowledge', 'close', 'endSilences', 'openFromStorm'] as const)('%s of what is not there is refused', async press => {
  expect(await kit.alertDesk[press]('inc-none', ANNA)).toMatchObject({ kind: 'refused' });
});

test('people who press at the same moment do not overwrite each other', async () => {
  const pressed = await Promise.all([
    kit.alertDesk.acknowledge(id, ANNA),
    kit.alertDesk.acknowledge(id, BEN),
    kit.alertDesk.assign(id, ANNA, ANNA),
    kit.alertDesk.assign(id, BEN, BEN),
  ]);
  expect(pressed.filter(({ kind }) => kind === 'done')).toHaveLength(3);
  expect((await now()).story).toMatchObject({ acknowledged: { by: expect.anything() }, assigned: { to: expect.anything() } });
});

describe('a silence', () => {
  test('has exactly the matchers of the group, is noted, and can be ended', async () => {
    expect(await kit.alertDesk.matchers(id)).toEqual([{ label: 'alertname', value: 'InstanceDown' }]);
    expect(await kit.alertDesk.silence(id, WANTED, ANNA)).toEqual({ kind: 'done' });
    expect([...silencer.silences.values()]).toEqual([
      expect.objectContaining({
        matchers: [{ label: 'alertname', value: 'InstanceDown' }],
        author: 'anna',
        reason: `being mended (Faultline, ${id})`,
        state: 'active',
      }),
    ]);
    expect((await now()).story?.silences).toMatchObject([{ id: 's-1', by: ANNA, reason: 'being mended' }]);
    expect(await kit.alertDesk.silence(id, WANTED, BEN)).toEqual({
      kind: 'refused',
      says: 'It is silenced already: end that silence first.',
    });
    expect(await kit.alertDesk.endSilences(id, BEN)).toEqual({ kind: 'done' });
    expect(silencer.silences.get('s-1')?.state).toBe('expired');
    expect((await now()).story?.silences).toMatchObject([{ endedAt: expect.any(Number) }]);
    expect(await kit.alertDesk.endSilences(id, BEN)).toMatchObject({ kind: 'refused' });
    expect(await kinds()).toEqual(expect.arrayContaining(['silenced', 'silence-ended']));
  });

  test('two people at the same moment make one', async () => {
    const pressed = await Promise.all([kit.alertDesk.silence(id, WANTED, ANNA), kit.alertDesk.silence(id, WANTED, BEN)]);
    expect(pressed.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
    expect([...silencer.silences.values()].filter(({ state }) => state === 'active')).toHaveLength(1);
  });

  test.each([0, 59, Number.NaN, 1e9])('of %d seconds is refused', async seconds => {
    expect(await kit.alertDesk.silence(id, { ...WANTED, seconds }, ANNA)).toMatchObject({ kind: 'refused' });
    expect(silencer.silences.size).toBe(0);
  });

  test('that Alertmanager refuses is told, and not kept', async () => {
    silencer.refuses = 'Alertmanager does not answer.';
    expect(await kit.alertDesk.silence(id, WANTED, ANNA)).toEqual({ kind: 'refused', says: 'Alertmanager does not answer.' });
    expect((await now()).story?.silences).toEqual([]);
  });

  test('ends when the alerts are over', async () => {
    await kit.alertDesk.silence(id, WANTED, ANNA);
    await kit.keep(group([ended(A)]));
    await kit.until(() => silencer.silences.get('s-1')?.state === 'expired');
    await kit.until(async () => (await kinds()).includes('silence-ended'));
  });

  test('that has run out is noted', async () => {
    await kit.alertDesk.silence(id, { ...WANTED, seconds: 60 }, ANNA);
    await kit.until(async () => {
      kit.kit.time.pass(60);
      return (await kinds()).includes('silence-ended');
    });
    expect((await now()).story?.silences).toMatchObject([{ endedAt: expect.any(Number) }]);
    expect(await store.stories.silenced()).toEqual([]);
  });

  test('that somebody ended in Alertmanager is noted', async () => {
    await kit.alertDesk.silence(id, WANTED, ANNA);
    const silence = silencer.silences.get('s-1');
    if (silence) silence.state = 'expired';
    await kit.until(async () => {
      kit.kit.time.pass(60);
      return (await kinds()).includes('silence-ended');
    });
    expect((await store.stories.timeline(id)).map(({ says }) => says)).toContain('The silence was ended in Alertmanager.');
  });
});

test('without an Alertmanager nothing can be silenced, and that is said', async () => {
  const other = alertKit(store);
  expect(other.alertDesk.canSilence).toBe(false);
  expect(await other.alertDesk.silence(id, WANTED, ANNA)).toMatchObject({
    kind: 'refused',
    says: expect.stringContaining('alertmanager.url'),
  });
});

test('closed: its silences end, a repeated notification leaves it closed, a new firing opens another', async () => {
  await kit.alertDesk.silence(id, WANTED, ANNA);
  expect(await kit.alertDesk.close(id, BEN)).toEqual({ kind: 'done' });
  expect(await kit.alertDesk.close(id, BEN)).toMatchObject({ kind: 'refused' });
  expect((await now()).story).toMatchObject({ state: { kind: 'closed', by: BEN }, silences: [{ endedAt: expect.any(Number) }] });
  expect(silencer.silences.get('s-1')?.state).toBe('expired');
  await kit.keep(group([A]));
  await kit.settled();
  expect(await store.incidents.recent(9)).toHaveLength(1);
  await kit.keep(group([{ ...A, startsAt: A.startsAt + 600 }]));
  await kit.settled();
  expect(await store.incidents.recent(9)).toHaveLength(2);
});

test('a silence that cannot be ended at the closing is ended later', async () => {
  await kit.alertDesk.silence(id, WANTED, ANNA);
  silencer.refuses = 'Alertmanager does not answer.';
  expect(await kit.alertDesk.close(id, BEN)).toEqual({ kind: 'done' });
  silencer.refuses = undefined;
  await kit.until(() => {
    kit.kit.time.pass(60);
    return silencer.silences.get('s-1')?.state === 'expired';
  });
});

test('exported as Markdown: alerts, timeline, evidence, people', async () => {
  await kit.alertDesk.acknowledge(id, ANNA);
  await kit.until(async () => (await kinds()).includes('run-ended'));
  const text = await kit.alertDesk.exported(id);
  for (const part of ['# InstanceDown', '## Alerts', '## Timeline', '## Evidence', '### Diagnosis 1', '## People', 'U0ANNA', 'oom-kill'])
    expect(text).toContain(part);
  expect(await kit.alertDesk.exported('inc-none')).toBeUndefined();
});
