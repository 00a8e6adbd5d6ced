import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IncidentStore, MakeVisit } from '../../src/flow/ports.js';
import { replayChecks } from '../../src/flow/replay-checks.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { type DeskKit, deskKit, listener, shippedCapture } from './desk-kit.js';

const ANNA = { id: 'U0ANNA' };
const BEN = { id: 'U0BEN' };
const PLACE = { channel: 'C1' };

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-desk-'));
  const opened = await openStore(`sqlite:${join(folder, 'f.db')}`, { now: () => 1_790_000_000 });
  if (opened.kind === 'refused') throw new Error(opened.says);
  ({ store } = opened);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Visits that wait at a gate until the test opens it. */
function gated(capture = shippedCapture('oom-kill')) {
  const replay = replayChecks(capture);
  const waiting: (() => void)[] = [];
  let signals: (AbortSignal | undefined)[] = [];
  const arrivals: (() => void)[] = [];
  const makeVisit: MakeVisit = async (visit, options) => {
    signals = [...signals, options.signal];
    options.onProgress?.({ host: visit.host.name, key: 'listen', state: 'started' });
    await new Promise<void>(resolve => {
      waiting.push(resolve);
      for (const arrived of arrivals.splice(0)) arrived();
      options.signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    return replay(visit, options);
  };
  return {
    makeVisit,
    arrived: async (count: number) => {
      while (signals.length < count) await new Promise<void>(resolve => arrivals.push(resolve));
    },
    visits: () => signals.length,
    open: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** Until somebody waits for time to pass. */
async function somethingPends({ time }: DeskKit): Promise<void> {
  while (time.pending() === 0) await new Promise(resolve => setImmediate(resolve));
}

describe('a question', () => {
  test('becomes a card, then the answer with its proof, and is kept', async () => {
    const kit = deskKit({ incidents: store.incidents, outbox: store.outbox });
    const { incident, fresh } = await kit.desk.open('trigger-1', kit.question, ANNA, PLACE);
    expect(fresh).toBe(true);
    expect(incident).toMatchObject({
      openedBy: ANNA,
      place: PLACE,
      question: kit.question,
      runs: [{ number: 1, state: { kind: 'looking' } }],
    });
    const kept = await kit.ended(incident.id);
    expect(kit.announcer.shown.map(({ incident: { runs }, summary }) => [runs[0].state.kind, summary?.outcome])).toEqual([
      ['looking', undefined],
      ['answered', 'root-cause-confirmed'],
    ]);
    expect(kit.announcer.shown[1]?.summary?.findings[0]).toMatchObject({ fault: 'oom-kill', host: 'app1' });
    expect(kept.runs[0].state).toMatchObject({ kind: 'answered', investigation: { diagnosis: { outcome: 'root-cause-confirmed' } } });
    expect(await kit.desk.evidence(incident.id, 1)).toContain('oom-kill');
    expect(await kit.desk.evidence(incident.id, 2)).toBeUndefined();
    expect(await kit.desk.evidence('inc-none', 1)).toBeUndefined();
    expect(await kit.desk.recent(5)).toMatchObject([{ id: incident.id, state: 'answered', outcome: 'root-cause-confirmed' }]);
    expect(kit.logger.lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(kit.logger.lines.at(-1)).toMatchObject({ about: { incident: incident.id, run: 1, outcome: 'root-cause-confirmed' } });
  });

  test('an audit also brings its whole report, which names settings and resources; another question has no report', async () => {
    const kit = deskKit({ incidents: store.incidents, outbox: store.outbox, capture: shippedCapture('audit-gateway') });
    const { incident } = await kit.desk.open('trigger-1', kit.question, ANNA, PLACE);
    await kit.ended(incident.id);
    expect([...kit.announcer.reports.keys()]).toEqual([`${incident.id}/1`]);
    const report = kit.announcer.reports.get(`${incident.id}/1`);
    expect(report).toBe(await kit.desk.evidence(incident.id, 1));
    expect(report).toContain('net.core.somaxconn');
    const other = deskKit({ incidents: store.incidents, outbox: store.outbox, more: { newId: () => 'inc-other' } });
    const { incident: asked } = await other.desk.open('trigger-2', other.question, ANNA, PLACE);
    await other.ended(asked.id);
    expect(other.announcer.reports.size).toBe(0);
  });

  test('that comes in twice is one incident and one look', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit });
    const [one, two] = await Promise.all([
      kit.desk.open('trigger-1', kit.question, ANNA, PLACE),
      kit.desk.open('trigger-1', kit.question, ANNA, PLACE),
    ]);
    expect([one.fresh, two.fresh].sort()).toEqual([false, true]);
    expect(one.incident.id).toBe(two.incident.id);
    gate.open();
    await gate.arrived(1);
    gate.open();
    await kit.ended(one.incident.id);
    expect(gate.visits()).toBe(1);
  });

  test('is read, and refused before an incident is opened when no such host is declared', async () => {
    const kit = deskKit({ ...store });
    expect(await kit.desk.read('connection refused on app1 port 8080')).toMatchObject({
      kind: 'ready',
      question: { symptom: 'connection-refused', hosts: ['app1'], port: '8080' },
    });
    expect(await kit.desk.read('connection refused on app9 port 8080')).toEqual({ kind: 'refused', says: ['No host app9 is declared.'] });
    expect(await kit.desk.read('frobnicated')).toMatchObject({ kind: 'ask', known: { hosts: ['app1'] }, missing: ['symptom'] });
  });

  test('that cannot be bound any more fails with the reason', async () => {
    const kit = deskKit({ ...store });
    const { incident } = await kit.desk.open('t', { ...kit.question, hosts: ['app9'] }, ANNA, PLACE);
    expect((await kit.ended(incident.id)).runs[0].state).toEqual({
      kind: 'failed',
      at: expect.any(Number),
      says: ['No host app9 is declared.'],
    });
    const gone = await kit.desk.open('u', { ...kit.question, symptom: 'was-removed' }, ANNA, PLACE);
    expect((await kit.ended(gone.incident.id)).runs[0].state).toMatchObject({
      kind: 'failed',
      says: [expect.stringContaining('was-removed')],
    });
    expect(await kit.desk.evidence(incident.id, 1)).toBeUndefined();
  });

  test('whose investigation breaks ends with a sentence, and never with a stack', async () => {
    const makeVisit = () => Promise.reject(new Error('cannot read properties of undefined'));
    const kit = deskKit({ ...store, makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    const { runs } = await kit.ended(incident.id);
    expect(runs[0].state).toMatchObject({ kind: 'failed', brokeOff: true, says: [expect.stringMatching(/^The investigation broke/u)] });
    expect(JSON.stringify(runs)).not.toContain('undefined');
    expect(kit.logger.lines.find(({ level }) => level === 'error')?.about).toMatchObject({ incident: incident.id });
  });
});

describe('asking again', () => {
  test('begins the next run, but one at a time', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    expect(await kit.desk.rerun(incident.id, BEN)).toBe('already-looking');
    await gate.arrived(1);
    gate.open();
    await kit.ended(incident.id);
    expect((await Promise.all([kit.desk.rerun(incident.id, BEN), kit.desk.rerun(incident.id, ANNA)])).sort()).toEqual([
      'already-looking',
      'begun',
    ]);
    await gate.arrived(2);
    gate.open();
    await kit.ended(incident.id);
    expect((await store.incidents.find(incident.id))?.runs).toHaveLength(2);
    expect(await kit.desk.rerun('inc-none', BEN)).toBe('unknown');
  });

  test('at once after the answer begins too, although the run before is still leaving', async () => {
    const gate = gated();
    let rerun: Promise<unknown> = Promise.resolve();
    const incidents: IncidentStore = {
      ...store.incidents,
      endRun: async (id, run, state) => {
        const ended = await store.incidents.endRun(id, run, state);
        if (run === 1) {
          rerun = kit.desk.rerun(id, BEN);
          await rerun;
        }
        return ended;
      },
    };
    const kit = deskKit({ outbox: store.outbox, incidents, makeVisit: gate.makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await gate.arrived(1);
    gate.open();
    await gate.arrived(2);
    gate.open();
    await kit.announcer.next(({ incident: { runs } }) => runs[1]?.state.kind === 'answered');
    expect(await rerun).toBe('begun');
    await kit.ended(incident.id);
  });

  test("a person's word on an answer is kept", async () => {
    const kit = deskKit({ ...store });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await kit.ended(incident.id);
    expect(await kit.desk.feedback({ incident: incident.id, run: 1, by: BEN, cause: 'right' })).toBe('noted');
    expect(kit.announcer.judged).toMatchObject([{ by: BEN, cause: 'right' }]);
    expect(await kit.desk.feedback({ incident: incident.id, run: 2, by: BEN, cause: 'right' })).toBe('unknown');
    expect(await kit.desk.feedback({ incident: 'inc-0000000000000000', run: 1, by: BEN, cause: 'right' })).toBe('unknown');
  });
});

describe('many at once', () => {
  test('no more than there are places; the others wait and say so', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit, more: { mostAtOnce: 2 } });
    const opened = await Promise.all(['a', 'b', 'c', 'd'].map(signal => kit.desk.open(signal, kit.question, ANNA, PLACE)));
    await gate.arrived(2);
    expect(await kit.announcer.nextProgress(({ waiting }) => waiting === 2)).toMatchObject({ waiting: 2 });
    expect(gate.visits()).toBe(2);
    expect(await kit.desk.status()).toMatchObject({ looking: 2, warnings: ['2 diagnoses wait until another one ends.'] });
    gate.open();
    await gate.arrived(4);
    expect(await kit.desk.status()).toMatchObject({ looking: 2, warnings: [] });
    gate.open();
    for (const { incident } of opened) await kit.ended(incident.id);
  });
});

describe('when something hangs', () => {
  test('after the deadline what is known is the answer, with gaps for the rest', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await gate.arrived(1);
    kit.time.pass(181);
    expect((await kit.ended(incident.id)).runs[0].state.kind).toBe('answered');
  });

  test('a visit that cannot even be called off is given up, and said', async () => {
    let called: () => void = () => undefined;
    const begun = new Promise<void>(resolve => {
      called = resolve;
    });
    const makeVisit: MakeVisit = () => {
      called();
      return new Promise(() => undefined);
    };
    const kit = deskKit({ ...store, makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await begun;
    kit.time.pass(201);
    expect((await kit.ended(incident.id)).runs[0].state).toMatchObject({
      kind: 'failed',
      brokeOff: true,
      says: [expect.stringContaining('did not end within 200 s')],
    });
  });

  test('live progress is shown while it looks', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await gate.arrived(1);
    kit.time.pass(3);
    expect(await kit.announcer.nextProgress(({ hosts }) => hosts.length > 0)).toEqual({
      seconds: 2,
      hosts: [{ host: 'app1', done: 0, running: ['listen'] }],
    });
    gate.open();
    await kit.ended(incident.id);
    expect(kit.time.pending()).toBe(0);
  });
});

describe('when the store or the chat fails', () => {
  test('an answer that cannot be kept is tried again until it can, and never lost', async () => {
    let failures = 3;
    const incidents: IncidentStore = {
      ...store.incidents,
      endRun: (...run) =>
        failures-- > 0 ? Promise.reject(new Error('The disk is full: free some space.')) : store.incidents.endRun(...run),
    };
    const kit = deskKit({ outbox: store.outbox, incidents });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await kit.announcer.next(({ summary }) => summary !== undefined);
    const ended = kit.ended(incident.id);
    for (const seconds of [1, 5, 15]) {
      await somethingPends(kit);
      kit.time.pass(seconds);
    }
    expect((await ended).runs[0].state.kind).toBe('answered');
    expect(kit.logger.lines.filter(({ level }) => level === 'error').map(({ says }) => says)).toEqual([
      'keeping the answer failed; trying again in 1 s',
      'keeping the answer failed; trying again in 5 s',
      'keeping the answer failed; trying again in 15 s',
    ]);
  });

  test('a chat that takes nothing for a while gets the answer later; live progress that fails is nothing', async () => {
    let broken = true;
    const announcer = listener({
      show: () => (broken ? Promise.reject(new Error('no')) : Promise.resolve()),
      showReport: () => Promise.reject(new Error('no')),
      showFeedback: () => Promise.reject(new Error('no')),
      progress: () => {
        throw new Error('no');
      },
    });
    const kit = deskKit({ ...store, announcer });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await somethingPends(kit);
    broken = false;
    kit.time.pass(1);
    await kit.ended(incident.id);
    expect(announcer.shown.map(({ summary }) => summary?.outcome)).toEqual(['root-cause-confirmed']);
    expect(kit.logger.lines.filter(({ level }) => level === 'error').length).toBeGreaterThan(0);
  });

  test('a chat that never takes it holds nothing up: the answer is kept, and shown once more', async () => {
    let shown = 0;
    const announcer = listener({
      show: () => Promise.reject(new Error(`no ${++shown}`)),
      showReport: () => Promise.resolve(),
      showFeedback: () => Promise.resolve(),
      progress: () => undefined,
    });
    const kit = deskKit({ ...store, announcer });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    for (const seconds of [1, 5, 15]) {
      await somethingPends(kit);
      kit.time.pass(seconds);
    }
    expect((await kit.ended(incident.id)).runs[0].state.kind).toBe('answered');
    await kit.stop(1);
    expect(shown).toBe(6);
  });

  test('an incident that cannot be kept is not opened, and the asker is told', async () => {
    const kit = deskKit({
      outbox: store.outbox,
      incidents: { ...store.incidents, open: () => Promise.reject(new Error('The disk is full.')) },
    });
    await expect(kit.desk.open('t', kit.question, ANNA, PLACE)).rejects.toThrow('The disk is full.');
    expect(kit.announcer.shown).toEqual([]);
  });
});

describe('the end of the process', () => {
  test('what is under way may end, within its grace; nothing new is begun, but kept for the next start', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit, more: { mostAtOnce: 1 } });
    const first = await kit.desk.open('a', kit.question, ANNA, PLACE);
    const waits = await kit.desk.open('b', kit.question, ANNA, PLACE);
    await gate.arrived(1);
    const stopped = kit.stop(10);
    const late = await kit.desk.open('c', kit.question, ANNA, PLACE);
    gate.open();
    await stopped;
    expect((await store.incidents.find(first.incident.id))?.runs[0].state.kind).toBe('answered');
    expect((await store.incidents.unfinished()).map(({ id }) => id).sort()).toEqual([waits.incident.id, late.incident.id].sort());
    expect(gate.visits()).toBe(1);
  });

  test('what does not end within its grace stays looking, and the next start answers it in the same place', async () => {
    const gate = gated();
    const kit = deskKit({ ...store, makeVisit: gate.makeVisit });
    const { incident } = await kit.desk.open('t', kit.question, ANNA, PLACE);
    await gate.arrived(1);
    const stopped = kit.stop(10);
    kit.time.pass(11);
    await stopped;
    expect((await store.incidents.find(incident.id))?.runs[0].state.kind).toBe('looking');
    expect(kit.announcer.shown.map(({ summary }) => summary)).toEqual([undefined]);

    const next = deskKit({ ...store });
    next.time.pass(600);
    expect(await next.resume()).toBe(1);
    const { runs } = await next.ended(incident.id);
    expect(runs.map(({ number, state }) => [number, state.kind])).toEqual([[1, 'answered']]);
    expect(next.announcer.shown.map(({ incident: { id }, summary }) => [id, summary?.outcome])).toEqual([
      [incident.id, undefined],
      [incident.id, 'root-cause-confirmed'],
    ]);
    expect(next.logger.lines[0]).toMatchObject({ about: { incident: incident.id, ageSeconds: 600 } });
    expect(await next.resume()).toBe(0);
  });

  test('a visit that cannot be called off does not keep the process', async () => {
    const makeVisit: MakeVisit = () => new Promise(() => undefined);
    const kit = deskKit({ ...store, makeVisit });
    await kit.desk.open('t', kit.question, ANNA, PLACE);
    const stopped = kit.stop(10);
    kit.time.pass(60);
    await stopped;
    expect(await store.incidents.unfinished()).toHaveLength(1);
  });
});
