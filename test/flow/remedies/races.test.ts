import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditRecord, verifyAuditChain } from '../../../src/remediation/audit-chain.js';
import { openStore } from '../../../src/store/open-store.js';
import { removeMoved } from '../../libexec/root-script.js';
import { type Raced, type RaceKind, race } from './race.js';
import { realHost } from './real-host.js';
import { clock } from './remedy-kit.js';

const EACH: Readonly<Record<RaceKind, number>> = {
  'two approvers, each clicking twice': 400,
  'approve against expire': 200,
  'approve against supersede': 200,
  'approve against reject': 200,
};

afterAll(removeMoved);

test('1,000 races: what was approved runs once, what was not does not run, and the record says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-races-'));
  const opened = await openStore(`sqlite:${join(folder, 'f.db')}`, clock);
  if (opened.kind === 'refused') throw new Error(opened.says);
  const host = realHost();
  const all: Partial<Record<RaceKind, Raced>> = {};
  for (const kind of Object.keys(EACH) as RaceKind[]) {
    const raced = await race(kind, EACH[kind], [opened.store], host);
    all[kind] = raced;
    expect(raced.wrong).toEqual([]);
  }
  process.stdout.write(`${JSON.stringify(all, null, 1)}\n`);
  expect(all['two approvers, each clicking twice']?.runs).toEqual({ 1: 400 });
  const { audit } = opened.store.remedies(auditRecord);
  expect(verifyAuditChain(await audit.read(0, 100_000), await audit.head()).kind).toBe('intact');
  await host.close();
  await opened.store.close();
  rmSync(folder, { recursive: true, force: true });
}, 300_000);
