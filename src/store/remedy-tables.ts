import type { ApprovalState } from '../model/approval.js';

/** The tables of remedies and of the audit log, by the same rules as `Tables`. */
export interface RemedyTables {
  /** `json` is the whole of it, the other columns are what is searched. */
  readonly remedy_request: {
    readonly id: string;
    readonly revision: number;
    readonly incident: string | null;
    readonly state: ApprovalState['kind'];
    readonly host: string;
    readonly digest: string;
    readonly is_open: number;
    /** The revision that people were shown; -1: none. */
    readonly shown_revision: number;
    readonly created_at: number;
    /** A `KeptRemedy`. */
    readonly json: string;
  };
  /** One row for each host on which a remedy runs. */
  readonly host_turn: { readonly host: string; readonly request: string };
  readonly audit: {
    readonly seq: number;
    readonly previous: string;
    readonly hash: string;
    /** An `AuditEntry`, with its time as it was hashed. */
    readonly json: string;
  };
  /** One row. */
  readonly audit_head: { readonly name: string; readonly seq: number; readonly hash: string };
}
