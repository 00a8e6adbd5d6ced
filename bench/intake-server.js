// node bench/intake-server.js parsed|durable FILE TOKEN: the webhook's server as a process of its own, for bench/intake.js. `durable` keeps each
// signal in SQLite before it answers, as in production; `parsed` does everything but that. Sends its port over IPC.
import { alertWebhook } from '../dist/http/server/alert-webhook.js';
import { openHttpServer } from '../dist/http/server/http-server.js';
import { openStore } from '../dist/store/open-store.js';
import { createMetrics } from '../dist/telemetry/metrics.js';

const [mode, file, token] = process.argv.slice(2);
const clock = { now: () => Date.now() / 1000 };
const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => logger };
const none = async () => 0;
const { measures } = createMetrics({
  version: '0',
  readings: { waitingSignals: none, undeliveredMessages: none, firingBySeverity: async () => ({}), looking: () => 0 },
});
let store = { keep: async () => 'kept' };
if (mode === 'durable') {
  const opened = await openStore(`sqlite:${file}`, clock);
  if (opened.kind === 'refused') throw new Error(opened.says);
  store = opened.store.signals;
}
const routes = [alertWebhook({ token, store, measures, logger, clock })];
const listening = await openHttpServer({ host: '127.0.0.1', port: 0, routes, logger }).listen();
if (listening.kind === 'refused') throw new Error(listening.says);
// Microseconds of CPU since the beginning, whenever they are asked for.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send(user + system);
});
process.send(listening.port);
