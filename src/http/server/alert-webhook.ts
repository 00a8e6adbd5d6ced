import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { SignalStore } from '../../flow/ports/alert-store.js';
import type { Measures } from '../../flow/ports/measures.js';
import type { Clock, Logger } from '../../flow/ports.js';
import { readAlertGroup } from '../alerts/read-alert-group.js';
import { signalId } from '../alerts/signal-id.js';
import { answerJson, answerText } from './answer.js';
import { bearerCheck } from './bearer-token.js';
import { rareLog } from './rare-log.js';
import { isSaidTooLarge, readBody } from './read-body.js';
import { refuseUnread } from './refuse-unread.js';
import type { Route } from './route.js';

export interface AlertWebhookParts {
  /** Absent: nothing is taken, and senders are told why. An endpoint that anybody may use is no choice. */
  readonly token?: string;
  readonly store: Pick<SignalStore, 'keep'>;
  readonly measures: Pick<Measures, 'webhook' | 'alertsIn'>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Monotonic seconds; the process's own when absent. */
  readonly monotonic?: () => number;
  /** Of a body; default 1 MiB, which is about 1,000 alerts. */
  readonly mostBytes?: number;
  /** After so many seconds without an answer of the store the sender is told to come again; default 10. */
  readonly keepSeconds?: number;
}

const MEBIBYTE = 1024 * 1024;

/** What was answered, as it is counted. */
type Counted = readonly [source: Parameters<Measures['webhook']>[0], answer: Parameters<Measures['webhook']>[1]];

/**
 * `POST /webhooks/alertmanager`: Alertmanager's webhook (version 4) and Grafana's. 200 only after the signal is durable. Senders repeat
 * what was answered with 5xx, and never what was answered with 4xx, so that a refusal is logged with its reason.
 */
export function alertWebhook(parts: AlertWebhookParts): Route {
  const { token, measures, logger, monotonic = () => performance.now() / 1000 } = parts;
  const say = rareLog<Counted[1] | 'cut'>(logger, monotonic);
  const isKnown = token === undefined ? undefined : bearerCheck(token);
  return {
    path: '/webhooks/alertmanager',
    methods: {
      POST: async (request, response) => {
        const began = monotonic();
        const [source, answer] = await taken(request, response, parts, say, isKnown);
        measures.webhook(source, answer, monotonic() - began);
      },
    },
  };
}

async function taken(
  request: IncomingMessage,
  response: ServerResponse,
  { store, measures, clock, mostBytes = MEBIBYTE, keepSeconds = 10 }: AlertWebhookParts,
  say: ReturnType<typeof rareLog<Counted[1] | 'cut'>>,
  isKnown: ((authorization: string | undefined) => boolean) | undefined,
): Promise<Counted> {
  const from = request.socket.remoteAddress;
  const refuse = (status: number, says: string): Counted => {
    say('refused', { from, status }, `alerts were refused, and their sender will not repeat them: ${says}`);
    answerText(response, status, says);
    return ['unknown', 'refused'];
  };
  const refuseSize = (): Counted => {
    const says = `The body is larger than ${mostBytes} bytes: set max_alerts in Alertmanager's webhook_configs (docs/operations).`;
    say('refused', { from, status: 413 }, `alerts were refused, and their sender will not repeat them: ${says}`);
    refuseUnread(request, response, 413, says);
    return ['unknown', 'refused'];
  };

  if (isSaidTooLarge(request, mostBytes)) return refuseSize();
  if (!isKnown) {
    const says = 'This bot takes no alerts: alertmanager.webhook_token is not set in its faultline.yml.';
    say('failed', { from }, `alerts came in and were sent away. ${says}`);
    answerText(response, 503, says, { 'Retry-After': '60' });
    return ['unknown', 'failed'];
  }
  if (!isKnown(request.headers.authorization)) {
    say('unauthorised', { from }, 'alerts without the right token were sent away: compare the sender with alertmanager.webhook_token');
    answerText(response, 401, 'The bearer token is missing or wrong.', { 'WWW-Authenticate': 'Bearer', Connection: 'close' });
    return ['unknown', 'unauthorised'];
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return refuse(415, 'The body is compressed: send it as it is.');
  if (!/^application\/json(?:;|$)/iu.test(request.headers['content-type'] ?? ''))
    return refuse(415, 'The content type is not application/json.');

  const read = await readBody(request, mostBytes);
  if (read.kind === 'too-large') return refuseSize();
  if (read.kind === 'gone') {
    say('refused', { from }, 'a sender of alerts went away before its body was whole, or was too slow');
    return ['unknown', 'refused'];
  }
  const reading = readAlertGroup(read.body);
  if (reading.kind === 'refused') return refuse(400, reading.says);
  const { group, notes } = reading;
  const id = signalId(group);
  if (notes.length > 0) say('cut', { from, signal: id, receiver: group.receiver }, notes.join(' '));
  try {
    const kept = await within(keepSeconds, store.keep({ id, receivedAt: clock.now(), group }));
    if (kept === 'kept') measures.alertsIn(group.alerts.length);
    answerJson(response, 200, { signal: id, state: kept });
    return [group.source, kept === 'kept' ? 'accepted' : 'known'];
  } catch (error) {
    say('failed', { from, signal: id, error }, 'alerts could not be kept; their sender is told to repeat them');
    answerText(response, 503, 'The alerts could not be kept: send them again.', { 'Retry-After': '5' });
    return [group.source, 'failed'];
  }
}

/** @throws when it takes longer than `seconds`; the work itself goes on */
async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The store did not answer within ${seconds} s.`)), seconds * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
