import type { SandboxClock } from './clock.js';
import type { ApiCall, Delivery, Journal, MessageState, ViewState } from './journal.js';
import type { SlackJson } from './page-api.js';

const DEFAULT_BOUND_MS = 5000;
/** A demo may run for days: so many entries of each kind are kept. */
const MOST_ENTRIES = 10_000;

type Changes<T> = { -readonly [K in keyof T]?: T[K] };

/** The journal, with the pens of those who write in it. */
export interface JournalBook extends Journal {
  readonly beginCall: (method: string, args: SlackJson) => number;
  readonly endCall: (number: number, end: Changes<Pick<ApiCall, 'answer' | 'status' | 'fault'>>) => void;
  readonly beginDelivery: (type: string, payload: SlackJson, retry: number) => number;
  readonly endDelivery: (number: number, end: Changes<Pick<Delivery, 'state' | 'ackMs' | 'ack'>>) => void;
  readonly addMessage: (state: Omit<MessageState, 'number' | 'at'>) => void;
  readonly addView: (state: Omit<ViewState, 'number' | 'at'>) => void;
  /** Something happened that a `waitFor` may look at. */
  readonly happened: () => void;
  /** Rejects everybody who waits. */
  readonly close: () => void;
}

export function createJournal(clock: SandboxClock): JournalBook {
  const calls: ApiCall[] = [];
  const messages: MessageState[] = [];
  const deliveries: Delivery[] = [];
  const views: ViewState[] = [];
  const watchers = new Set<{ readonly look: () => void; readonly stop: (why: string) => void }>();
  const happened = () => {
    for (const { look } of [...watchers]) look();
  };
  const counts = new Map<unknown, number>();
  const add = <T>(list: T[], make: (base: { number: number; at: number }) => T): number => {
    const number = (counts.get(list) ?? 0) + 1;
    counts.set(list, number);
    list.push(make({ number, at: clock.now() }));
    if (list.length > MOST_ENTRIES) list.shift();
    happened();
    return number;
  };
  const amend = <T extends { readonly number: number }>(list: T[], number: number, change: (old: T) => T) => {
    const at = list.findLastIndex(entry => entry.number === number);
    const old = list[at];
    if (old) list[at] = change(old);
    happened();
  };

  const waitFor = <T>(look: () => T | undefined | false, boundMs = DEFAULT_BOUND_MS, what = 'something'): Promise<T> =>
    new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        watchers.delete(watcher);
      };
      const stop = (why: string) => {
        end();
        const last = calls
          .slice(-5)
          .map(call => `${call.method} -> ${JSON.stringify(call.answer ?? call.fault ?? 'no answer yet').slice(0, 160)}`);
        reject(
          new Error(
            `Waited for ${what}: ${why}. Last calls: ${last.join('; ') || 'none'}. Messages: ${messages.length}, deliveries: ${deliveries.length}.`,
          ),
        );
      };
      const watcher = {
        stop,
        look: () => {
          try {
            const found = look();
            if (found === undefined || found === false) return;
            end();
            resolve(found);
          } catch (error) {
            end();
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        },
      };
      const timer = setTimeout(() => stop(`it did not happen within ${boundMs} ms`), boundMs);
      watchers.add(watcher);
      watcher.look();
    });

  return {
    calls: method => (method === undefined ? [...calls] : calls.filter(call => call.method === method)),
    messages: () => [...messages],
    deliveries: () => [...deliveries],
    views: () => [...views],
    waitFor,
    waitForCall: (method, fits = () => true, boundMs) =>
      waitFor(
        () => calls.find(call => call.method === method && call.answer !== undefined && fits(call)),
        boundMs,
        `an answered call of ${method}`,
      ),
    waitForMessage: (fits, boundMs) => waitFor(() => messages.find(fits), boundMs, 'a message'),
    waitForView: (fits, boundMs) => waitFor(() => views.find(fits), boundMs, 'a view'),
    beginCall: (method, args) => {
      // Tokens stay out of what tests print.
      const { token: _, ...rest } = args;
      return add(calls, base => ({ ...base, method, args: rest }));
    },
    endCall: (number, end) => amend(calls, number, old => ({ ...old, ...end })),
    beginDelivery: (type, payload, retry) => add(deliveries, base => ({ ...base, type, payload, retry, state: 'waiting' })),
    endDelivery: (number, end) => amend(deliveries, number, old => ({ ...old, ...end })),
    addMessage: state => {
      add(messages, base => ({ ...base, ...state }));
    },
    addView: state => {
      add(views, base => ({ ...base, ...state }));
    },
    happened,
    close: () => {
      for (const { stop } of [...watchers]) stop('the workspace was closed');
    },
  };
}
