import type { Config } from './config/schema.js';
import type { SignalStore } from './flow/ports/alert-store.js';
import type { Clock, Logger } from './flow/ports.js';
import { alertWebhook } from './http/server/alert-webhook.js';
import { healthRoutes } from './http/server/health-routes.js';
import { type HttpServer, openHttpServer } from './http/server/http-server.js';
import { metricsRoute } from './http/server/metrics-route.js';
import type { Handle } from './http/server/route.js';
import type { Metrics } from './telemetry/metrics.js';

/** What the bot's HTTP server is made of. */
export interface HttpParts {
  readonly config: Config;
  readonly signals: SignalStore;
  /** A signal was kept: somebody may want to settle it now. */
  readonly onKept: () => void;
  readonly metrics: Metrics;
  readonly health: Parameters<typeof healthRoutes>[0];
  /** Slack's requests in http mode; absent in socket mode. */
  readonly slackEvents?: Handle;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** The bot's one HTTP server: alerts, metrics, health, and Slack's requests where Slack sends them. Nothing listens yet. */
export function botServer(parts: HttpParts): HttpServer {
  const { config, signals, onKept, metrics, health, slackEvents, logger, clock } = parts;
  const token = config.alertmanager?.webhook_token;
  const webhook = alertWebhook({
    ...(token === undefined || token.missing !== undefined ? {} : { token: token.reveal() }),
    store: {
      keep: async signal => {
        const kept = await signals.keep(signal);
        onKept();
        return kept;
      },
    },
    measures: metrics.measures,
    logger,
    clock,
  });
  const { address: host, port } = config.http.listen;
  return openHttpServer({
    host,
    port,
    routes: [
      webhook,
      metricsRoute(metrics.read),
      ...healthRoutes(health),
      ...(slackEvents ? [{ path: '/slack/events', methods: { POST: slackEvents } }] : []),
    ],
    logger,
  });
}
