import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';
import type { MessageState } from '../../src/sandbox/journal.js';
import { startWorkspace, type Workspace } from '../../src/sandbox/workspace.js';
import { openStore } from '../../src/store/open-store.js';
import { crashLoad } from './crash-load.js';
import { freePort } from './free-port.js';
import { startPostgres } from './postgres.js';

// The whole bot, killed without warning at random moments while alerts come in: every one of them ends in one thread with one answer. CI kills
// a few times; `FAULTLINE_CRASHES=200 npm run test:lab -- crash` is the figure of the release notes.
const CRASHES = Number(process.env.FAULTLINE_CRASHES ?? '12');
/** Between two kills; a start takes about a second of the two cores. */
const MOST_LIFE_MS = 4_000;
const GROUP_EVERY_MS = 700;
const LOOK_SECONDS = 0.6;
const MOST_DRAIN_MS = 20 * 60_000;
/** A look and its answer, and a taking over, end within it. */
const QUIET_MS = 20_000;
const TOKEN = 'crash-token';
const CHANNELS = Array.from({ length: 12 }, (_, index) => `crash-${index}`);
const CAPTURE = 'playbooks/cases/oom-kill.capture.json';

const folder = mkdtempSync(join(tmpdir(), 'faultline-crash-lab-'));
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** One replica: a process that is started again whenever it ended. */
interface Replica {
  readonly url: string;
  readonly kill: () => Promise<void>;
  readonly log: () => string;
}

async function replica(name: string, store: string, workspace: Workspace): Promise<Replica> {
  const port = await freePort();
  const config = join(folder, `${name}.yml`);
  writeFileSync(
    config,
    JSON.stringify({
      hosts: [{ name: 'app1', address: '10.78.2.2', user: 'root', host_key: `ssh-ed25519 ${'A'.repeat(68)}` }],
      services: { orders: { hosts: ['app1'], port: 8080, url: 'http://10.78.2.2:8080/v1/items' } },
      slack: { bot_token: 'env:BOT', app_token: 'env:APP', channel: '#incidents', api_url: workspace.apiUrl },
      alertmanager: {
        webhook_token: 'env:HOOK',
        rules: CHANNELS.map(channel => ({ match: { channel }, channel: `#${channel}` })),
        storm: { incidents: 1_000 },
      },
      store: { url: 'env:STORE' },
      http: { listen: `127.0.0.1:${port}` },
    }),
  );
  let child: ChildProcess | undefined;
  let ended = false;
  let log = '';
  const run = async (): Promise<void> => {
    while (!ended) {
      child = spawn(process.execPath, ['test/lab/recorded-serve.js', config, CAPTURE, String(LOOK_SECONDS)], {
        env: { ...process.env, BOT: workspace.botToken, APP: workspace.appToken, HOOK: TOKEN, STORE: store },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', chunk => {
          log += String(chunk);
        });
      await once(child, 'exit');
      await delay(50);
    }
  };
  const running = run();
  ends.push(async () => {
    ended = true;
    child?.kill('SIGKILL');
    await running;
  });
  return {
    url: `http://127.0.0.1:${port}/webhooks/alertmanager`,
    kill: async () => {
      const dying = child;
      if (!dying || dying.exitCode !== null || dying.signalCode !== null) return;
      const gone = once(dying, 'exit');
      dying.kill('SIGKILL');
      await gone;
    },
    log: () => log,
  };
}

/** Whether nothing waits and nothing is under way, of all replicas, as one of them counts it. */
async function isIdle(metrics: URL): Promise<boolean> {
  try {
    const text = await (await fetch(metrics, { signal: AbortSignal.timeout(5_000) })).text();
    const value = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'mu').exec(text)?.[1] ?? 'NaN');
    return value('faultline_signals_waiting') === 0 && value('faultline_messages_undelivered') === 0;
  } catch {
    return false;
  }
}

/** The slot that a message carries as metadata, such as `inc-…/card`. */
function slotOf({ metadata }: MessageState): string | undefined {
  const payload: unknown = metadata?.event_payload;
  if (typeof payload !== 'object' || payload === null || !('slot' in payload)) return undefined;
  return String(payload.slot);
}

function count(slots: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const slot of slots) counts.set(slot, (counts.get(slot) ?? 0) + 1);
  return counts;
}

