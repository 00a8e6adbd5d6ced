import type { SandboxClock } from './clock.js';
import type { Ids } from './ids.js';

/** A response URL takes 5 posts within 30 minutes (docs.slack.dev, handling user interaction). */
const MOST_USES = 5;
const LIFE_MS = 30 * 60_000;

/** Where a response URL leads. */
export interface ResponseTarget {
  readonly user: string;
  readonly channel: string;
  /** Thread of what was clicked. */
  readonly thread?: string;
  /** What `replace_original` and `delete_original` mean: the clicked message, or the last answer to a command. */
  original?: { readonly channel: string; readonly ts: string };
}

export interface ResponseUrls {
  readonly give: (target: ResponseTarget) => string;
  readonly use: (
    key: string,
  ) =>
    | { readonly kind: 'open'; readonly target: ResponseTarget }
    | { readonly kind: 'refused'; readonly error: 'expired_url' | 'used_url' | 'invalid_url' };
  readonly expireAll: () => void;
}

export function createResponseUrls(clock: SandboxClock, ids: Ids, origin: () => string): ResponseUrls {
  const given = new Map<string, { readonly target: ResponseTarget; until: number; uses: number }>();
  return {
    give: target => {
      const key = ids.secret();
      given.set(key, { target, until: clock.now() + LIFE_MS, uses: 0 });
      return `${origin()}/response/${key}`;
    },
    use: key => {
      const entry = given.get(key);
      if (!entry) return { kind: 'refused', error: 'invalid_url' };
      if (clock.now() >= entry.until) return { kind: 'refused', error: 'expired_url' };
      if (entry.uses >= MOST_USES) return { kind: 'refused', error: 'used_url' };
      entry.uses += 1;
      return { kind: 'open', target: entry.target };
    },
    expireAll: () => {
      for (const entry of given.values()) entry.until = 0;
    },
  };
}
