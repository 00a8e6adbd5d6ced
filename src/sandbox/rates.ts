import type { SandboxClock } from './clock.js';

/** Calls per minute of Slack's tiers (docs.slack.dev/apis/web-api/rate-limits). */
const TIERS = { t1: 1, t2: 20, t3: 50, t4: 100 } as const;
/** Special limits; the reference gives no number for most. `several hundred per minute` for a workspace's posts is taken as 300. */
const SPECIAL = 300;
const WINDOW_MS = 60_000;
/** One post a second in a channel, `short bursts` allowed: the size of a burst is not documented. */
const POST_BURST = 5;
const POSTS_PER_SECOND = 1;

export type Tier = keyof typeof TIERS | 'special' | 'none';

/** How long to wait, in whole seconds; `undefined`: go on. */
export interface Rates {
  readonly take: (method: string, tier: Tier) => number | undefined;
  /** chat.postMessage: the channel's own limit. */
  readonly takePost: (channel: string) => number | undefined;
}

/**
 * Counts calls per method in any 60 seconds: never more than the tier names. Slack says `N+` and may be more generous; what passes here
 * passes there.
 */
export function createRates(clock: SandboxClock, setting: 'off' | { readonly scale: number }): Rates {
  const calls = new Map<string, number[]>();
  const posts = new Map<string, { tokens: number; at: number }>();
  if (setting === 'off') return { take: () => undefined, takePost: () => undefined };
  const { scale } = setting;

  return {
    take: (method, tier) => {
      if (tier === 'none') return undefined;
      const most = Math.max(1, Math.floor((tier === 'special' ? SPECIAL : TIERS[tier]) * scale));
      const now = clock.now();
      const recent = (calls.get(method) ?? []).filter(at => at > now - WINDOW_MS);
      calls.set(method, recent);
      const [oldest] = recent;
      if (recent.length >= most && oldest !== undefined) return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / 1000));
      recent.push(now);
      return undefined;
    },
    takePost: channel => {
      const now = clock.now();
      const bucket = posts.get(channel) ?? { tokens: POST_BURST * scale, at: now };
      posts.set(channel, bucket);
      bucket.tokens = Math.min(POST_BURST * scale, bucket.tokens + ((now - bucket.at) / 1000) * POSTS_PER_SECOND * scale);
      bucket.at = now;
      if (bucket.tokens < 1) return Math.max(1, Math.ceil((1 - bucket.tokens) / (POSTS_PER_SECOND * scale)));
      bucket.tokens -= 1;
      return undefined;
    },
  };
}
