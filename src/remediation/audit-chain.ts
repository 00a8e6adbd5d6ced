import type { AuditEntry, AuditHead, AuditRecord } from '../model/audit-record.js';
import { digest } from './digest.js';

/** What the first record stands on. */
export const AUDIT_START: AuditHead = { seq: 0, hash: '0'.repeat(64) };

function hashOf({ hash: _, ...rest }: AuditRecord): string {
  return digest(rest);
}

/** The record that follows `head`. Its hash covers the whole chain before it. */
export function auditRecord(head: AuditHead, entry: AuditEntry): AuditRecord {
  const { at, event, who, where, why, details } = entry;
  const record = { at, event, who, where, why, details, seq: head.seq + 1, previous: head.hash, hash: '' };
  return { ...record, hash: hashOf(record) };
}

export type ChainVerdict =
  | { readonly kind: 'intact'; readonly records: number; readonly head: AuditHead }
  | {
      readonly kind: 'broken';
      readonly seq: number;
      readonly what: 'changed' | 'removed' | 'reordered' | 'cut-off';
      readonly says: string;
    };

/**
 * Verifies a chain from `from` (its beginning, or a record that was verified before) to the head that was kept apart. Finds the
 * first record that was changed, removed, put in another order or added, and a tail that was cut off. Whoever can rewrite the
 * records and the head together can forge both: compare the head with one that was noted elsewhere (the log, the chat).
 */
export function verifyAuditChain(records: readonly AuditRecord[], head: AuditHead, from: AuditHead = AUDIT_START): ChainVerdict {
  let last = from;
  for (const record of records) {
    const { seq } = record;
    const wanted = last.seq + 1;
    const broken = (what: 'changed' | 'removed' | 'reordered', says: string): ChainVerdict => ({ kind: 'broken', seq: wanted, what, says });
    if (seq !== wanted) {
      const isElsewhere = records.some(other => other.seq === wanted);
      return isElsewhere
        ? broken('reordered', `record ${wanted} does not stand where it was written: record ${seq} stands there`)
        : broken('removed', `record ${wanted} is missing: record ${seq} follows record ${last.seq}`);
    }
    if (hashOf(record) !== record.hash) return broken('changed', `record ${seq} was changed after it was written`);
    if (record.previous !== last.hash)
      return broken('changed', `record ${seq} does not stand on record ${last.seq}: one of them was replaced`);
    last = { seq, hash: record.hash };
  }
  if (last.seq < head.seq)
    return {
      kind: 'broken',
      seq: last.seq + 1,
      what: 'cut-off',
      says: `the records after ${last.seq} are missing: the last one written was ${head.seq}`,
    };
  if (last.seq > head.seq || last.hash !== head.hash)
    return {
      kind: 'broken',
      seq: last.seq,
      what: 'changed',
      says: `the chain ends in record ${last.seq}, and that is not the one that was written last`,
    };
  return { kind: 'intact', records: records.length, head: last };
}
