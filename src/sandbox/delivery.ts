import type { SandboxClock } from './clock.js';
import type { FaultPlan } from './fault-plan.js';
import type { HttpDelivery } from './http-delivery.js';
import type { JournalBook } from './journal-book.js';
import type { SlackJson } from './page-api.js';
import type { Retry, SocketMode } from './socket-mode.js';
import type { EnvelopeType, Outcome } from './world.js';

/** An event that is not acknowledged comes again: at once, after a minute, after five (docs.slack.dev/apis/events-api, retries). */
const RETRY_AFTER_MS = [0, 60_000, 300_000] as const;

/** Sends to the bot by the way that the app is set to, writes down what became of it, and sends events again. */
export interface Delivery {
  readonly deliver: (type: EnvelopeType, payload: SlackJson) => Promise<Outcome>;
  readonly deliverEvent: (payload: SlackJson) => void;
  readonly isOnline: () => boolean;
  /** The request URL answered as it should. */
  readonly markOnline: (online: boolean) => void;
}

export function createDelivery(parts: {
  readonly mode: 'socket' | 'http';
  readonly clock: SandboxClock;
  readonly journal: JournalBook;
  readonly faults: FaultPlan;
  readonly socket: SocketMode;
  readonly http: HttpDelivery;
  readonly onChange: () => void;
}): Delivery {
  const { mode, clock, journal, faults, socket, http, onChange } = parts;
  let answered = false;
  const markOnline = (online: boolean) => {
    if (answered === online) return;
    answered = online;
    onChange();
  };

  const send = async (type: EnvelopeType, payload: SlackJson, retry: Retry | undefined, twice: boolean): Promise<Outcome> => {
    if (faults.unreachable) return { kind: 'dropped' };
    if (mode === 'socket') return socket.send(type, payload, retry, twice);
    const [outcome] = await Promise.all([http.send(type, payload, retry), ...(twice ? [http.send(type, payload, retry)] : [])]);
    markOnline(outcome.kind === 'acknowledged');
    return outcome;
  };

  /** `next` runs before the outcome is written down: whoever reads of it may count on what follows. */
  const attempt = async (type: EnvelopeType, payload: SlackJson, retry?: Retry, next?: (outcome: Outcome) => void): Promise<Outcome> => {
    const number = journal.beginDelivery(type, payload, retry?.attempt ?? 0);
    const started = performance.now();
    const outcome = await send(type, payload, retry, faults.takeDuplicate());
    next?.(outcome);
    journal.endDelivery(number, {
      state: outcome.kind,
      ...(outcome.kind === 'acknowledged'
        ? { ackMs: performance.now() - started, ...(outcome.payload ? { ack: outcome.payload } : {}) }
        : {}),
    });
    return outcome;
  };

  const deliverEvent = (payload: SlackJson, tries: number, reason: string): void => {
    void attempt('events_api', payload, tries === 0 ? undefined : { attempt: tries, reason }, outcome => {
      const wait = RETRY_AFTER_MS[tries];
      // Without a socket an event is lost; a request URL that fails is asked again.
      if (wait === undefined || outcome.kind === 'acknowledged' || outcome.kind === 'dropped') return;
      if (outcome.kind === 'failed' && outcome.noRetry) return;
      const again = outcome.kind === 'timed-out' ? (mode === 'socket' ? 'timeout' : 'http_timeout') : 'http_error';
      clock.after(wait, () => deliverEvent(payload, tries + 1, again));
    });
  };

  return {
    deliver: (type, payload) => attempt(type, payload),
    deliverEvent: payload => deliverEvent(payload, 0, ''),
    isOnline: () => !faults.unreachable && (mode === 'socket' ? socket.count() > 0 : answered),
    markOnline,
  };
}
