import { auditRecord, verifyAuditChain } from '../../src/remediation/audit-chain.js';
import { openStore, type Store } from '../../src/store/open-store.js';
import { race } from '../flow/remedies/race.js';
import { realHost } from '../flow/remedies/real-host.js';
import { clock } from '../flow/remedies/remedy-kit.js';
import { removeMoved } from '../libexec/root-script.js';
import { type PostgresServer, startPostgres } from './postgres.js';

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

test('1,000 races between two replicas on one PostgreSQL: what was approved runs once, and the record says so', async () => {
  const url = await server.createDatabase();
  const stores = [await open(url), await open(url)] as const;
  const host = realHost();
  const twice = await race('two approvers, each clicking twice', 400, stores, host);
  const others = [
    await race('approve against expire', 200, stores, host),
    await race('approve against supersede', 200, stores, host),
    await race('approve against reject', 200, stores, host),
  ];
  process.stdout.write(`${JSON.stringify([twice, ...others])}\n`);
  expect([twice, ...others].flatMap(({ wrong }) => wrong)).toEqual([]);
  expect(twice.runs).toEqual({ 1: 400 });
  const { audit } = stores[1].remedies(auditRecord);
  expect(verifyAuditChain(await audit.read(0, 100_000), await audit.head()).kind).toBe('intact');
  await Promise.all([host.close(), ...stores.map(store => store.close())]);
}, 900_000);
