import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import { explainPostgres } from './explain-postgres.js';
import { postgresLease } from './postgres-lease.js';
import type { OpenDatabase, SignalRow, Tables } from './tables.js';

type Opened = { readonly kind: 'open'; readonly database: OpenDatabase } | { readonly kind: 'refused'; readonly says: string };

const LIMITS = {
  /** PostgreSQL allows 100 by default, for everybody. */
  max: 10,
  /** Also for one of the pool to become free, in a flood. */
  connectionTimeoutMillis: 10_000,
  idleTimeoutMillis: 30_000,
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  /** A replica that was paused in the midst of a transaction keeps the others from taking the lease for no longer than this. */
  idle_in_transaction_session_timeout: 10_000,
  /** Of a connection whose other end vanished without a word: longer than the server's own limit. */
  query_timeout: 35_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'faultline',
} satisfies PoolConfig;

/** A key of our own among the advisory locks of the database. */
const SCHEMA_LOCK = 0x464c544c;

const INT8 = 20;
/** Times and counts are far below 2^53: numbers, where `pg` gives texts. */
const NUMBERS: PoolConfig['types'] = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : types.getTypeParser(oid, format ?? 'text')),
} as PoolConfig['types'];

/** Where the database is: never the login. */
function nameOf(url: URL): string {
  const database = url.pathname.slice(1);
  return `PostgreSQL at ${url.hostname || 'this machine'}:${url.port || '5432'}${database === '' ? '' : `, database ${database}`}`;
}

/** A pool whose lost connections end nothing but what was asked of them. */
function poolOf(config: PoolConfig): Pool {
  const pool = new Pool({ types: NUMBERS, ...config });
  // Nobody waits on an idle connection: without a listener its end would end the process. Whoever uses one gets the error itself.
  pool.on('error', () => undefined);
  pool.on('connect', client => client.on('error', () => undefined));
  return pool;
}

/** On a connection without the limits of time: a new index of a big table takes minutes, and so may another replica that is at it. */
async function changeSchema<T>(connectionString: string, work: (within: Transaction<Tables>) => Promise<T>): Promise<T> {
  const { application_name, connectionTimeoutMillis, keepAlive } = LIMITS;
  const pool = poolOf({ connectionString, application_name, connectionTimeoutMillis, keepAlive, max: 1 });
  const patient = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    return await patient.transaction().execute(async within => {
      await sql`select pg_advisory_xact_lock(${SCHEMA_LOCK})`.execute(within);
      return work(within);
    });
  } finally {
    await patient.destroy();
  }
}

/** Attempts when two replicas keep the same signals at the same moment and wait for each other. */
const ATTEMPTS = 5;

async function insertSignals(db: Kysely<Tables>, rows: readonly SignalRow[]): Promise<ReadonlySet<string>> {
  const ids = rows.map(({ id }) => id);
  const times = rows.map(({ received_at: receivedAt }) => receivedAt);
  const bodies = rows.map(({ body }) => body);
  for (let attempt = 1; ; attempt++) {
    try {
      const { rows: fresh } = await sql<{ id: string }>`
        insert into signal (id, received_at, body)
        select id, received_at, body
        from unnest(${ids}::text[], ${times}::bigint[], ${bodies}::text[]) with ordinality as given (id, received_at, body, place)
        order by place
        on conflict (id) do nothing
        returning id`.execute(db);
      return new Set(fresh.map(({ id }) => id));
    } catch (error) {
      const isDeadlock = typeof error === 'object' && error !== null && 'code' in error && error.code === '40P01';
      if (!isDeadlock || attempt === ATTEMPTS) throw error;
    }
  }
}

/** Opens a PostgreSQL database, which several replicas may share. A connection that is lost is made anew when it is needed next. */
export async function openPostgres(connectionString: string): Promise<Opened> {
  if (!URL.canParse(connectionString))
    return {
      kind: 'refused',
      says: 'store.url cannot be read: write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, with special letters as %XX.',
    };
  const name = nameOf(new URL(connectionString));
  const explain = (error: unknown): string | undefined => explainPostgres(error, name);
  let db: Kysely<Tables> | undefined;
  try {
    const opened = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf({ connectionString, ...LIMITS }) }) });
    db = opened;
    const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(opened);
    const encoding = rows[0]?.server_encoding;
    if (encoding !== 'UTF8') {
      await opened.destroy();
      return {
        kind: 'refused',
        says: `${name} keeps texts as ${encoding}, which cannot hold every letter: create it anew with the encoding UTF8.`,
      };
    }
    const database: OpenDatabase = {
      db: opened,
      bytes: 'bytea',
      counter: 'bigserial',
      name,
      explain,
      insertSignals: signals => insertSignals(opened, signals),
      changeSchema: work => changeSchema(connectionString, work),
      ...postgresLease(opened),
      close: () => opened.destroy(),
    };
    return { kind: 'open', database };
  } catch (error) {
    await db?.destroy();
    // Not the error's own words: those of a URL that cannot be read hold the URL.
    return { kind: 'refused', says: explain(error) ?? `${name} cannot be opened: look at store.url, and at the log of the database.` };
  }
}
