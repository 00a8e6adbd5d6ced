import type { AuditEntry } from '../../../src/model/audit-record.js';
import { auditRecord, verifyAuditChain } from '../../../src/remediation/audit-chain.js';
import { keptRemedy } from '../sample-remedy.js';
import { FROZEN, type OpenedStore } from './opened-store.js';

const entry = (why: string): AuditEntry => ({
  at: FROZEN.now(),
  event: 'sample',
  who: 'U1',
  where: 'api-1',
  why,
  details: { n: 0.1, list: ['a', null] },
});

/** Requests for remedies, whose turn it is on a host, and the audit log. */
export function remedyContract({ store, reopen }: OpenedStore): void {
  const open = () => store().remedies(auditRecord);
  const chain = async () => {
    const { audit } = open();
    return verifyAuditChain(await audit.read(0, 10_000), await audit.head());
  };

  describe('remedies and the audit log', () => {
    test('a request comes back whole, also after the process ended; the same plan waits once', async () => {
      const kept = keptRemedy('rem-1', { incident: 'inc-1' });
      expect(await open().remedies.add(kept, [entry('one')])).toBe('added');
      expect(await open().remedies.add(keptRemedy('rem-2', { incident: 'inc-1' }), [entry('two')])).toBe('known');
      await reopen();
      expect(await open().remedies.find('rem-1')).toEqual(kept);
      expect(await open().remedies.find('rem-2')).toBeUndefined();
      expect(await open().remedies.ofIncident('inc-1')).toEqual([kept]);
      expect(await open().remedies.waiting(9)).toEqual([kept]);
      expect(await open().remedies.open()).toEqual([kept]);
      expect(await chain()).toMatchObject({ kind: 'intact', records: 1 });
    });

    test('of many who change the same revision at once, one does; what the others would have told the audit log is not in it', async () => {
      const kept = keptRemedy('rem-1');
      await open().remedies.add(kept, []);
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, n) => open().remedies.move({ ...kept, chosen: { n: String(n) } }, [entry(`by ${n}`)], 'as-is')),
      );
      expect(all.filter(({ kind }) => kind === 'moved')).toHaveLength(1);
      expect(all.filter(({ kind }) => kind === 'stale')).toHaveLength(19);
      const winner = all.findIndex(({ kind }) => kind === 'moved');
      expect(await open().remedies.find('rem-1')).toMatchObject({ chosen: { n: String(winner) }, request: { revision: 2 } });
      expect((await open().audit.read(0, 99)).map(({ why }) => why)).toEqual([`by ${winner}`]);
    });

    test('one remedy runs on a host at a time; the next one when that is released', async () => {
      const [first, second, elsewhere] = [keptRemedy('rem-1'), keptRemedy('rem-2'), keptRemedy('rem-3', { host: 'api-2' })];
      for (const kept of [first, second, elsewhere]) await open().remedies.add(kept, []);
      const took = await open().remedies.move(first, [], 'take');
      expect(took.kind).toBe('moved');
      expect(await open().remedies.move(second, [entry('not kept')], 'take')).toEqual({ kind: 'busy', by: 'rem-1' });
      expect((await open().remedies.move(elsewhere, [], 'take')).kind).toBe('moved');
      expect((await open().remedies.find('rem-2'))?.request.revision).toBe(1);
      if (took.kind === 'moved') await open().remedies.move({ ...took.kept, isOpen: false }, [], 'release');
      await reopen();
      expect((await open().remedies.move(second, [], 'take')).kind).toBe('moved');
      expect((await open().remedies.open()).map(({ request }) => request.id)).toEqual(['rem-2', 'rem-3']);
      expect((await open().audit.head()).seq).toBe(0);
    });

    test('what was not shown yet is known', async () => {
      await open().remedies.add(keptRemedy('rem-1'), []);
      const unshown = async () => (await open().remedies.unshown(9)).map(({ request }) => request.id);
      expect(await unshown()).toEqual(['rem-1']);
      await open().remedies.markShown('rem-1', 1);
      expect(await unshown()).toEqual([]);
      await open().remedies.move(keptRemedy('rem-1'), [], 'as-is');
      await open().remedies.markShown('rem-1', 1);
      expect(await unshown()).toEqual(['rem-1']);
    });

    test('the chain of the audit log holds, whoever writes at once, and is read in pieces', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, n) => open().audit.append(entry(`ä“\u2028 ${n}`))));
      expect(await chain()).toMatchObject({ kind: 'intact', records: 50 });
      await reopen();
      expect((await open().audit.read(48, 10)).map(({ seq }) => seq)).toEqual([49, 50]);
      expect(await chain()).toMatchObject({ kind: 'intact', records: 50 });
    });
  });
}
