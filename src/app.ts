import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProgram } from './cli/program.js';
import type { CliServices, FileRead, HostSession, LoadedPlaybooks, OpenedHosts, OpenedRecords, OpenedRemedies } from './cli/services.js';
import { type OutputStream, terminalOf } from './cli/terminal.js';
import { budgetsOf } from './config/budgets-of.js';
import { fullPath } from './config/full-path.js';
import { hostProblems } from './config/host-problems.js';
import { buildInventory } from './config/inventory.js';
import { openConfig } from './config/open-config.js';
import { renderProblem } from './config/problem.js';
import { readTextFile, statPath, systemSources } from './config/sources.js';
import type { Clock } from './flow/ports.js';
import { runChecks } from './flow/run-checks.js';
import { createHostRunner } from './hosts/host-runner.js';
import { createStartCommand } from './hosts/operator-command.js';
import { createProber } from './http/prober.js';
// Types only: Slack's libraries and the database take their time to load, and only the bot needs them.
import type { Prometheus } from './metrics-app.js';
import type { InventoryHost } from './model/host.js';
import { tracesUrl } from './model/traces-url.js';
import { parsers } from './parsers/registry.js';
import { matchesLine } from './playbooks/line-pattern.js';
import { loadPlaybooks } from './playbooks/load.js';
import type { BotParts, Setting } from './serve-app.js';

/** What the process gives the app: nothing below main.ts touches `process`. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly signal: AbortSignal;
}

const PACKAGE = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const BUILTIN_PLAYBOOKS = join(PACKAGE, 'playbooks');
const ROOT_SCRIPT = join(PACKAGE, 'libexec', 'faultline-root');

/** A capture of a large fleet is tens of MB; anything far beyond is not one. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readFile(path: string): FileRead {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) return { kind: 'failed', says: `${path} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB` };
    return { kind: 'text', text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { kind: 'failed', says: messageOf(error) };
  }
}

function writeFile(path: string, text: string): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true });
    // What hosts print may hold what not everybody may see: a file of our own, private from its first byte, put in place whole. An
    // older file with wider rights, or a link that somebody left there, is replaced and not written through.
    const fresh = `${path}.${process.pid}.part`;
    writeFileSync(fresh, text, { mode: 0o600, flag: 'wx' });
    renameSync(fresh, path);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function playbookFiles(folder: string, shownFrom: string): readonly { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.ya?ml$/u.test(name) && !name.split('/').includes('node_modules'))
    .sort()
    .map(name => join(folder, name))
    .map(path => {
      const shown = relative(shownFrom, path);
      return { path: shown.startsWith('..') ? path : shown, text: readFileSync(path, 'utf8') };
    });
}

function openPlaybooks(folders: readonly string[], cwd: string): LoadedPlaybooks {
  const files: { path: string; text: string }[] = [];
  const unreadable: LoadedPlaybooks['problems'][number][] = [];
  // In a checkout, `playbooks lint playbooks` names the built-in folder itself.
  for (const path of new Set(folders.map(folder => (folder === 'builtin' ? BUILTIN_PLAYBOOKS : resolve(cwd, folder))))) {
    try {
      // A playbook runs commands on every host: whoever can write it can do what the bot can.
      if (path !== BUILTIN_PLAYBOOKS && (statSync(path).mode & 0o022) !== 0) {
        unreadable.push({
          place: { file: path, line: 1, column: 1 },
          message: 'others than its owner may write to this playbook folder, and a playbook runs commands on your hosts: chmod go-w it',
        });
        continue;
      }
      files.push(...playbookFiles(path, cwd));
    } catch (error) {
      unreadable.push({ place: { file: path, line: 1, column: 1 }, message: `this playbook folder cannot be read: ${messageOf(error)}` });
    }
  }
  const { playbooks, cases, problems } = loadPlaybooks(files, parsers);
  return { playbooks, cases, problems: [...unreadable, ...problems], files };
}

/** The home folder of whoever runs the program; `/` when nobody says. */
function homeFolder({ HOME }: Surroundings['env']): string {
  try {
    return HOME ?? homedir();
  } catch {
    return '/';
  }
}

/** Who runs the program, for hosts without a `user`. In a container the uid may have no name: then `LOGNAME` or `USER` may tell. */
function loginName({ LOGNAME, USER }: Surroundings['env']): string {
  try {
    return userInfo().username;
  } catch {
    return LOGNAME || USER || '';
  }
}

