import { App, type CodedError, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import { reach, type SlackAccess } from './clients.js';
import type { Identity } from './identity.js';
import { loggable, loggerForSlack } from './slack-logger.js';
import { SocketLine } from './socket-line.js';
import type { Timing } from './timing.js';

/** How Slack reaches the bot. */
export type Way =
  /** The bot calls Slack: no inbound port. */
  | { readonly mode: 'socket'; readonly appToken: string }
  /** Slack calls `POST /slack/events`. Port 0: any free one. Without `port` nothing listens: the handler is mounted elsewhere. */
  | { readonly mode: 'http'; readonly signingSecret: string; readonly host?: string; readonly port?: number };

/** A server's `(request, response)` function for Slack's requests. */
export type RequestHandler = HTTPReceiver['requestListener'];

/** The way between Slack and the listeners. */
export interface Connection {
  readonly app: App;
  /** Resolves when Slack's payloads can come in. Rejects only when the port of http mode can't be had. */
  readonly open: () => Promise<void>;
  /** Takes nothing in any more. */
  readonly close: (deadlineMs: number) => Promise<void>;
  /** Why nothing, or not everything, comes in; empty: all is well. */
  readonly troubles: () => readonly { readonly says: string; readonly isDown: boolean }[];
  readonly handler?: RequestHandler;
  /** Where http mode listens. */
  readonly port: () => number | undefined;
}

// Slack gives each payload to one of up to ten connections. With two, one can be made anew without a command being lost.
const LINES = 2;

/** Bolt and everything it is given in both modes. `whoami` keeps it from asking Slack while it is built, where a failure is for ever. */
function boltApp(receiver: Receiver, access: SlackAccess, whoami: Identity, options: WebClientOptions, logger: Logger): App {
  const app = new App({
    receiver,
    token: access.botToken,
    botId: whoami.botId,
    botUserId: whoami.botUser,
    tokenVerificationEnabled: false,
    convoStore: false,
    extendedErrorHandler: true,
    logger: loggerForSlack(logger, 'bolt'),
    // For Bolt's own clients and `respond`; the adapter's calls go through its own clients. A fresh object: Bolt writes into it.
    clientOptions: {
      ...options,
      timeout: 10_000,
      rejectRateLimitedCalls: true,
      retryConfig: { retries: 1, minTimeout: 300, maxTimeout: 3000 },
    },
  });
  // Listeners handle their own errors; what still comes here must not end the process.
  app.error(async ({ error }: { readonly error: CodedError }) =>
    logger.error({ error: loggable(error) }, 'a payload from Slack could not be handled'),
  );
  return app;
}

function socketConnection(
  way: Extract<Way, { mode: 'socket' }>,
  access: SlackAccess,
  whoami: Identity,
  timing: Timing,
  logger: Logger,
): Connection {
  const receivers = Array.from({ length: LINES }, () => {
    const { dispatcher, options } = reach(access);
    return new SocketModeReceiver({
      appToken: way.appToken,
      autoReconnectEnabled: false,
      logger: loggerForSlack(logger, 'socket'),
      ...(dispatcher ? { dispatcher } : {}),
      // Its own object with its own retries: the socket's client changes what it is given (slack.md §1.3, 5). None here, since the line
      // tries again by itself, and stops when it is told to.
      installerOptions: { clientOptions: { ...options, timeout: 10_000, rejectRateLimitedCalls: true, retryConfig: { retries: 0 } } },
    });
  });
  const [first, ...others] = receivers;
  if (!first) throw new Error('unreachable: there is at least one line');
  const app = boltApp(first, access, whoami, reach(access).options, logger);
  for (const receiver of others) receiver.init(app);
  const lines = receivers.map(({ client }, index) => new SocketLine(client, timing, logger.child({ line: index + 1 })));
  return {
    app,
    open: () => Promise.race(lines.map(line => line.start())),
    close: async deadlineMs => void (await Promise.all(lines.map(line => line.stop(deadlineMs)))),
    troubles: () => {
      const down = lines.filter(({ up }) => !up);
      const isDown = down.length === lines.length;
      return down
        .map(({ trouble = 'down' }) => ({ says: `${isDown ? 'No' : 'Only one'} Socket Mode connection: ${trouble}`, isDown }))
        .slice(0, 1);
    },
    port: () => undefined,
  };
}

function httpConnection(way: Extract<Way, { mode: 'http' }>, access: SlackAccess, whoami: Identity, logger: Logger): Connection {
  const receiver = new HTTPReceiver({ signingSecret: way.signingSecret, logger: loggerForSlack(logger, 'http') });
  const app = boltApp(receiver, access, whoami, reach(access).options, logger);
  let port: number | undefined;
  return {
    app,
    open: async () => {
      if (way.port === undefined) return;
      const host = way.host ?? '127.0.0.1';
      try {
        const server = await receiver.start({ host, port: way.port });
        const address = server.address();
        port = typeof address === 'object' && address ? address.port : way.port;
      } catch (error) {
        throw new Error(
          `Slack's requests cannot be taken on ${host}:${way.port}: ${loggable(error)}. Choose another http.listen, or end what listens there`,
        );
      }
    },
    close: async () => {
      if (port !== undefined) await receiver.stop();
      port = undefined;
    },
    troubles: () => [],
    handler: receiver.requestListener,
    port: () => port,
  };
}

/** Builds the connection; nothing is sent or taken in before `open()`. */
export function connectionFor(way: Way, access: SlackAccess, whoami: Identity, timing: Timing, logger: Logger): Connection {
  return way.mode === 'socket' ? socketConnection(way, access, whoami, timing, logger) : httpConnection(way, access, whoami, logger);
}
