import type { AlertAnnouncer } from '../flow/ports/alert-announcer.js';
import type { AlertDesk } from '../flow/ports/alert-desk.js';
import type { Measures } from '../flow/ports/measures.js';
import type { RemedyAnnouncer, RemedyDesk } from '../flow/ports/remedy-desk.js';
import type { Announcer, Clock, Desk, Logger, Outbox } from '../flow/ports.js';
import { createAlertAnnouncer } from './alert-announcer.js';
import { createAnnouncer } from './announcer.js';
import type { CardContext } from './blocks/alert-card.js';
import type { Permalink } from './blocks/alert-details.js';
import { ChannelNames } from './channel-names.js';
import { reach, type SlackAccess, slackClients } from './clients.js';
import { type Connection, connectionFor, type RequestHandler, type Way } from './connect.js';
import { type Identity, learnIdentity } from './identity.js';
import { Intake } from './intake.js';
import { LatelyAsked } from './lately-asked.js';
import { registerListeners } from './listeners/register.js';
import { Messenger } from './messenger/messenger.js';
import { readContent } from './messenger/slot-content.js';
import { type Askers, People } from './people.js';
import { permalinkOf } from './permalink.js';
import { createRemedyAnnouncer } from './remedy-announcer.js';
import { RememberedQuestions } from './remembered-questions.js';
import { SeenBefore } from './seen-before.js';
import { createTell } from './tell.js';
import { realWait, type Timing, within } from './timing.js';
import type { ListenerTools } from './tools.js';

/** How the adapter is set up. */
export interface SlackConfig extends SlackAccess {
  readonly way: Way;
  /** Absent: everybody who is a full member of the workspace. */
  readonly askers?: Askers;
  /** Ids of user groups whose members may decide on remedies; absent: none. */
  readonly approverGroups?: readonly string[];
}

export interface SlackAdapterOptions {
  readonly config: SlackConfig;
  readonly desk: Desk;
  /** Absent: no alerts are taken in, and buttons of older cards say so. */
  readonly alertDesk?: AlertDesk;
  /** Absent: no remedies are offered, and buttons of older messages say so. */
  readonly remedyDesk?: RemedyDesk;
  readonly outbox: Outbox;
  readonly logger: Logger;
  readonly measures?: Pick<Measures, 'message' | 'chatLimited'>;
  /** There are replicas: another process may have delivered from this outbox until this adapter was started. Default: no. */
  readonly takesOver?: boolean;
  readonly clock: Clock;
  /** Absent: the machine's timers. */
  readonly wait?: Timing['wait'];
}

/** How it stands between the bot and Slack; `says` has a sentence for each trouble, with what to do. */
interface SlackHealth {
  readonly state: 'starting' | 'up' | 'degraded' | 'down' | 'stopped';
  readonly says: readonly string[];
}

export interface SlackAdapter {
  readonly announcer: Announcer;
  readonly alertAnnouncer: AlertAnnouncer;
  readonly remedyAnnouncer: RemedyAnnouncer;
  /**
   * Begins to deliver messages and to reach Slack, for as long as it takes; resolves when payloads can come in, or when it is stopped
   * before. Rejects only when the port of http mode can't be had.
   */
  readonly start: () => Promise<void>;
  /** Takes nothing in any more, lets what is under way end within the deadline (default 10 s), and leaves the rest in the outbox. */
  readonly stop: (deadlineMs?: number) => Promise<void>;
  readonly health: () => SlackHealth;
  /** Http mode: Slack's requests, for a server that somebody else runs. Answers 503 until `start()` has resolved. */
  readonly handler: RequestHandler;
  /** The port of http mode, once it listens. */
  readonly port: () => number | undefined;
}

