import { randomInt } from 'node:crypto';
import { openAlerting } from './alerting-app.js';
import type { Bot, LoadedPlaybooks, OpenedBot } from './cli/services.js';
import { alertRuleProblems } from './config/alert-rule-problems.js';
import { bindTargets } from './config/bind-target.js';
import { isDeclaredUrl } from './config/declared-url.js';
import { fullPath } from './config/full-path.js';
import type { HostDirectory } from './config/inventory.js';
import { type ConfigProblem, renderProblem } from './config/problem.js';
import type { Config } from './config/schema.js';
import { secretValues } from './config/secret-values.js';
import type { FactTools } from './diagnosis/facts.js';
import { openDesk } from './flow/desk.js';
import { forgetCaptures } from './flow/forget-captures.js';
import { knownNames, knownThings } from './flow/known-things.js';
import { liveOnce } from './flow/live-once.js';
import { lookAtOthers } from './flow/look-at-others.js';
import { measuredVisits } from './flow/measured-visits.js';
import type { AlertAnnouncer } from './flow/ports/alert-announcer.js';
import type { HostActor } from './flow/ports/host-actor.js';
import type { RemedyAnnouncer } from './flow/ports/remedy-desk.js';
import type { Announcer, Clock, Later, Logger, MakeVisit, QueryRunner } from './flow/ports.js';
import type { Bind } from './flow/read-question.js';
import { botServer } from './http-app.js';
import { openPrometheus } from './metrics-app.js';
import { tracesUrl } from './model/traces-url.js';
import { approverGroups, botRemedies } from './remedies-app.js';
import { type SlackAdapter, slackAdapter } from './slack/slack-adapter.js';
import { missingSecrets, slackConfig } from './slack-app.js';
import { openStore, type Store } from './store/open-store.js';
import { createLogger } from './telemetry/logger.js';
import { createMetrics } from './telemetry/metrics.js';

/** The configuration and what it names, open. */
export interface Setting {
  readonly config: Config;
  /** Relative paths of the configuration start here. */
  readonly folder: string;
  readonly home: string;
  readonly directory: HostDirectory;
  readonly unset: readonly ConfigProblem[];
  readonly locate: (slip: HostDirectory['problems'][number]) => ConfigProblem;
}

/** The way to the hosts, and to Prometheus where one is configured. */
interface WayToHosts {
  readonly makeVisit: MakeVisit;
  /** Absent: nothing can be changed on them (recorded hosts of the demo), and no remedies are offered. */
  readonly actor?: HostActor;
  /** Lets go of every connection. */
  readonly close: () => Promise<void>;
}

/** What `openBot` takes from the composition root. */
export interface BotParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly version: string;
  readonly factTools: FactTools;
  readonly loadPlaybooks: (folders: readonly string[]) => LoadedPlaybooks;
  readonly openVisits: (queries: QueryRunner | undefined) => WayToHosts;
  /** Takes the lines of the log. */
  readonly log: (line: string) => unknown;
}

/** What an operator is told by `docker stop` and systemd is 10 s and more: what is under way mostly ends within them. */
const DESK_GRACE_SECONDS = 8;
const SLACK_GRACE_MS = 5_000;
const HTTP_GRACE_MS = 2_000;
/** A visit of three hops, with slow hosts; a batch has its own, tighter bounds. */
const DEADLINE_SECONDS = 180;
const WINDOW_SECONDS = 5;
const ID_LETTERS = '0123456789abcdefghijklmnopqrstuvwxyz';

/** @param kind what the id is of: `inc`, `storm` */
const newId = (kind: string): string =>
  `${kind}-${Array.from({ length: 16 }, () => ID_LETTERS.charAt(randomInt(ID_LETTERS.length))).join('')}`;

const later: Later = (seconds, run) => {
  const timer = setTimeout(run, seconds * 1000);
  return () => clearTimeout(timer);
};

/** The sentences of the binding speak of the command line's options; in a chat the same is written `host=…`. */
function inChatWords(sentence: string): string {
  return sentence
    .replaceAll(' `--host local` looks at this machine.', ' `host=local` looks at the machine of the bot.')
    .replaceAll('; `local` is this machine.', '. Type `/faultline hosts` to see them.')
    .replaceAll('--param ', '')
    .replace(/--(host|service|port|url)\b/gu, '$1=');
}

const FOREIGN_URL =
  'From a chat I request only addresses of declared hosts and services, and that URL names another machine. Leave url= out, or have it declared in faultline.yml (`services: … url:`).';

function binder(directory: HostDirectory): Bind {
  return async question => {
    const binding = await bindTargets(directory, question);
    if (binding.kind === 'refused') return { kind: 'refused', problems: binding.problems.map(inChatWords) };
    if (binding.targets.every(({ target }) => isDeclaredUrl(target, directory.inventory))) return binding;
    return { kind: 'refused', problems: [FOREIGN_URL] };
  };
}

