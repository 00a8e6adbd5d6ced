import type { JsonValue } from './json-value.js';

/** What happened, before it is chained. */
export interface AuditEntry {
  /** Seconds since the epoch. */
  readonly at: number;
  /** `requested`, `approved`, `refused`, `started`, `ended`, … */
  readonly event: string;
  /** Who: an id of the chat, `cli:NAME`, or `faultline` itself. */
  readonly who: string;
  /** Host or hosts. */
  readonly where: string;
  readonly why: string;
  /** argv, digest, outcome, …: whatever shows later what was done. */
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** One link of the audit chain. */
export interface AuditRecord extends AuditEntry {
  /** 1, 2, 3, … without a gap. */
  readonly seq: number;
  /** Hash of the record before it; of the first one, 64 zeros. */
  readonly previous: string;
  /** SHA-256 over `previous` and the canonical JSON of the rest. */
  readonly hash: string;
}

/** The newest record's place and hash, kept apart from the records: a tail that was cut off shows. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}
