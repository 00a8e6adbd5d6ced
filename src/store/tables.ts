import type { Kysely, Transaction } from 'kysely';
import type { Lease } from '../flow/ports/lease.js';
import type { OutcomeWord } from '../model/diagnosis.js';
import type { RunState } from '../model/incident.js';
import type { AlertTables } from './alert-tables.js';
import type { RemedyTables } from './remedy-tables.js';

/**
 * The tables as both databases know them: ids are text, times are whole milliseconds since the epoch, lists and objects are JSON in text,
 * flags are 0 or 1. Nothing in them needs a type that only one of the databases has.
 */
export interface Tables extends AlertTables, RemedyTables {
  readonly incident: {
    readonly id: string;
    /** Names what came in, once for all: the same signal is the same incident. */
    readonly signal: string;
    readonly opened_by: string;
    readonly opened_at: number;
    readonly channel: string;
    readonly thread: string | null;
    /** A `Question` as JSON. */
    readonly question: string;
  };
  readonly run: {
    readonly incident: string;
    readonly number: number;
    readonly started_by: string;
    readonly started_at: number;
    readonly state: RunState['kind'];
    readonly ended_at: number | null;
    /** Of an answered run. */
    readonly outcome: OutcomeWord | null;
    /** Of a failed run: its sentences, as JSON. */
    readonly says: string | null;
    /** Of a failed run: 1 when it broke off in the middle, 0 when it could not even begin. */
    readonly broke_off: number | null;
    /** 1 while what the hosts printed is kept. */
    readonly has_capture: number | null;
  };
  /** What a run found: apart from the run, since a capture may be megabytes and lists must stay quick. Compressed (`packed.ts`). */
  readonly investigation: {
    readonly incident: string;
    readonly run: number;
    readonly diagnosis: Uint8Array;
    /** No bytes: it was kept for its time and is gone. */
    readonly capture: Uint8Array;
    /** The capture without what the hosts printed; null: written by a version that had none. */
    readonly outline: Uint8Array | null;
  };
  readonly feedback: {
    readonly incident: string;
    readonly run: number;
    readonly person: string;
    readonly cause: 'right' | 'wrong';
    readonly at: number;
  };
  readonly outbox: {
    readonly slot: string;
    readonly incident: string;
    readonly content: string;
    readonly after_slot: string | null;
    /** Order in which slots were first wanted: microseconds of the clock, made unique. */
    readonly place: number;
    readonly version: number;
    readonly delivered: number;
    readonly channel: string | null;
    readonly ts: string | null;
    readonly posting: number;
    readonly abandoned: string | null;
    /** Null: written by a version that had none; its place tells. */
    readonly wanted_at: number | null;
    readonly posting_at: number | null;
  };
  /** One row: how far the schema has come. */
  readonly schema_version: { readonly version: number; readonly changed_at: number };
}

/** A signal as it is kept; `body` is its group as JSON. */
export type SignalRow = Pick<Tables['signal'], 'id' | 'received_at' | 'body'>;

/** A database that is open: everything that differs between SQLite and PostgreSQL is behind this. */
export interface OpenDatabase {
  readonly db: Kysely<Tables>;
  /** Column type for bytes. */
  readonly bytes: 'blob' | 'bytea';
  /** Column type of a key that counts up. */
  readonly counter: 'integer' | 'bigserial';
  /** Where it is, for sentences. */
  readonly name: string;
  /** What an error of this database means and what to do about it; undefined for an error that is none of the database's own. */
  readonly explain: (error: unknown) => string | undefined;
  /** Inserts signals in this order, as one commit; gives the ids of those that were not kept already. */
  readonly insertSignals: (rows: readonly SignalRow[]) => Promise<ReadonlySet<string>>;
  /** Runs one transaction that may change the schema: alone among all processes, and as long as it takes. */
  readonly changeSchema: <T>(work: (within: Transaction<Tables>) => Promise<T>) => Promise<T>;
  readonly lease: Lease;
  /** Throws `LeaseLost` when this process may not write any more; until the transaction ends, that cannot change. */
  readonly checkLease: (within: Transaction<Tables>) => Promise<void>;
  readonly close: () => Promise<void>;
}
