import fc from 'fast-check';
import type { AuditHead, AuditRecord } from '../../src/model/audit-record.js';
import { AUDIT_START, auditRecord, verifyAuditChain } from '../../src/remediation/audit-chain.js';

function chainOf(count: number): { readonly records: readonly AuditRecord[]; readonly head: AuditHead } {
  const records: AuditRecord[] = [];
  let head = AUDIT_START;
  for (let i = 0; i < count; i++) {
    const record = auditRecord(head, {
      at: 1000 + i,
      event: 'approved',
      who: `U${i % 3}`,
      where: 'api-1',
      why: 'it helps',
      details: { argv: ['true', String(i)], ok: true },
    });
    records.push(record);
    head = { seq: record.seq, hash: record.hash };
  }
  return { records, head };
}
const { records, head } = chainOf(12);
const found = (changed: readonly AuditRecord[], kept = head) => {
  const verdict = verifyAuditChain(changed, kept);
  return verdict.kind === 'intact' ? 'intact' : `${verdict.what} ${verdict.seq}`;
};
const at = (index: number): AuditRecord => {
  const record = records[index];
  if (!record) throw new Error(`no record ${index}`);
  return record;
};

test('an untouched chain is intact, also from the middle on, also when empty', () => {
  expect(verifyAuditChain(records, head)).toEqual({ kind: 'intact', records: 12, head });
  expect(verifyAuditChain(records.slice(5), head, { seq: 5, hash: at(4).hash }).kind).toBe('intact');
  expect(verifyAuditChain([], AUDIT_START).kind).toBe('intact');
});

test.each(['at', 'event', 'who', 'where', 'why', 'details', 'previous', 'hash'] as const)('a changed %s', key => {
  const value = key === 'at' ? 1 : key === 'details' ? { argv: ['true', '5'], ok: false } : 'other';
  expect(found(records.map((record, index) => (index === 5 ? { ...record, [key]: value } : record)))).toBe('changed 6');
});

test('a record that was changed and hashed again shows at the next one, and the last one by the head', () => {
  const forged = (index: number) => auditRecord({ seq: index, hash: at(index - 1).hash }, { ...at(index), who: 'nobody' });
  expect(found(records.map((record, index) => (index === 5 ? forged(5) : record)))).toBe('changed 7');
  expect(found(records.map((record, index) => (index === 11 ? forged(11) : record)))).toBe('changed 12');
});

test('removed, reordered, doubled, cut off, added', () => {
  expect(found(records.filter((_, index) => index !== 3))).toBe('removed 4');
  expect(found(records.slice(1))).toBe('removed 1');
  expect(found([...records.slice(0, 3), at(4), at(3), ...records.slice(5)])).toBe('reordered 4');
  expect(found([...records.slice(0, 4), at(3), ...records.slice(4)])).toBe('reordered 5');
  expect(found(records.slice(0, 9))).toBe('cut-off 10');
  expect(found([])).toBe('cut-off 1');
  expect(found([...records, auditRecord(head, at(0))])).toBe('changed 13');
});

test('no single change of the text goes unnoticed', () => {
  const text = JSON.stringify(records);
  const printable = fc.integer({ min: 32, max: 126 }).map(code => String.fromCharCode(code));
  let tried = 0;
  fc.assert(
    fc.property(fc.nat(text.length - 1), printable, (place, sign) => {
      const changed = `${text.slice(0, place)}${sign}${text.slice(place + 1)}`;
      let parsed: readonly AuditRecord[];
      try {
        parsed = JSON.parse(changed) as readonly AuditRecord[];
      } catch {
        return;
      }
      if (JSON.stringify(parsed) === text) return;
      tried++;
      expect(found(parsed)).not.toBe('intact');
    }),
    { numRuns: 2000 },
  );
  expect(tried).toBeGreaterThan(500);
});
