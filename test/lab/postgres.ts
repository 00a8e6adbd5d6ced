import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from './free-port.js';

const run = promisify(execFile);
/** Debian 12's package postgresql. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
const USER = 'faultline';
const PASSWORD = 'geheim-7';
/** Until it takes connections, on a busy machine. */
const MOST_START_MS = 60_000;

/** A real PostgreSQL server on a free port of the loopback, with a folder of its own; every commit waits for its disk. */
export interface PostgresServer {
  readonly port: number;
  readonly folder: string;
  readonly password: string;
  /** The server's own process while it runs. */
  readonly pid: () => number;
  /** URL of a fresh database. */
  readonly createDatabase: (options?: string) => Promise<string>;
  /** Runs one statement as the superuser, in the database of the URL or in `postgres`. */
  readonly query: (text: string, url?: string) => Promise<readonly Record<string, unknown>[]>;
  /** Ends it: `fast` breaks connections off, `crash` does not even write its log out. */
  readonly end: (how: 'fast' | 'crash') => Promise<void>;
  readonly begin: (...settings: readonly string[]) => Promise<void>;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root: then it is Debian's account `postgres`. */
async function account(): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.geteuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async flag => Number((await run('id', [flag, 'postgres'])).stdout)));
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** @param parent folder for its own folder; default: the system's for temporary files */
export async function startPostgres(parent = tmpdir()): Promise<PostgresServer> {
  const [port, who] = await Promise.all([freePort(), account()]);
  const folder = mkdtempSync(join(parent, 'faultline-postgres-lab-'));
  if (who.uid !== undefined && who.gid !== undefined) chownSync(folder, who.uid, who.gid);
  const data = join(folder, 'data');
  const passwords = join(folder, 'password');
  writeFileSync(passwords, PASSWORD, { mode: 0o644 });
  const how = ['--auth=scram-sha-256', `--pwfile=${passwords}`, `--username=${USER}`, '--encoding=UTF8', '--no-locale'];
  await run(join(PROGRAMS, 'initdb'), ['--pgdata', data, ...how], { ...who, cwd: folder });

  let server: ChildProcess | undefined;
  let log = '';
  const urlOf = (database: string): string => `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const query: PostgresServer['query'] = async (text, url = urlOf('postgres')) => {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  };
  const begin: PostgresServer['begin'] = async (...settings) => {
    const options = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, `port=${port}`, 'fsync=on', ...settings];
    const child = spawn(join(PROGRAMS, 'postgres'), ['-D', data, ...options.flatMap(option => ['-c', option])], {
      ...who,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', chunk => {
      log += String(chunk);
    });
    server = child;
    const until = Date.now() + MOST_START_MS;
    for (;;) {
      try {
        await query('select 1');
        return;
      } catch (error) {
        if (child.exitCode !== null || Date.now() > until) throw new Error(`PostgreSQL did not start: ${String(error)}\n${log}`);
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    }
  };
  const end: PostgresServer['end'] = async way => {
    if (!server || server.exitCode !== null) return;
    const gone = once(server, 'exit');
    server.kill(way === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await gone;
    server = undefined;
  };
  let databases = 0;
  await begin();
  return {
    port,
    folder,
    password: PASSWORD,
    pid: () => server?.pid ?? 0,
    createDatabase: async (options = '') => {
      const name = `test_${++databases}`;
      await query(`create database ${name} ${options}`);
      return urlOf(name);
    },
    query,
    begin,
    end,
    stop: async () => {
      await end('fast');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