/** Opens the configuration and the inventory that it describes. */
async function openSetting(
  flag: string | undefined,
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<{ readonly kind: 'open'; readonly setting: Setting } | Extract<OpenedHosts, { kind: 'refused' }>> {
  const home = homeFolder(env);
  const { loaded, folder } = openConfig({ ...(flag === undefined ? {} : { flag }), cwd, home, env, read: readTextFile });
  if (loaded.kind === 'refused') return { kind: 'refused', problems: loaded.problems.map(renderProblem) };
  const { config, unset, locate } = loaded;
  const directory = await buildInventory(config, systemSources(config, { home, user: loginName(env), env }, folder));
  return { kind: 'open', setting: { config, folder, home, directory, unset, locate } };
}

/** Its libraries are loaded only where one is configured. */
async function prometheusOf(setting: Setting, clock: Clock): Promise<Prometheus | undefined> {
  if (setting.config.prometheus?.url === undefined) return undefined;
  const { openPrometheus } = await import('./metrics-app.js');
  return openPrometheus(setting.config, setting, { clock });
}

async function openHosts(flag: string | undefined, surroundings: Surroundings, clock: Clock): Promise<OpenedHosts> {
  const opened = await openSetting(flag, surroundings);
  if (opened.kind === 'refused') return opened;
  const { config, directory, folder, home, locate } = opened.setting;
  const prometheus = await prometheusOf(opened.setting, clock);
  return {
    kind: 'open',
    directory,
    playbookFolders: config.playbooks.map(entry => (entry === 'builtin' ? entry : fullPath(entry, { home, folder }))),
    warnings: directory.problems.map(locate).map(renderProblem),
    ...(prometheus ? { queries: prometheus.queries } : {}),
    ...(config.tracing ? { tracesUrl: tracesUrl(config.tracing.url) } : {}),
    budgets: new Map(Object.entries(config.services).map(([name, service]) => [name, budgetsOf(service, config.budgets)])),
  };
}

function openSession({ SSH_AUTH_SOCK: agentSocket }: Surroundings['env']): HostSession {
  const runner = createHostRunner(agentSocket === undefined ? {} : { agentSocket });
  return {
    runner,
    reach: async host => {
      const probe = await runner.probeConnection(host);
      return 'says' in probe
        ? { kind: 'trouble', trouble: probe }
        : { kind: 'reached', uid: probe.uid, ms: probe.ms, fingerprint: probe.hostKeyFingerprint };
    },
    close: runner.close,
  };
}

/** What `remediate` works with: hosts and playbooks as for `diagnose`, and the means to change something. */
async function openRemedies(
  flag: string | undefined,
  surroundings: Surroundings,
  services: Pick<CliServices, 'clock' | 'factTools' | 'prober' | 'loadPlaybooks'>,
): Promise<OpenedRemedies> {
  const opened = await openSetting(flag, surroundings);
  if (opened.kind === 'refused') return opened;
  const { config, directory, folder, home, locate } = opened.setting;
  const { clock, factTools, prober } = services;
  const folders = config.playbooks.map(entry => (entry === 'builtin' ? entry : fullPath(entry, { home, folder })));
  const { playbooks, problems } = services.loadPlaybooks(folders);
  const mistakes = problems.filter(({ place }) => !/(?:^|\/)cases\//u.test(place.file));
  if (mistakes.length > 0)
    return { kind: 'refused', problems: mistakes.map(({ place, message }) => `${place.file}:${place.line}:${place.column}: ${message}`) };
  const script = readFile(ROOT_SCRIPT);
  if (script.kind === 'failed') return { kind: 'refused', problems: [`the script for root cannot be read: ${script.says}`] };
  const { hostNamed, openRecords, remedySettings, rootScriptOf } = await import('./remedies-app.js');
  const prometheus = await prometheusOf(opened.setting, clock);
  const { SSH_AUTH_SOCK: agentSocket } = surroundings.env;
  const runner = createHostRunner(agentSocket === undefined ? {} : { agentSocket });
  const { floors, windowSeconds, ...acting } = remedySettings(config, clock);
  return {
    kind: 'open',
    directory,
    playbooks,
    warnings: directory.problems.map(locate).map(renderProblem),
    planning: {
      floors,
      windowSeconds,
      actor: runner.actor(rootScriptOf(script.text)),
      visits: { ...factTools, playbooks, makeVisit: runChecks(runner, prober, prometheus?.queries) },
    },
    acting: {
      ...acting,
      findHost: name => hostNamed(directory, name),
    },
    breakGlass: config.approvals.break_glass,
    person: `cli:${loginName(surroundings.env) || 'unknown'}`,
    openRecords: () => openRecords(config, { folder, home }, clock),
    close: async () => {
      await runner.close();
      await prometheus?.api.close();
    },
  };
}

async function openRecordsOf(flag: string | undefined, surroundings: Surroundings, clock: Clock): Promise<OpenedRecords> {
  const opened = await openSetting(flag, surroundings);
  if (opened.kind === 'refused') return { kind: 'refused', says: opened.problems.join('\n') };
  const { openRecords } = await import('./remedies-app.js');
  return openRecords(opened.setting.config, opened.setting, clock);
}

/** The composition root: builds everything in order, runs one command, gives its exit code. Long on purpose: wiring in one place. */
export async function runApp(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { env, cwd, stdout, stderr, signal } = surroundings;
  const clock = { now: () => Date.now() / 1000 };
  const { version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as { version: string };
  const services: CliServices = {
    out: terminalOf(stdout, env),
    err: terminalOf(stderr, env),
    clock,
    later: (seconds, run) => {
      const timer = setTimeout(run, seconds * 1000);
      return () => clearTimeout(timer);
    },
    factTools: { parsers, matchesLine },
    prober: createProber({ clock }),
    openHosts: flag => openHosts(flag, surroundings, clock),
    loadPlaybooks: folders => openPlaybooks(folders, cwd),
    openSession: () => openSession(env),
    startCommand: createStartCommand({ print: text => stderr.write(text) }),
    openRemedies: flag => openRemedies(flag, surroundings, services),
    openRecords: flag => openRecordsOf(flag, surroundings, clock),
    openBot: async flag => {
      const opened = await openSetting(flag, surroundings);
      if (opened.kind === 'refused') return { kind: 'refused', says: opened.problems };
      const script = readFile(ROOT_SCRIPT);
      if (script.kind === 'failed') return { kind: 'refused', says: [`the script for root cannot be read: ${script.says}`] };
      const { openBot } = await import('./serve-app.js');
      const { rootScriptOf } = await import('./remedies-app.js');
      const { SSH_AUTH_SOCK: agentSocket } = env;
      const runner = createHostRunner(agentSocket === undefined ? {} : { agentSocket });
      const openVisits: BotParts['openVisits'] = queries => ({
        makeVisit: runChecks(runner, services.prober, queries),
        actor: runner.actor(rootScriptOf(script.text)),
        close: runner.close,
      });
      const { factTools, loadPlaybooks } = services;
      return openBot(opened.setting, { env, clock, version, factTools, loadPlaybooks, openVisits, log: line => stdout.write(line) });
    },
    demoParts: async () => {
      const { demoParts } = await import('./demo-app.js');
      return demoParts({
        packageFolder: PACKAGE,
        platform: process.platform,
        readFile,
        // The person's own SSH configuration, keys and agent are no part of the demo.
        openBot: async (config, home, makeVisit) => {
          const own = { HOME: home };
          const opened = await openSetting(config, { env: own, cwd: home });
          if (opened.kind === 'refused') return { kind: 'refused', says: opened.problems };
          const { openBot } = await import('./serve-app.js');
          const session = openSession(own);
          const openVisits: BotParts['openVisits'] = queries => ({
            makeVisit: makeVisit ?? runChecks(session.runner, services.prober, queries),
            close: session.close,
          });
          const { factTools, loadPlaybooks } = services;
          return openBot(opened.setting, { env: own, clock, version, factTools, loadPlaybooks, openVisits, log: () => undefined });
        },
      });
    },
    examineSlack: async flag => {
      const opened = await openSetting(flag, surroundings);
      if (opened.kind === 'refused' || !opened.setting.config.slack) return [];
      const { examineSlackOf } = await import('./slack-app.js');
      return examineSlackOf(opened.setting, env);
    },
    examineServers: async flag => {
      const opened = await openSetting(flag, surroundings);
      if (opened.kind === 'refused') return [];
      const { examineServersOf } = await import('./metrics-app.js');
      return examineServersOf(opened.setting, clock);
    },
    hostProblems: (host: InventoryHost) => hostProblems(host, { stat: statPath, hasAgent: env.SSH_AUTH_SOCK !== undefined }),
    rootScript: ROOT_SCRIPT,
    readFile: path => readFile(resolve(cwd, path)),
    writeFile: (path, text) => writeFile(resolve(cwd, path), text),
    signal,
  };
  try {
    return await runProgram(argv, version, services);
  } catch (error) {
    stderr.write(
      `faultline: this should not have happened, please report it: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 1;
  }
}
