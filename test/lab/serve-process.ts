import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.js';
import { openStore } from '../../src/store/open-store.js';
import { freePort } from './free-port.js';
import { main } from './lab.js';

/** Configuration, start and first connection, on a busy machine. */
const MOST_START_MS = 30_000;
/** What `serve` grants what is under way, and the hosts. */
const MOST_END_MS = 45_000;
/** A run, and what is said of it. */
const MOST_LOG_MS = 90_000;

/** `faultline serve` as a process of its own, in a workspace of this one. */
export interface Serving {
  readonly workspace: Workspace;
  /** The configuration that it runs with: hosts of the lab, Slack, the store. */
  readonly config: string;
  /** Begins the process (again); resolves when it listens to Slack. */
  readonly start: () => Promise<void>;
  /** Ends it without warning, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; gives the exit code. */
  readonly stop: () => Promise<number | null>;
  /** Everything that it logged, in all its lives. */
  readonly log: () => string;
  /** Resolves when what it logged fits. */
  readonly logged: (fits: (log: string) => boolean) => Promise<void>;
  /** What it saw in its only run, written to a file for `replay`; once it has stopped. */
  readonly recorded: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a workspace and sets a bot up in it, with the lab's hosts as `hosts` (a configuration of the lab) names them. Nothing runs yet. `more`: further sections, and the environment that they name. */
export async function openServing(
  mode: 'socket' | 'http',
  hosts: string,
  more: { readonly sections?: (workspace: Workspace) => object; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Serving> {
  const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  const workspace = await startWorkspace({ manifest, mode });
  const folder = mkdtempSync(join(tmpdir(), 'faultline-serve-lab-'));
  const port = await freePort();
  const config = join(folder, 'faultline.yml');
  const store = `sqlite:${join(folder, 'faultline.db')}`;
  const slack = {
    mode,
    bot_token: 'env:BOT',
    app_token: 'env:APP',
    signing_secret: 'env:SIGNING',
    channel: '#incidents',
    api_url: workspace.apiUrl,
  };
  // JSON is YAML: what is added needs no quoting by hand.
  const added = Object.entries({ slack, store: { url: store }, http: { listen: `127.0.0.1:${port}` }, ...more.sections?.(workspace) });
  writeFileSync(config, `${readFileSync(hosts, 'utf8')}\n${added.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join('')}`);

  let child: ChildProcess | undefined;
  let logged = '';
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    const ending = child;
    child = undefined;
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return ending?.exitCode ?? null;
    const ended = once(ending, 'exit');
    ending.kill(signal);
    const late = setTimeout(() => ending.kill('SIGKILL'), MOST_END_MS);
    await ended;
    clearTimeout(late);
    return ending.exitCode;
  };
  return {
    workspace,
    config,
    start: async () => {
      const { botToken: BOT, appToken: APP, signingSecret: SIGNING } = workspace;
      const begun = spawn(process.execPath, [main, 'serve', '--config', config], {
        env: { ...process.env, ...more.env, BOT, APP, SIGNING },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = begun;
      let said = '';
      const late = setTimeout(() => begun.kill('SIGKILL'), MOST_START_MS);
      for (const stream of [begun.stdout, begun.stderr])
        stream.on('data', chunk => {
          said += String(chunk);
          logged += String(chunk);
        });
      while (!said.includes('the bot listens to Slack')) {
        if (begun.exitCode !== null || begun.signalCode !== null) throw new Error(`serve ended before it listened:\n${said}`);
        await Promise.race([once(begun.stdout, 'data'), once(begun, 'exit')]);
      }
      clearTimeout(late);
      if (mode === 'http') {
        const set = await workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
        if (!set.ok) throw new Error(set.says);
      }
    },
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    log: () => logged,
    logged: async fits => {
      const until = Date.now() + MOST_LOG_MS;
      while (!fits(logged)) {
        if (Date.now() > until) throw new Error(`waited ${MOST_LOG_MS} ms for the log; it has:\n${logged}`);
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    },
    recorded: async () => {
      const opened = await openStore(store, { now: () => Date.now() / 1000 });
      if (opened.kind === 'refused') throw new Error(opened.says);
      const [line] = await opened.store.incidents.recent(1);
      const incident = await opened.store.incidents.find(line?.id ?? '');
      const state = incident?.runs.at(-1)?.state;
      if (state?.kind !== 'answered') throw new Error(`the run is ${state?.kind}`);
      const file = join(folder, 'run.capture.json');
      writeFileSync(file, JSON.stringify(state.investigation.capture));
      await opened.store.close();
      return file;
    },
    close: async () => {
      await end('SIGKILL');
      await workspace.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