const STOP_MS = 10_000;
const TWICE_MS = 2_000;
const UPLOAD_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/** The bot in Slack: takes questions to the desk, and tells what comes of them. */
export function slackAdapter({
  config,
  desk,
  alertDesk,
  remedyDesk,
  outbox,
  logger,
  measures,
  takesOver = false,
  clock,
  wait = realWait,
}: SlackAdapterOptions): SlackAdapter {
  const timing: Timing = { clock, wait };
  const clients = slackClients(config, reach(config).options, logger);
  const names = new ChannelNames(clients.lookups, timing, logger);
  const messenger = new Messenger({
    client: clients.messages,
    channelId: channel => names.idOf(channel),
    files: { web: clients.files, put: clients.put },
    outbox,
    logger,
    timing,
    takesOver,
    ...(measures ? { measures } : {}),
  });
  const intake = new Intake(timing, logger);
  const stopping = new AbortController();
  let whoami: Identity | undefined;
  let connection: Connection | undefined;
  let opened = false;
  let trouble: string | undefined;

  const people = new People({
    client: clients.lookups,
    home: () => whoami,
    askers: config.askers ?? { users: [], groups: [] },
    ...(config.approverGroups ? { approvers: config.approverGroups } : {}),
    timing,
    logger,
  });
  const permalink: Permalink = (channel, ts) => permalinkOf(whoami?.url, channel, ts);
  const tools: ListenerTools = {
    desk,
    ...(alertDesk ? { alertDesk } : {}),
    ...(remedyDesk ? { remedyDesk } : {}),
    people,
    clients,
    tell: createTell(clients.views, logger),
    logger,
    timing,
    justAsked: new LatelyAsked(TWICE_MS, MOST_REMEMBERED),
    justUploaded: new SeenBefore(UPLOAD_MS, MOST_REMEMBERED),
    remembered: new RememberedQuestions(timing),
    cardStands: (incident: string, ms: number) => messenger.stands(`${incident}/card`, ms),
    standsIn: async (slot: string, channel: string) => {
      const entry = await outbox.find(slot);
      // People may press before Slack's word that it stands is noted: then it can only stand where it was to go.
      const at = entry?.channel ?? readContent(entry?.content ?? '')?.place.channel;
      return at !== undefined && ((await names.idOf(at)) ?? at) === channel;
    },
    standingAt: async (slot: string) => {
      const { channel, ts, content = '' } = (await outbox.find(slot)) ?? {};
      if (!channel || !ts) return undefined;
      const place = readContent(content)?.place;
      return { channel, thread: (place?.channel === channel ? place.thread : undefined) ?? ts };
    },
    linkTo: async slot => {
      const { channel, ts } = (await outbox.find(slot)) ?? {};
      return channel && ts ? permalink(channel, ts) : undefined;
    },
    permalink,
  };

  const start = async (): Promise<void> => {
    messenger.start();
    whoami = await learnIdentity(clients.lookups, timing, logger, stopping.signal, says => {
      trouble = says;
    });
    if (!whoami) return;
    trouble = undefined;
    connection = connectionFor(config.way, config, whoami, timing, logger);
    connection.app.use(intake.middleware);
    registerListeners(connection.app, tools);
    await connection.open();
    opened = !stopping.signal.aborted;
    if (opened) logger.info({ team: whoami.team, mode: config.way.mode }, 'the bot listens to Slack');
  };

  const stop = async (deadlineMs = STOP_MS): Promise<void> => {
    stopping.abort();
    const until = clock.now() * 1000 + deadlineMs;
    const left = (): number => Math.max(0, until - clock.now() * 1000);
    // What cannot be closed must not keep the last messages from going out.
    const closed = connection?.close(left()).catch((error: unknown) => logger.warn({ error }, 'the connection to Slack did not end well'));
    if (closed) await within(left(), closed, timing);
    const behind = await intake.drain(left());
    if (behind > 0) logger.warn({ behind }, 'listeners were still running when the deadline passed');
    // Last: the listeners' last words may be on their way. What is not sent stays wanted.
    await messenger.stop(left());
  };

  const health = (): SlackHealth => {
    if (stopping.signal.aborted) return { state: 'stopped', says: [] };
    const line = connection?.troubles() ?? [];
    const messages = messenger.health();
    const says = [...(trouble ? [trouble] : []), ...line.map(each => each.says), ...(messages.trouble ? [messages.trouble] : [])];
    if (!opened) return { state: 'starting', says };
    if (line.some(({ isDown }) => isDown) || messages.forOperator) return { state: 'down', says };
    return { state: says.length > 0 ? 'degraded' : 'up', says };
  };

  const handler: RequestHandler = (request, response) => {
    // Slack repeats events after a 503; people see that the command failed and type it again.
    if (opened && connection?.handler && !stopping.signal.aborted) connection.handler(request, response);
    else response.writeHead(503, { 'content-length': 0 }).end();
  };

  const context = (): CardContext => ({
    canSilence: alertDesk?.canSilence ?? false,
    now: clock.now(),
    permalink,
  });
  return {
    announcer: createAnnouncer({ outbox, messenger, logger, context, ...(remedyDesk ? { remedyDesk } : {}) }),
    alertAnnouncer: createAlertAnnouncer({ outbox, messenger, logger }),
    remedyAnnouncer: createRemedyAnnouncer({ outbox, messenger, logger }),
    start,
    stop,
    health,
    handler,
    port: () => connection?.port(),
  };
}
