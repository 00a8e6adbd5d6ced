import type { PageMessage, PageView, SlackJson } from './page-api.js';

/** One call of the Web API, of a response URL (`response_url`) or of an upload URL (`upload`). */
export interface ApiCall {
  /** Counts from 1, in the order in which the calls came in. */
  readonly number: number;
  /** Milliseconds since the epoch, by the workspace's clock. */
  readonly at: number;
  readonly method: string;
  readonly args: SlackJson;
  /** What the caller got; absent while it waits, and when the answer never left (a cut connection, a lost answer). */
  readonly answer?: SlackJson;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** The injected fault that the call ran into. */
  readonly fault?: string;
}

/** One state of a message: each post, change and removal gives one. Ephemeral messages too. */
export interface MessageState {
  readonly number: number;
  readonly at: number;
  readonly kind: 'posted' | 'changed' | 'deleted';
  /** Who sees it, when it is ephemeral. */
  readonly onlyFor?: string;
  readonly message: PageMessage;
  /** What the bot attached with `metadata`. */
  readonly metadata?: SlackJson;
}

/** One delivery to the bot, and what became of it. */
export interface Delivery {
  readonly number: number;
  readonly at: number;
  /** `slash_commands`, `interactive`, `events_api` */
  readonly type: string;
  readonly payload: SlackJson;
  /** 0 for the first time. */
  readonly retry: number;
  readonly state: 'waiting' | 'acknowledged' | 'timed-out' | 'failed' | 'dropped';
  /** Milliseconds until the acknowledgement, by the machine's clock. */
  readonly ackMs?: number;
  readonly ack?: SlackJson;
}

/** A modal or home tab that a person sees from now on. */
export interface ViewState {
  readonly number: number;
  readonly at: number;
  readonly kind: 'opened' | 'updated' | 'closed' | 'home';
  readonly user: string;
  readonly view: PageView;
}

/** Everything that happened in the workspace, for tests: what the bot called, what people saw. */
export interface Journal {
  /** All calls, or those of one method. */
  readonly calls: (method?: string) => readonly ApiCall[];
  readonly messages: () => readonly MessageState[];
  readonly deliveries: () => readonly Delivery[];
  readonly views: () => readonly ViewState[];
  /**
   * Looks now and again after everything that happens, until `look` gives something other than `undefined` and `false`.
   * Rejects after the bound (default 5 s of the machine's time) with what was waited for and the last calls.
   */
  readonly waitFor: <T>(look: () => T | undefined | false, boundMs?: number, what?: string) => Promise<T>;
  /** The first call that fits and that was answered. */
  readonly waitForCall: (method: string, fits?: (call: ApiCall) => boolean, boundMs?: number) => Promise<ApiCall>;
  /** The first state of a message that fits, the ones before this call included. */
  readonly waitForMessage: (fits: (state: MessageState) => boolean, boundMs?: number) => Promise<MessageState>;
  readonly waitForView: (fits: (state: ViewState) => boolean, boundMs?: number) => Promise<ViewState>;
}
