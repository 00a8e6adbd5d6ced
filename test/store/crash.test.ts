import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../src/store/open-store.js';
import { typescriptChild } from '../typescript-child.js';
import { FROZEN } from './contract/opened-store.js';
import { alertSignal } from './sample-alerts.js';
import { investigation } from './sample-incident.js';

const ROUNDS = 10;
/** Lines after which the child is killed, at random: enough to be in the midst of it, few enough to be quick. */
const MOST_LINES = 120;

const folder = mkdtempSync(join(tmpdir(), 'faultline-crash-'));
const url = `sqlite:${join(folder, 'faultline.db')}`;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What of the acknowledged is not there, or not whole. */
async function lost({ incidents, outbox }: Store, acknowledged: readonly string[]): Promise<readonly string[]> {
  const missing: string[] = [];
  for (const line of acknowledged) {
    const [what, id = ''] = line.split(' ');
    const found = await incidents.find(id);
    const state = found?.runs[0].state;
    const answered = state?.kind === 'answered' && JSON.stringify(state.investigation.capture).includes(`printed for ${id}`);
    const isThere = {
      opened: found !== undefined,
      wanted: (await outbox.find(`${id} card`))?.content === `card of ${id}`,
      ended: answered && JSON.stringify(state.investigation) === JSON.stringify(investigation(`printed for ${id}\n`.repeat(500))),
      begun: found?.runs[1]?.state.kind === 'looking',
    }[what ?? ''];
    if (isThere !== true) missing.push(line);
  }
  return missing;
}

test(`killed ${ROUNDS} times in the midst of writing, no acknowledged row is lost and the next process goes on`, async () => {
  const acknowledged: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const child = typescriptChild('test/store/write-for-ever.ts', [url, String(round)]);
    const after = 1 + Math.floor(Math.random() * MOST_LINES);
    await child.line((_, index) => index >= after);
    // While it lives, nobody else gets in.
    if (round === 0)
      expect(await openStore(url, FROZEN)).toMatchObject({ kind: 'refused', says: expect.stringContaining('in use by another process') });
    child.process.kill('SIGKILL');
    await child.gone;
    acknowledged.push(...child.lines);
    const opened = await openStore(url, FROZEN);
    if (opened.kind === 'refused') throw new Error(`after round ${round}: ${opened.says}`);
    expect(await lost(opened.store, child.lines)).toEqual([]);
    await opened.store.close();
  }
  const opened = await openStore(url, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  expect(acknowledged.length).toBeGreaterThan(ROUNDS);
  expect(await lost(opened.store, acknowledged)).toEqual([]);
  await opened.store.close();
}, 120_000);

test(`killed ${ROUNDS} times in the midst of keeping signals, none that was answered is lost, and what was settled stays settled`, async () => {
  const at = `sqlite:${join(folder, 'signals.db')}`;
  const kept = new Set<string>();
  const settled = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const child = typescriptChild('test/store/keep-for-ever.ts', [at, String(round)]);
    const after = 1 + Math.floor(Math.random() * 10 * MOST_LINES);
    await child.line((_, index) => index >= after);
    child.process.kill('SIGKILL');
    const { stderr } = await child.gone;
    expect(stderr).toBe('');
    for (const line of child.lines) {
      const [what, id = ''] = line.split(' ');
      if (what === 'kept') kept.add(id);
      else settled.add(id);
    }
  }
  const opened = await openStore(at, FROZEN);
  if (opened.kind === 'refused') throw new Error(opened.says);
  const { signals, close } = opened.store;
  const waiting = new Set((await signals.waiting(1_000_000)).map(({ id }) => id));
  expect(kept.size).toBeGreaterThan(ROUNDS);
  // Answered is kept; and what does not wait is settled, which may be so without a word of it: the process was killed in between.
  const gone = [...kept].filter(id => !waiting.has(id));
  expect(gone.filter(id => !/^signal-\d+-0-/u.test(id))).toEqual([]);
  for (const id of gone) expect(await signals.keep(alertSignal(id))).toBe('known');
  expect([...settled].filter(id => waiting.has(id))).toEqual([]);
  await close();
}, 120_000);
