import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import type { ChatMessage } from './blocks/message.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';

/** Whom to tell something, and the ways to do it. */
export interface Listener {
  readonly user: string;
  readonly channel?: string;
  readonly thread?: string;
  /** Bolt's way to the response URL, when the payload had one: 5 answers within 30 minutes. */
  readonly respond?: RespondFn;
}

/**
 * Says something to one person alone: by the response URL, which works even where the bot is no member; else as an ephemeral message;
 * else directly. Never throws: when nothing works, the log has it.
 */
export type Tell = (to: Listener, message: ChatMessage) => Promise<void>;

export function createTell(client: WebClient, logger: Logger): Tell {
  return async ({ user, channel, thread, respond }, { text, blocks, attachments = [] }) => {
    const body = { text, blocks: [...blocks], attachments: [...attachments] };
    const ways: (readonly [string, () => Promise<unknown>])[] = [];
    if (respond) ways.push(['response_url', () => respond({ ...body, response_type: 'ephemeral', replace_original: false })]);
    if (channel) {
      const place = { channel, user, ...(thread ? { thread_ts: thread } : {}) };
      ways.push(['chat.postEphemeral', () => client.chat.postEphemeral({ ...body, ...place })]);
    }
    ways.push(['chat.postMessage', () => client.chat.postMessage({ ...body, channel: user, unfurl_links: false, unfurl_media: false })]);
    for (const [way, say] of ways) {
      try {
        await say();
        return;
      } catch (error) {
        logger.info({ user, way, why: sayTrouble(troubleOf(error)) }, 'could not tell a person this way');
      }
    }
    logger.warn({ user, text }, 'could not tell a person at all');
  };
}
