/** What can happen to a call of the Web API instead of its answer. */
export type Fault =
  /** `{ok: false, error}` with HTTP 200, as Slack refuses. */
  | { readonly kind: 'error'; readonly error: string }
  /** An HTTP status such as 500 or 503; the call has no effect. */
  | { readonly kind: 'status'; readonly status: number }
  /** 429 with `Retry-After` in seconds; the call has no effect. */
  | { readonly kind: 'rate-limited'; readonly retryAfter: number }
  /** Never answered; the call has no effect. */
  | { readonly kind: 'hang' }
  /** The connection is cut; the call has no effect. */
  | { readonly kind: 'cut' }
  /** The call takes effect, then the connection is cut. */
  | { readonly kind: 'answer-lost' };

/** What goes wrong on Slack's side, as tests order it. Channels and users by id. */
export interface FaultControls {
  /** The next `times` calls (default 1) of a method (`*`: any; `response_url`, `upload`) run into the fault. */
  readonly next: (method: string, fault: Fault, times?: number) => void;
  /** Forgets the ordered faults that nothing ran into yet. */
  readonly forget: () => void;
  /** Every connection of the bot is cut and none is taken, until `reachable()`. The page goes on working. */
  readonly unreachable: () => void;
  readonly reachable: () => void;
  /** Cuts all sockets of Socket Mode; gives how many. */
  readonly dropSockets: () => number;
  /** Slack's polite end of all sockets: `disconnect` with `refresh_requested`, or only the `warning` before it. */
  readonly requestRefresh: (reason?: 'refresh_requested' | 'warning') => void;
  /** The next `times` deliveries arrive twice, with the same ids. */
  readonly duplicateNext: (times?: number) => void;
  /** All response URLs given out so far answer as used up. */
  readonly expireResponseUrls: () => void;
  readonly archive: (channel: string) => void;
  readonly unarchive: (channel: string) => void;
  readonly removeBot: (channel: string) => void;
  readonly addBot: (channel: string) => void;
  readonly deleteMessage: (channel: string, ts: string) => void;
  readonly removeScope: (scope: string) => void;
  readonly addScope: (scope: string) => void;
  /** The bot token is `token_revoked` from now on. */
  readonly revokeToken: () => void;
  /** The app token is `invalid_auth` from now on. */
  readonly revokeAppToken: () => void;
}
