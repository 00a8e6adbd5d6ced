import type { AuditEntry, AuditHead, AuditRecord } from '../../model/audit-record.js';
import type { JudgedEvidence } from '../../model/diagnosis.js';
import type { RemedyRequest } from '../../model/remedy-request.js';
import type { Target } from '../../model/target.js';

/** A request, and what is needed to look at its host again and to make its plan anew. */
export interface KeptRemedy {
  readonly request: RemedyRequest;
  readonly target: Target;
  /** Values that a person chose. */
  readonly chosen: Readonly<Record<string, string>>;
  /** The evidence as it was when the plan was made; from the start on, as it was right before. */
  readonly before: readonly JudgedEvidence[];
  /** The command that runs or ran last, its index in the plan, and when it began: what a killed process leaves behind. */
  readonly step?: { readonly index: number; readonly at: number };
  /** Since then the undo runs or ran: it is not begun twice. */
  readonly undoBeganAt?: number;
  /** Something remains to be done without people: to expire it, to carry it out, to look what became of it, to verify or undo it. */
  readonly isOpen: boolean;
  /** Seconds since the epoch: the last change of any kind. */
  readonly changedAt: number;
}

/** `take`: no other remedy may run on that host until it is released. */
export type HostTurn = 'take' | 'as-is' | 'release';

export type Moved =
  | { readonly kind: 'moved'; readonly kept: KeptRemedy }
  /** Somebody else was first: read it again. */
  | { readonly kind: 'stale' }
  /** Another remedy (its id) runs on that host. */
  | { readonly kind: 'busy'; readonly by: string };

/**
 * Where requests for remedies are kept. What happened and its audit entry are one transaction: neither is kept without the other. Every promise
 * resolves after the commit, and rejects with a sentence.
 */
export interface RemedyStore {
  /** `known`: the same plan waits in the same incident already; nothing is kept. */
  readonly add: (kept: KeptRemedy, entries: readonly AuditEntry[]) => Promise<'added' | 'known'>;
  /** Compare and set: `next` is kept with the next revision if `next.request.revision` still is the one that stands there. */
  readonly move: (next: KeptRemedy, entries: readonly AuditEntry[], turn: HostTurn) => Promise<Moved>;
  readonly find: (id: string) => Promise<KeptRemedy | undefined>;
  /** Those with `isOpen`, oldest first. */
  readonly open: () => Promise<readonly KeptRemedy[]>;
  /** Those that wait for people, newest first. */
  readonly waiting: (limit: number) => Promise<readonly KeptRemedy[]>;
  /** Oldest first. */
  readonly ofIncident: (incident: string) => Promise<readonly KeptRemedy[]>;
  /** Those whose newest revision was not shown: a process was killed in between. */
  readonly unshown: (limit: number) => Promise<readonly KeptRemedy[]>;
  readonly markShown: (id: string, revision: number) => Promise<void>;
}

/** The audit log: hash-chained, only ever added to. */
export interface AuditStore {
  readonly append: (entry: AuditEntry) => Promise<AuditRecord>;
  /** The place and hash of the newest record, kept apart from the records. */
  readonly head: () => Promise<AuditHead>;
  /** Records after that place, in the order in which they stand. */
  readonly read: (after: number, limit: number) => Promise<readonly AuditRecord[]>;
}

/** Makes the record that follows a head (`remediation/audit-chain.ts`); handed in, since the store knows nothing of hashes. */
export type Chain = (head: AuditHead, entry: AuditEntry) => AuditRecord;
