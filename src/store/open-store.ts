import { sql } from 'kysely';
import type { SignalStore, StoryStore } from '../flow/ports/alert-store.js';
import type { Lease } from '../flow/ports/lease.js';
import type { AuditStore, Chain, RemedyStore } from '../flow/ports/remedy-store.js';
import type { Clock, IncidentStore, Outbox } from '../flow/ports.js';
import { auditStore } from './audit.js';
import { guarded } from './guarded.js';
import { incidentStore } from './incidents.js';
import { migrate } from './migrate.js';
import { toMs } from './ms.js';
import { outbox } from './outbox.js';
import { openPostgres } from './postgres.js';
import { type Pruned, prune } from './prune.js';
import { remedyStore } from './remedies.js';
import { signalStore } from './signals.js';
import { openSqlite } from './sqlite.js';
import { storyStore } from './stories.js';
import type { OpenDatabase } from './tables.js';
import { writing } from './writing.js';

/** Everything durable that one process has. Each promise of it resolves after the commit, and rejects with a sentence. */
export interface Store {
  readonly incidents: IncidentStore;
  readonly outbox: Outbox;
  readonly signals: SignalStore;
  readonly stories: StoryStore;
  /** Remedies and the audit log; `chain` makes each record follow the one before it. */
  readonly remedies: (chain: Chain) => { readonly remedies: RemedyStore; readonly audit: AuditStore };
  readonly lease: Lease;
  /** Rejects with a sentence while the database does not answer. */
  readonly ping: () => Promise<void>;
  /**
   * Removes a bounded part of what is older than that (seconds since the epoch): what hosts printed, and names of settled signals. Call it
   * again while it removes something.
   */
  readonly prune: (before: number) => Promise<Pruned>;
  /** Gives the file free. What is asked for afterwards is refused. */
  readonly close: () => Promise<void>;
}

export type OpenedStore = { readonly kind: 'open'; readonly store: Store } | { readonly kind: 'refused'; readonly says: string };

/** A store over a database that is open already. */
function storeOver(database: OpenDatabase, clock: Clock): Store {
  let open = true;
  const guard = guarded(database, () => open);
  const write = writing(database, guard);
  const { hold, release } = database.lease;
  return {
    incidents: incidentStore(database, guard, write),
    outbox: outbox(database, clock, guard, write),
    signals: signalStore(database, guard),
    stories: storyStore(database, clock, guard, write),
    remedies: chain => ({
      remedies: remedyStore(database, guard, write, chain),
      audit: auditStore(database, guard, write, chain),
    }),
    lease: { hold: seconds => guard(() => hold(seconds)), release: () => guard(release) },
    ping: () => guard(async () => void (await sql`select 1`.execute(database.db))),
    prune: before => prune(write, toMs(before)),
    close: async () => {
      if (!open) return;
      open = false;
      await database.close();
    },
  };
}

/** Opens the database that a URL names. Its scheme alone is told back: the rest may hold a password. */
async function openDatabase(url: string): ReturnType<typeof openPostgres> {
  if (url.startsWith('sqlite:')) return openSqlite(url.slice('sqlite:'.length));
  if (/^postgres(?:ql)?:\/\//u.test(url)) return openPostgres(url);
  const scheme = url.slice(0, Math.max(0, url.indexOf(':')));
  return {
    kind: 'refused',
    says: `Records are kept in SQLite or PostgreSQL, not in ${scheme || 'this'}: write store.url as sqlite:PATH or postgres://USER:PASSWORD@HOST:5432/DATABASE.`,
  };
}

/**
 * Opens the store that `store.url` names and brings its schema up to date. Never throws: what is wrong is one sentence, without a password.
 *
 * @param url `sqlite:/absolute/path`, one file for this process alone; or `postgres://…`, which replicas share
 */
export async function openStore(url: string, clock: Clock): Promise<OpenedStore> {
  const opened = await openDatabase(url);
  if (opened.kind === 'refused') return opened;
  const { database } = opened;
  try {
    const newer = await migrate(database, clock);
    if (newer === undefined) return { kind: 'open', store: storeOver(database, clock) };
    await database.close();
    return { kind: 'refused', says: newer };
  } catch (error) {
    await database.close();
    return { kind: 'refused', says: database.explain(error) ?? `${database.name} cannot be used: ${String(error)}` };
  }
}
