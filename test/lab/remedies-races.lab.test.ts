import { auditRecord, verifyAuditChain } from '../../src/remediation/audit-chain.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { type Raced, type RaceKind, race } from '../flow/remedies/race.js';
import { realHost } from '../flow/remedies/real-host.js';
import { clock } from '../flow/remedies/remedy-kit.js';
import { removeMoved } from '../libexec/root-script.js';
import { type PostgresServer, startPostgres } from './postgres.js';

/** All kinds together; `LAB_RACES=1000` by hand. */
const RACES = Number(process.env.LAB_RACES ?? 100);
const SHARES: Readonly<Record<RaceKind, number>> = {
  'two approvers, each clicking twice': 0.4,
  'approve against expire': 0.2,
  'approve against supersede': 0.2,
  'approve against reject': 0.2,
};

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(async () => {
  removeMoved();
  await server.stop();
});

async function open(url: string): Promise<Store> {
  const opened = await openStore(url, clock);
  if (opened.kind === 'refused') throw new Error(opened.says);
  return opened.store;
}

test(`${RACES} races between two replicas on one PostgreSQL: what was approved runs once, and the record says so`, async () => {
  const url = await server.createDatabase();
  const stores = [await open(url), await open(url)] as const;
  const host = realHost();
  const all: Partial<Record<RaceKind, Raced>> = {};
  for (const kind of Object.keys(SHARES) as RaceKind[]) {
    all[kind] = await race(kind, Math.round(RACES * SHARES[kind]), stores, host);
    process.stdout.write(`PostgreSQL, two replicas, ${kind}: ${JSON.stringify(all[kind])}\n`);
  }
  expect(Object.values(all).flatMap(({ wrong }) => wrong)).toEqual([]);
  const twice = all['two approvers, each clicking twice'];
  expect(twice?.runs).toEqual({ 1: twice?.races });
  const { audit } = stores[1].remedies(auditRecord);
  expect(verifyAuditChain(await audit.read(0, 100_000), await audit.head()).kind).toBe('intact');
  await Promise.all([host.close(), ...stores.map(store => store.close())]);
}, 900_000);
