import type { WebClient } from '@slack/web-api';
import { troubleOf } from './trouble.js';

/** `metadata.event_type` of every message of the bot. */
export const EVENT_TYPE = 'faultline';

/** What a look for a message gave. */
export type Found =
  | { readonly kind: 'found'; readonly ts: string; readonly version: number }
  | { readonly kind: 'absent' }
  /** The bot may not read there. */
  | { readonly kind: 'forbidden'; readonly why: string }
  | { readonly kind: 'later'; readonly why: string; readonly seconds?: number };

// A page has 200 messages; a thread or a busy channel may have more since the post, but looking must end.
const PAGE = 200;
const MAX_PAGES = 5;

interface Looked {
  readonly ts?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: object };
}

function versionIn(message: Looked, slot: string): number | undefined {
  const payload = message.metadata?.event_type === EVENT_TYPE ? message.metadata.event_payload : undefined;
  if (!payload || !('slot' in payload) || payload.slot !== slot) return undefined;
  const version = 'version' in payload ? Number(payload.version) : 0;
  return Number.isInteger(version) ? version : 0;
}

/**
 * Looks whether a message of the slot stands in the chat, by the metadata that every post carries. `not` is one that is known and
 * not meant. Needs channels:history or groups:history, which are optional.
 */
export async function findPosted(
  client: WebClient,
  slot: string,
  where: { readonly channel: string; readonly thread?: string; readonly since: number; readonly not?: string },
): Promise<Found> {
  // A direct message is addressed by the person's id, whose history has another one that only another scope would tell.
  if (/^[UW]/u.test(where.channel)) return { kind: 'forbidden', why: 'a direct message has no known channel yet' };
  const common = {
    channel: where.channel,
    include_all_metadata: true,
    limit: PAGE,
    // Clocks differ: a minute earlier costs nothing.
    oldest: String(Math.max(0, where.since - 60)),
  };
  let cursor: string | undefined;
  try {
    for (let page = 0; page < MAX_PAGES; page++) {
      const at = { ...common, ...(cursor ? { cursor } : {}) };
      const answer = where.thread
        ? await client.conversations.replies({ ...at, ts: where.thread })
        : await client.conversations.history(at);
      for (const message of answer.messages ?? []) {
        const version = versionIn(message, slot);
        if (version !== undefined && message.ts && message.ts !== where.not) return { kind: 'found', ts: message.ts, version };
      }
      cursor = answer.response_metadata?.next_cursor || undefined;
      if (!cursor) break;
    }
    return { kind: 'absent' };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'refused') {
      if (trouble.code === 'thread_not_found') return { kind: 'absent' };
      return { kind: 'forbidden', why: trouble.code };
    }
    if (trouble.kind === 'rate-limited') return { kind: 'later', why: 'rate limit', seconds: trouble.seconds };
    return { kind: 'later', why: trouble.why };
  }
}
