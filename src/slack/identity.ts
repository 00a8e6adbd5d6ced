import type { WebClient } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';
import type { Timing } from './timing.js';

/** Who the bot is, as Slack says. */
export interface Identity {
  readonly team: string;
  readonly enterprise?: string;
  readonly botId: string;
  readonly botUser: string;
  /** Of the workspace's pages, with a slash at its end; absent: Slack did not say. */
  readonly url?: string;
}

const MAX_BACKOFF_MS = 30_000;
const REFUSED_MS = 60_000;

/**
 * Asks Slack who the bot is until it answers; undefined when stopped before. Bolt asks once, while it is built, and a failure then
 * loses every event for good (slack.md §1.3, 3): so Bolt is built with the answer.
 */
export async function learnIdentity(
  client: WebClient,
  timing: Timing,
  logger: Logger,
  stop: AbortSignal,
  onTrouble: (says: string) => void,
): Promise<Identity | undefined> {
  for (let failures = 0; !stop.aborted; failures++) {
    try {
      const { team_id: team = '', enterprise_id: enterprise, bot_id: botId = '', user_id: botUser = '', url } = await client.auth.test();
      return { team, botId, botUser, ...(enterprise ? { enterprise } : {}), ...(url ? { url } : {}) };
    } catch (error) {
      const trouble = troubleOf(error);
      const says =
        trouble.kind === 'refused'
          ? `Slack refuses the bot token (${trouble.code}). Check slack.bot_token with: faultline doctor`
          : `Slack can’t be reached: ${sayTrouble(trouble)}`;
      const ms =
        trouble.kind === 'refused'
          ? REFUSED_MS
          : trouble.kind === 'rate-limited'
            ? trouble.seconds * 1000
            : Math.min(MAX_BACKOFF_MS, 1000 * 2 ** Math.min(failures, 10));
      onTrouble(says);
      logger.warn({ failures: failures + 1, retryInMs: ms }, says);
      await timing.wait(ms, stop);
    }
  }
  return undefined;
}
