import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Incident } from '../../../src/model/incident.js';
import { openStore, type Store } from '../../../src/store/open-store.js';
import { removeMoved } from '../../libexec/root-script.js';
import { type RealHost, realHost } from './real-host.js';
import { answeredIncident, clock, remedyKit, U1, U2, U3 } from './remedy-kit.js';

let folder: string;
let store: Store;
let host: RealHost;
let incident: Incident;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'faultline-remedies-'));
  const opened = await openStore(`sqlite:${join(folder, 'f.db')}`, clock);
  if (opened.kind === 'refused') throw new Error(opened.says);
  ({ store } = opened);
  host = realHost();
  host.stick();
  incident = await answeredIncident(host);
});
afterEach(async () => {
  await host.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(removeMoved);

const kit = (more: Parameters<typeof remedyKit>[3] = {}) => remedyKit(store, host, [incident], more);

describe('a remedy, from the offer to the record', () => {
  test('offers come with the risk that counts; a plan shows what will be done; nothing changes before somebody approves', async () => {
    const { desk, ask } = kit();
    expect(desk.offers(incident, 1).map(({ remedy, risk, isGuided }) => [remedy, risk, isGuided])).toEqual([
      ['limit-too-low/raise', 'low', false],
      ['limit-too-low/useless', 'medium', false],
      ['limit-too-low/armed', 'high', false],
      ['limit-too-low/halfway', 'medium', false],
      ['limit-too-low/once', 'medium', false],
      ['limit-too-low/guided', 'none', true],
    ]);
    const request = await ask('raise');
    expect(request).toMatchObject({
      state: { kind: 'requested' },
      incident: { id: 'inc-1', run: 1 },
      plan: { hostKey: 'local', run: [['faultline-root', 'sysctl-set', 'net.core.somaxconn', '128', '1024']] },
      evidence: [
        { id: 'too_low', decides: true, before: { truth: 'true', says: 'the limit is 128' } },
        { id: 'stuck', decides: false },
      ],
    });
    expect(host.setting()).toBe('128\n');
  });

  test('approved, it runs, is verified by the same evidence, and kept', async () => {
    const { desk, ask, over, audited, shown } = kit();
    const { id, plan } = await ask('raise');
    expect(await desk.approve(id, plan.digest, U1)).toEqual({ kind: 'done' });
    const request = await over(id);
    expect(request.state.kind).toBe('kept');
    expect(request.evidence).toMatchObject([{ id: 'too_low', after: { truth: 'false', says: 'the limit is 1024' } }, { id: 'stuck' }]);
    expect(request.output).toContain('net.core.somaxconn');
    expect(host.setting().trim()).toBe('1024');
    expect(await audited()).toEqual([
      'U1 requested',
      'U1 approved',
      'faultline started',
      'faultline ended',
      'faultline verified',
      'faultline kept',
    ]);
    expect([...new Set(shown.map(({ state }) => state.kind))]).toEqual(['requested', 'approved', 'running', 'done', 'verified', 'kept']);
    expect(await desk.approve(id, plan.digest, U2)).toMatchObject({ kind: 'refused' });
  });

  test('one that does not help is undone, and the setting is byte for byte as before', async () => {
    const { desk, ask, over, audited } = kit();
    const before = host.setting();
    const { id, plan } = await ask('useless');
    expect(await desk.approve(id, plan.digest, U1)).toMatchObject({
      kind: 'refused',
      says: 'you asked for it: somebody else must approve it',
    });
    await desk.approve(id, plan.digest, U2);
    const request = await over(id);
    expect(request.state).toMatchObject({ kind: 'undone', why: 'it is still so: it is stuck. The undo has run' });
    expect(host.setting()).toBe(before);
    expect((await audited()).slice(1)).toEqual([
      'U1 refused',
      'U2 approved',
      'faultline started',
      'faultline ended',
      'faultline verified',
      'faultline undoing',
      'faultline undone',
    ]);
  });

  test('with an armed undo: armed before the change, disarmed after it was verified', async () => {
    const { desk, ask, over } = kit();
    const { id, plan } = await ask('armed');
    await desk.approve(id, plan.digest, U2);
    expect((await desk.find(id))?.state.kind).toBe('requested');
    await desk.approve(id, plan.digest, U3);
    const { state, output } = await over(id);
    expect(state.kind).toBe('kept');
    expect(output).toMatch(/^armed: in 120 s/);
    expect('run' in state && existsSync(join(host.folder, 'run/disarmed', state.run))).toBe(true);
    expect(host.setting().trim()).toBe('1024');
  });

  test('one whose second command fails is taken back, and says what failed', async () => {
    const { desk, ask, over } = kit();
    const { id, plan } = await ask('halfway');
    await desk.approve(id, plan.digest, U2);
    const { state } = await over(id);
    expect(state).toMatchObject({
      kind: 'undone',
      why: expect.stringMatching(/bin\/fails 1024: exit 3: cannot: 1024\. The undo has run$/),
    });
    expect(host.setting()).toBe('128\n');
  });

  test('one without an undo that does not help says that a person must look', async () => {
    const { desk, ask, over } = kit();
    const { id, plan } = await ask('once');
    await desk.approve(id, plan.digest, U2);
    expect((await over(id)).state).toMatchObject({ kind: 'not-undone', why: expect.stringContaining('What was counted stays counted') });
    expect(host.ran()).toEqual(['run']);
  });

  test('a guided one is done by a person, and only the evidence ends it', async () => {
    const { desk, ask } = kit();
    const { id, plan } = await ask('guided');
    expect(await desk.approve(id, plan.digest, U2)).toMatchObject({ kind: 'refused' });
    expect(await desk.verifyGuided(id, U1)).toEqual({ kind: 'refused', says: 'it is still so: the limit is 128' });
    host.set('2048\n');
    expect(await desk.verifyGuided(id, U1)).toEqual({ kind: 'done' });
    expect((await desk.find(id))?.state.kind).toBe('kept');
  });
});

describe('what is refused: nothing runs, the person learns why, the audit log knows who', () => {
  const refused = async (act: (k: ReturnType<typeof kit>, id: string, digest: string) => Promise<unknown>, name = 'useless') => {
    const k = kit();
    const { id, plan } = await k.ask(name);
    const said = await act(k, id, plan.digest);
    await k.stop(20);
    expect(host.setting()).toBe('128\n');
    return { said, audited: await k.audited(), request: await k.desk.find(id) };
  };

  test.each([
    ['the requester', U1, 'somebody else must approve it'],
    ['a stranger', { id: 'U9', groups: ['S9'] }, 'you are not one of those who may approve remedies'],
  ])('%s', async (_, who, says) => {
    const { said, audited } = await refused(({ desk }, id, digest) => desk.approve(id, digest, who));
    expect(said).toEqual({ kind: 'refused', says: expect.stringContaining(says) });
    expect(audited).toEqual(['U1 requested', `${who.id} refused`]);
  });

  test('another plan than the one that stands there; a request that does not exist', async () => {
    const { said, audited } = await refused(async ({ desk }, id) => [
      await desk.approve(id, 'f'.repeat(64), U2),
      await desk.approve('rem-forged', 'f'.repeat(64), U2),
      await desk.reject('rem-forged', U2),
    ]);
    expect(said).toMatchObject([
      { kind: 'refused', says: expect.stringContaining('not the plan') },
      { kind: 'refused' },
      { kind: 'refused' },
    ]);
    expect(audited).toEqual(['U1 requested', 'U2 refused', 'U2 refused', 'U2 refused']);
  });

  test('rejected once, it stays so', async () => {
    const { said, request } = await refused(async ({ desk }, id, digest) => [
      await desk.reject(id, U3),
      await desk.approve(id, digest, U2),
    ]);
    expect(said).toEqual([{ kind: 'done' }, { kind: 'refused', says: "this can't be approved: somebody has rejected it" }]);
    expect(request?.state.kind).toBe('rejected');
  });

  test('the setting was changed by somebody else after the plan was shown', async () => {
    const k = kit();
    const { id, plan } = await k.ask('useless');
    host.set('256\n');
    await k.desk.approve(id, plan.digest, U2);
    expect((await k.over(id)).state).toMatchObject({
      kind: 'superseded',
      why: 'what would be done now is not what was approved (changed: current)',
    });
    expect(host.setting()).toBe('256\n');
    expect(await k.audited()).toEqual(['U1 requested', 'U2 approved', 'faultline refused', 'faultline superseded']);
  });

  test('too late: the request has expired', async () => {
    const { id, plan } = await kit().ask('useless');
    const hours = kit({ clock: { now: () => clock.now() + 24 * 3600 } });
    expect(await hours.desk.approve(id, plan.digest, U2)).toEqual({ kind: 'refused', says: expect.stringContaining('expired') });
    expect(host.setting()).toBe('128\n');
    expect(await hours.audited()).toContain('U2 refused');
  });

  test('a button of a message that was decided long ago', async () => {
    const k = kit();
    const { id, plan } = await k.ask('raise');
    await k.desk.approve(id, plan.digest, U1);
    expect((await k.over(id)).state.kind).toBe('kept');
    host.set('128\n');
    for (const who of [U1, U2, U3]) expect(await k.desk.approve(id, plan.digest, who)).toMatchObject({ kind: 'refused' });
    await k.stop(20);
    expect(host.setting()).toBe('128\n');
    const audited = await k.audited();
    expect(audited.slice(-3)).toEqual(['U1 refused', 'U2 refused', 'U3 refused']);
    expect(audited.filter(line => line === 'faultline started')).toHaveLength(1);
  });

  test('a press where the message does not stand, or with a forged value, is kept', async () => {
    const k = kit();
    const value = `{"request":"rem-forged","digest":"${'f'.repeat(2000)}"}`;
    expect(await k.desk.misplaced({ by: { id: 'U9' }, button: '“Approve”', channel: 'C9', value })).toMatchObject({ kind: 'refused' });
    expect(await k.audited()).toEqual(['U9 refused']);
    const [record] = await k.tools.audit.read(0, 10);
    expect(record?.details).toEqual({ button: '“Approve”', channel: 'C9', value: value.slice(0, 300) });
  });

  test('the playbook was changed after the plan was shown', async () => {
    const { id, plan } = await kit().ask('useless');
    const { playbooks } = host.visits;
    const remedies = new Map([...playbooks.remedies].map(([name, each]) => [name, { ...each, written: { changed: true } as never }]));
    const changed = kit({ visits: { ...host.visits, playbooks: { ...playbooks, remedies } } });
    await changed.desk.approve(id, plan.digest, U2);
    expect((await changed.over(id)).state).toMatchObject({ kind: 'superseded', why: expect.stringContaining('the playbook has changed') });
    expect(host.setting()).toBe('128\n');
    expect(await changed.audited()).toEqual(['U1 requested', 'U2 approved', 'faultline refused', 'faultline superseded']);
  });

  test('the host has another key than when the plan was made', async () => {
    const { id, plan } = await kit().ask('useless');
    const actor = { ...host.actor, identify: () => Promise.resolve({ kind: 'known' as const, hostKey: 'SHA256:another' }) };
    const other = kit({ actor });
    await other.desk.approve(id, plan.digest, U2);
    expect((await other.over(id)).state.kind).toBe('superseded');
    expect(host.setting()).toBe('128\n');
    expect(await other.audited()).toEqual(['U1 requested', 'U2 approved', 'faultline refused', 'faultline superseded']);
  });

  test('the fault is gone by itself', async () => {
    const k = kit();
    const { id, plan } = await k.ask('raise');
    host.set('4096\n');
    await k.desk.approve(id, plan.digest, U1);
    expect((await k.over(id)).state).toMatchObject({ kind: 'superseded', why: expect.stringContaining('nothing left to remove') });
    expect(host.setting()).toBe('4096\n');
  });

  test('a newer answer of the incident closes what was asked for on the older one', async () => {
    const k = kit();
    const { id, plan } = await k.ask('useless');
    const newer = await answeredIncident(host, 'inc-1', 2);
    await k.runEnded({ ...incident, runs: [incident.runs[0], newer.runs[0]] });
    expect(await k.desk.approve(id, plan.digest, U2)).toMatchObject({
      kind: 'refused',
      says: expect.stringContaining('there is a newer finding'),
    });
    expect((await k.desk.find(id))?.state.kind).toBe('superseded');
  });

  test('when it cannot be recorded, nothing runs, and the person gets the commands', async () => {
    const k = kit();
    const { id, plan } = await k.ask('useless');
    const broken = remedyKit(store, host, [incident], {
      remedies: { ...k.tools.remedies, move: () => Promise.reject(new Error('The disk is full.')) },
    });
    expect(await broken.desk.approve(id, plan.digest, U2)).toEqual({
      kind: 'refused',
      says: expect.stringMatching(
        /nothing is run without a record\. By hand, on here: sudo .*faultline-root sysctl-set net\.core\.somaxconn 128 1024; to take it back: /,
      ),
    });
    expect(host.setting()).toBe('128\n');
  });

  test('two at once on one host: one after the other', async () => {
    const k = kit();
    const one = await k.ask('once');
    const other = await k.ask('useless');
    k.start();
    await Promise.all([k.desk.approve(one.id, one.plan.digest, U2), k.desk.approve(other.id, other.plan.digest, U2)]);
    await Promise.all([k.over(one.id), k.over(other.id)]);
    await k.stop(20);
    const events = (await k.tools.audit.read(0, 999)).filter(({ event }) => ['started', 'undone', 'not-undone'].includes(event));
    expect(events.map(({ event }) => event)).toEqual(['started', 'undone', 'started', 'undone']);
    expect(new Set(events.slice(0, 2).map(({ details }) => details.request)).size).toBe(1);
    expect(host.setting()).toBe('128\n');
  });
});