async function crash(store: string, names: readonly string[]): Promise<void> {
  const manifest = parse(readFileSync(new URL('../../manifest.yml', import.meta.url), 'utf8'));
  const channels = ['incidents', ...CHANNELS].map(name => ({ name, botIsMember: true }));
  // Slack's limits are other tests' matter: here they would only make the end wait for an hour.
  const workspace = await startWorkspace({ manifest, mode: 'socket', channels, rates: 'off' });
  ends.push(workspace.close);
  const replicas = await Promise.all(names.map(name => replica(name, store, workspace)));
  const load = crashLoad(
    replicas.map(({ url }) => url),
    TOKEN,
    CHANNELS,
    GROUP_EVERY_MS,
  );
  let kills = 0;
  while (kills < CRASHES) {
    await delay(Math.random() * MOST_LIFE_MS);
    const victim = replicas[Math.floor(Math.random() * replicas.length)];
    await victim?.kill();
    kills++;
  }
  await load.stop();
  const taken = load.taken();

  const posted = (): readonly string[] =>
    workspace.journal
      .messages()
      .flatMap(state => (state.kind === 'posted' && state.onlyFor === undefined ? [slotOf(state) ?? 'unknown'] : []));
  const answered = (): number => workspace.journal.messages().filter(state => slotOf(state)?.includes('/answer-') && says(state)).length;
  // Until nothing is under way, and then a little: what is said twice may be said late.
  const until = Date.now() + MOST_DRAIN_MS;
  let idleSince = Date.now();
  while (Date.now() < until && Date.now() - idleSince < QUIET_MS) {
    const first = replicas[0];
    if (!first || !(await isIdle(new URL('/metrics', first.url)))) idleSince = Date.now();
    await delay(500);
  }
  for (const end of ends.splice(1).reverse()) await end();

  const opened = await openStore(store, { now: () => Date.now() / 1000 });
  if (opened.kind === 'refused') throw new Error(opened.says);
  ends.push(opened.store.close);
  const lines = await opened.store.incidents.recent(taken.length * 2 + 10);
  const unsettled = await opened.store.signals.backlog();
  const undelivered = await opened.store.outbox.undelivered();
  const keys = new Set<string>();
  const incidentsOfKey: string[] = [];
  for (const { id } of lines) {
    const key = (await opened.store.incidents.find(id))?.story?.group.key ?? id;
    keys.add(key);
    incidentsOfKey.push(key);
  }
  const counts = count(posted());
  const cards = [...counts].filter(([slot]) => slot.endsWith('/card'));
  const answers = [...counts].filter(([slot]) => slot.includes('/answer-'));
  const twice = [...counts].filter(([, times]) => times > 1);
  const lost = taken.filter(({ key }) => !keys.has(`{}:{alertname="${key}"}`));
  // The figures are what the test is for.
  process.stdout.write(
    `${names.length} replica(s) on ${store.slice(0, store.indexOf(':'))}: ${kills} kills, ${taken.length} signals taken (${taken.filter(({ attempts }) => attempts > 1).length} after retries), ` +
      `${incidentsOfKey.length} incidents, ${cards.length} threads, ${answers.length} answers, ${lost.length} lost, ${twice.length} said twice, ` +
      `${unsettled} unsettled, ${undelivered} undelivered, ${answered()} answers read\n`,
  );
  // What the bot and the workspace knew of a message that was said twice.
  for (const [slot] of twice) {
    const incident = slot.split('/')[0] ?? slot;
    const calls = workspace.journal.calls().filter(({ args }) => JSON.stringify(args).includes(slot));
    const lines = replicas.flatMap(({ log }, index) =>
      log()
        .split('\n')
        .filter(line => line.includes(incident))
        .map(line => `${index} ${line}`),
    );
    process.stdout.write(
      `${[...calls.map(({ at, method, answer }) => `${at} ${method} ${JSON.stringify(answer)?.slice(0, 80)}`), ...lines].join('\n')}\n`,
    );
  }
  expect({ lost, twice, unsettled, undelivered }).toEqual({ lost: [], twice: [], unsettled: 0, undelivered: 0 });
  expect(incidentsOfKey.length).toBe(keys.size);
  expect(lines.every(({ state }) => state === 'answered')).toBe(true);
  expect([cards.length, answers.length]).toEqual([taken.length, taken.length]);
}

const says = ({ message }: MessageState): boolean => JSON.stringify(message).includes('oom-kill');

test(
  'one process on SQLite',
  async () => {
    await crash(`sqlite:${join(folder, 'crash.db')}`, ['only']);
  },
  3 * 60 * 60_000,
);

test(
  'two replicas on PostgreSQL',
  async () => {
    const postgres = await startPostgres();
    ends.unshift(postgres.stop);
    await crash(await postgres.createDatabase(), ['one', 'two']);
  },
  3 * 60 * 60_000,
);