/** Ends parts in the reverse order of their beginning; one that fails does not keep the others from it. */
function ending(logger: Logger): { readonly later: (what: string, end: () => Promise<void>) => void; readonly all: () => Promise<void> } {
  const ends: { readonly what: string; readonly end: () => Promise<void> }[] = [];
  return {
    later: (what, end) => void ends.push({ what, end }),
    all: async () => {
      for (const { what, end } of ends.splice(0).reverse()) {
        try {
          await end();
        } catch (error) {
          logger.error({ error }, `${what} did not end as it should`);
        }
      }
    },
  };
}

/** The bot's own numbers for `/metrics`, read when somebody scrapes. */
function readingsOf({ signals, outbox, stories }: Store, looking: () => number): Parameters<typeof createMetrics>[0]['readings'] {
  return {
    waitingSignals: signals.backlog,
    undeliveredMessages: outbox.undelivered,
    firingBySeverity: stories.firingBySeverity,
    looking,
  };
}

/** Builds the whole bot: store, hosts, desk, alerts, Slack, HTTP server. Nothing listens and nothing is looked at before `start`. */
export async function openBot(setting: Setting, parts: BotParts): Promise<OpenedBot> {
  const { config, folder, home, directory, unset, locate } = setting;
  const { clock, env, factTools, version } = parts;
  const refused = (...says: readonly string[]): OpenedBot => ({ kind: 'refused', says });
  const { slack } = config;
  if (!slack)
    return refused('No Slack workspace is configured: add `slack:` as docs/install.md shows, or try `faultline demo` without one.');
  const missing = missingSecrets(slack, unset);
  if (missing.length > 0) return refused(...missing);
  const folders = config.playbooks.map(entry => (entry === 'builtin' ? entry : fullPath(entry, { home, folder })));
  const { playbooks, problems } = parts.loadPlaybooks(folders);
  // A case is a test: a mistake in one must not keep anybody from an answer.
  const mistakes = problems.filter(({ place }) => !/(?:^|\/)cases\//u.test(place.file));
  if (mistakes.length > 0)
    return refused(...mistakes.map(({ place, message }) => `${place.file}:${place.line}:${place.column}: ${message}`));
  const slips = await alertRuleProblems(config, directory, [...playbooks.symptoms.keys()]);
  if (slips.length > 0) return refused(...slips.map(locate).map(renderProblem));
  const url = config.store.url.reveal();
  const opened = await openStore(
    url.startsWith('sqlite:') ? `sqlite:${fullPath(url.slice('sqlite:'.length), { home, folder })}` : url,
    clock,
  );
  if (opened.kind === 'refused') return refused(opened.says);

  const { store } = opened;
  const { incidents, outbox, signals } = store;
  const logger = createLogger({ write: parts.log, clock, secrets: secretValues(config) });
  const warnings = directory.problems.map(locate).map(renderProblem);
  const { inventory } = directory;
  // The desk tells the chat, and the chat asks the desk: one of them must be built before the other.
  let chat: SlackAdapter | undefined;
  let lookingNow = (): number => 0;
  const metrics = createMetrics({ version, readings: readingsOf(store, () => lookingNow()) });
  const { measures } = metrics;
  const prometheus = openPrometheus(config, setting, { clock, measures });
  const visits = parts.openVisits(prometheus?.queries);
  const makeVisit = measuredVisits(visits.makeVisit, measures, clock);
  const bind = binder(directory);
  const names = knownNames(inventory, directory.aliases, playbooks);
  const remedies = visits.actor
    ? botRemedies({
        config,
        directory,
        store,
        actor: visits.actor,
        visits: { ...factTools, playbooks, makeVisit },
        announcer: lateAnnouncer(() => chat),
        bind,
        clock,
        logger,
      })
    : undefined;
  const alerting = openAlerting({
    setting,
    store,
    playbooks,
    names,
    announcer: lateAnnouncer(() => chat),
    openDesk: alertParts =>
      openDesk({
        store: incidents,
        outbox,
        logger,
        clock,
        later,
        newId: () => newId('inc'),
        version,
        names,
        known: knownThings(inventory, directory.aliases, playbooks),
        warnings: () => [...warnings, ...(chat?.health().says ?? [])],
        bind,
        windowSeconds: WINDOW_SECONDS,
        deadlineSeconds: DEADLINE_SECONDS,
        investigation: {
          ...factTools,
          playbooks,
          services: inventory.services,
          // Logs are written by strangers: an address in one leads to a host that the operator declared, never to an alias of ~/.ssh/config.
          findHost: address => Promise.resolve(directory.findDeclared(address)),
          makeVisit,
          lookAtOthers: lookAtOthers({ playbooks, hosts: inventory.hosts, services: inventory.services, makeVisit, clock, incidents }),
          clock,
          ...(config.tracing ? { tracesUrl: tracesUrl(config.tracing.url) } : {}),
        },
        ...alertParts,
        runs: {
          began: alertParts.runs.began,
          ended: async (incident, summary) => {
            await Promise.all([alertParts.runs.ended(incident, summary), remedies?.runEnded(incident)]);
          },
        },
      }),
    newId,
    ...(prometheus ? { prometheus } : {}),
    measures,
    clock,
    later,
    logger,
  });
  const { opened: desk, alertDesk } = alerting.alerts;
  lookingNow = desk.looking;
  // Only PostgreSQL has replicas: with it, another process may have delivered until now.
  const takesOver = !url.startsWith('sqlite:');
  chat = slackAdapter({
    config: { ...slackConfig(slack, env), approverGroups: approverGroups(config) },
    desk: desk.desk,
    alertDesk,
    ...(remedies ? { remedyDesk: remedies.desk } : {}),
    outbox,
    logger,
    clock,
    measures,
    takesOver,
  });
  const { start: listen, stop: silence, health, handler } = chat;
  const forgetting = forgetCaptures({
    prune: async before => ({ ...(await store.prune(before)) }),
    keepSeconds: config.store.keep_captures.seconds,
    clock,
    later,
    logger,
  });
  const life = liveOnce({
    lease: store.lease,
    measures,
    clock,
    later,
    logger,
    act: async () => {
      const resumed = await desk.resume();
      logger.info({ version, resumed, hosts: inventory.hosts.length, symptoms: playbooks.symptoms.size }, 'Faultline starts');
      alerting.alerts.start();
      remedies?.start();
      forgetting.start();
      await listen();
    },
  });
  const server = botServer({
    config,
    signals,
    onKept: alerting.alerts.wake,
    metrics,
    health: {
      isStandby: () => !life.isActing(),
      parts: [
        { name: 'store', canWait: false, look: () => store.ping().then(() => ({ ok: true })) },
        {
          name: 'slack',
          canWait: true,
          look: () => (life.isActing() ? slackState(health()) : { ok: true, says: 'Another replica talks to Slack.' }),
        },
      ],
    },
    ...(slack.mode === 'http' ? { slackEvents: handler } : {}),
    logger,
    clock,
  });

  const end = ending(logger);
  end.later('the store', store.close);
  end.later('the lease', life.stop);
  end.later('the connections to Alertmanager', alerting.close);
  end.later('the connections to hosts', visits.close);
  if (prometheus) end.later('the connections to Prometheus', prometheus.api.close);
  // The desk ends first: its last answers still go out, and the last words about remedies.
  end.later('Slack', () => silence(SLACK_GRACE_MS));
  end.later('the desk', async () => {
    await Promise.all([desk.stop(DESK_GRACE_SECONDS), remedies?.stop(DESK_GRACE_SECONDS)]);
  });
  end.later('alerts', alerting.alerts.stop);
  end.later('the removal of old captures', forgetting.stop);
  end.later('the HTTP server', () => server.stop(HTTP_GRACE_MS));
  const bot: Bot = {
    warnings,
    failed: life.failed,
    start: async () => {
      const listening = await server.listen();
      if (listening.kind === 'refused') throw new Error(listening.says);
      logger.info({ port: listening.port }, 'the bot listens for alerts');
      await life.start();
    },
    stop: async () => {
      logger.info({}, 'Faultline ends');
      await end.all();
    },
  };
  return { kind: 'open', bot };
}

function slackState({ state, says }: ReturnType<SlackAdapter['health']>): { readonly ok: boolean; readonly says?: string } {
  const ok = state === 'up' || state === 'degraded';
  return says.length > 0 || !ok ? { ok, says: says.join(' ') || `Slack: ${state}` } : { ok };
}

/** What is told before the chat is there is wanted again at the next start; in truth nobody tells anything before. */
function lateAnnouncer(chat: () => SlackAdapter | undefined): Announcer & AlertAnnouncer & RemedyAnnouncer {
  return {
    show: async (...told) => chat()?.announcer.show(...told),
    showReport: async (...told) => chat()?.announcer.showReport(...told),
    showFeedback: async (...told) => chat()?.announcer.showFeedback(...told),
    progress: (...told) => chat()?.announcer.progress(...told),
    showGraph: async (...told) => chat()?.alertAnnouncer.showGraph(...told),
    showStorm: async (...told) => chat()?.alertAnnouncer.showStorm(...told),
    showRemedy: async (...told) => chat()?.remedyAnnouncer.showRemedy(...told),
  };
}
