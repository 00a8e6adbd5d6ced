import type { AuditStore } from '../flow/ports/remedy-store.js';
import type { AuditRecord } from '../model/audit-record.js';
import { harmless } from '../model/harmless.js';
import { AUDIT_START, verifyAuditChain } from '../remediation/audit-chain.js';
import { complain } from './complain.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { CliServices } from './services.js';

export type AuditLogVerb = 'show' | 'verify';

export interface AuditLogOptions {
  readonly config?: string;
  readonly last: string;
  readonly json: boolean;
}

/** Records that are read at once. */
const PIECE = 5000;

async function allRecords(audit: AuditStore): Promise<readonly AuditRecord[]> {
  const all: AuditRecord[] = [];
  for (;;) {
    const piece = await audit.read(all.at(-1)?.seq ?? -1, PIECE);
    all.push(...piece);
    if (piece.length < PIECE) return all;
  }
}

function line({ seq, at, event, who, where, why, details }: AuditRecord): string {
  const about = [details.remedy, details.request].filter(part => typeof part === 'string').join(' ');
  return `${seq}  ${new Date(at * 1000).toISOString()}  ${event}  ${harmless(who, 80)}  ${harmless(where, 80)}  ${harmless(about, 120)}  ${harmless(why, 300)}\n`;
}

/** `faultline audit-log show|verify`: the record of what was asked for, decided and done, and the proof that it is whole. */
export async function auditLog(services: CliServices, verb: AuditLogVerb, { config, last, json }: AuditLogOptions): Promise<ExitCode> {
  const most = Number(last);
  if (!Number.isInteger(most) || most < 1) {
    complain(services.err, ['--last is a whole number above 0']);
    return EXIT.usage;
  }
  const opened = await services.openRecords(config);
  if (opened.kind === 'refused') {
    complain(services.err, [opened.says]);
    return EXIT.error;
  }
  try {
    const { audit } = opened.records;
    const head = await audit.head();
    const records = verb === 'show' ? await audit.read(Math.max(0, head.seq - most), most) : await allRecords(audit);
    if (verb === 'show') {
      services.out.write(records.map(record => (json ? `${JSON.stringify(record)}\n` : line(record))).join(''));
      return EXIT.ok;
    }
    const verdict = verifyAuditChain(records, head, AUDIT_START);
    const says =
      verdict.kind === 'intact'
        ? `The audit log is whole: ${verdict.records} record${verdict.records === 1 ? '' : 's'}, the last one ${verdict.head.hash}. Note that hash elsewhere: then nobody can replace the whole log unseen.`
        : `The audit log is not as it was written: ${verdict.says}`;
    services.out.write(json ? `${JSON.stringify(verdict)}\n` : `${says}\n`);
    return verdict.kind === 'intact' ? EXIT.ok : EXIT.error;
  } finally {
    await opened.close();
  }
}
