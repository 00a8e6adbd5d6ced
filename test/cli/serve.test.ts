import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runApp } from '../../src/app.js';
import type { MessageState } from '../../src/sandbox/journal.js';
import type { Workspace } from '../../src/sandbox/workspace.js';
import { openStore } from '../../src/store/open-store.js';
import { app } from '../run-app.js';
import { endAll, startSandbox } from '../sandbox/start-sandbox.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'faultline-serve-'));
});
afterEach(async () => {
  await endAll();
  rmSync(cwd, { recursive: true, force: true });
});

const configure = (text: string): void => writeFileSync(join(cwd, 'faultline.yml'), text);

const SLACK = `http: {listen: "127.0.0.1:0"}
slack:
  bot_token: env:BOT
  app_token: env:APP
  channel: "#incidents"
`;
const TOKENS = { BOT: 'xoxb-1-geheim-geheim', APP: 'xapp-1-geheim-geheim' };

describe('what it refuses, with exit code 1 and a sentence', () => {
  const refusal = async (env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { exit, err, out } = await app(['serve'], { cwd, env });
    expect([exit, out]).toEqual([1, '']);
    return err;
  };

  test('no workspace', async () => {
    expect(await refusal()).toBe(
      'faultline: No Slack workspace is configured: add `slack:` as docs/install.md shows, or try `faultline demo` without one.\n',
    );
  });

  test('missing tokens, one sentence each, but only those that the mode needs', async () => {
    configure(`${SLACK}  signing_secret: env:SIGNING\n`);
    const err = await refusal();
    expect(err.split('\n')).toHaveLength(3);
    expect(err).toContain('slack.bot_token: the environment variable BOT is not set');
    expect(err).toContain('slack.app_token: the environment variable APP is not set');
  });

  test('a playbook with a mistake', async () => {
    configure(`${SLACK}playbooks: [builtin, ./mine]\n`);
    expect(await refusal(TOKENS)).toContain('mine');
  });

  test('a store that cannot be opened, without what the URL holds', async () => {
    configure(`${SLACK}store: {url: env:STORE}\n`);
    const err = await refusal({ ...TOKENS, STORE: 'postgres://bot:geheim@127.0.0.1:9/x' });
    expect(err).toContain('PostgreSQL at 127.0.0.1:9, database x cannot be reached');
    expect(err).not.toContain('geheim');
  });

  test('a store that another process uses', async () => {
    configure(SLACK);
    const opened = await openStore(`sqlite:${join(cwd, 'faultline.db')}`, { now: () => 0 });
    expect(await refusal(TOKENS)).toContain('is in use by another process');
    if (opened.kind === 'open') await opened.store.close();
  });

  test('a configuration with a mistake', async () => {
    configure('slack: {bot_tokn: env:BOT}\n');
    expect(await refusal(TOKENS)).toContain('bot_tokn');
  });
});

describe('with a workspace', () => {
  interface Serving {
    readonly log: readonly string[];
    /** Ends it as SIGTERM does; gives its exit code. */
    readonly end: () => Promise<number>;
  }

  function serve(workspace: Workspace): Serving {
    configure(`${SLACK}  api_url: ${workspace.apiUrl}\nhosts: []\n`);
    const signal = new AbortController();
    const log: string[] = [];
    const exit = runApp(['serve'], {
      env: { HOME: cwd, BOT: workspace.botToken, APP: workspace.appToken },
      cwd,
      stdout: { write: line => log.push(line) },
      stderr: { write: text => text },
      signal: signal.signal,
    });
    return {
      log,
      end: () => {
        signal.abort();
        return exit;
      },
    };
  }

  const sandbox = (): Promise<Workspace> => startSandbox({ manifest: parse(readFileSync('manifest.yml', 'utf8')) });
  const ask = (workspace: Workspace, text: string) =>
    workspace.people.say({ user: workspace.userId('ana'), channel: workspace.channelId('incidents'), text });
  const says =
    (text: string) =>
    ({ message }: MessageState): boolean =>
      JSON.stringify([message.blocks, message.attachments, message.text]).includes(text);
  const listens = (workspace: Workspace) =>
    workspace.journal.waitFor(() => workspace.journal.calls('apps.connections.open').length > 0, 20_000);

  /** Types the command until the bot hears it: before its line stands, the workspace says that the app did not respond. */
  async function askUntilHeard(workspace: Workspace, text: string): Promise<void> {
    await listens(workspace);
    for (let tries = 0; tries < 50; tries++) {
      if ((await ask(workspace, text)).ok) return;
      await new Promise(resolve => setImmediate(resolve));
    }
    throw new Error('the bot never heard the command');
  }

  test('a command is answered in the channel with the diagnosis of this machine, is kept, and the bot ends in order', async () => {
    const workspace = await sandbox();
    const bot = serve(workspace);
    await askUntilHeard(workspace, '/diagnose high cpu host=local');
    await workspace.journal.waitForMessage(says('checks in'), 30_000);
    expect(await bot.end()).toBe(0);

    const lines = bot.log.map(line => JSON.parse(line));
    expect(lines.map(({ says: what }) => what)).toEqual(
      expect.arrayContaining(['Faultline starts', 'an incident was opened', 'the run ended', 'Faultline ends']),
    );
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
    expect(bot.log.join('')).not.toContain(workspace.botToken);
    expect(readdirSync(cwd).sort()).toEqual(['faultline.db', 'faultline.db-lock', 'faultline.yml']);
    expect(statSync(join(cwd, 'faultline.db')).mode & 0o777).toBe(0o600);
    const opened = await openStore(`sqlite:${join(cwd, 'faultline.db')}`, { now: () => 0 });
    if (opened.kind === 'refused') throw new Error(opened.says);
    expect(await opened.store.incidents.recent(5)).toMatchObject([
      { state: 'answered', question: { symptom: 'high-cpu', hosts: ['local'] } },
    ]);
    await opened.store.close();
  }, 60_000);

  test('with Slack out of reach it keeps trying, and a signal ends it all the same', async () => {
    const workspace = await sandbox();
    await workspace.close();
    const bot = serve(workspace);
    while (!bot.log.some(line => line.includes('Faultline starts'))) await new Promise(resolve => setTimeout(resolve, 20));
    expect(await bot.end()).toBe(0);
    for (const line of bot.log) expect(JSON.parse(line)).toHaveProperty('says');
  }, 60_000);

  test('doctor tells how it stands with Slack', async () => {
    const workspace = await sandbox();
    configure(`${SLACK}  api_url: ${workspace.apiUrl}\nhosts: []\n`);
    const { out, exit } = await app(['doctor'], { cwd, env: { BOT: workspace.botToken } });
    expect(out).toContain('Slack, bot token: It is good');
    expect(out).toContain('FAIL Slack, app token');
    expect(exit).toBe(1);
  }, 60_000);
});
