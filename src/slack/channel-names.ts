import type { WebClient } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import { findChannelNamed } from './find-channel.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';
import type { Timing } from './timing.js';

// A name that Slack did not resolve may be one of a private channel, or a scope may be missing: it is asked again, not at once.
const AGAIN_MS = 60_000;

/** Ids of channels that a configuration names: Slack takes names for a post, and only ids for looking whether it arrived. */
export class ChannelNames {
  readonly #client: WebClient;
  readonly #timing: Timing;
  readonly #logger: Logger;
  readonly #ids = new Map<string, string>();
  readonly #notBefore = new Map<string, number>();

  constructor(client: WebClient, timing: Timing, logger: Logger) {
    this.#client = client;
    this.#timing = timing;
    this.#logger = logger;
  }

  /** The channel's id; undefined when it is not known at present. An id, of a channel or of a person, is its own. */
  async idOf(channel: string): Promise<string | undefined> {
    if (/^[CDGUW][A-Z0-9]{6,}$/u.test(channel)) return channel;
    const known = this.#ids.get(channel);
    const now = this.#timing.clock.now() * 1000;
    if (known !== undefined || now < (this.#notBefore.get(channel) ?? 0)) return known;
    try {
      const id = (await findChannelNamed(this.#client, channel))?.id;
      if (id !== undefined) {
        this.#ids.set(channel, id);
        return id;
      }
      this.#logger.warn({ channel }, 'there is no public channel of that name: messages are sent to the name as it is');
    } catch (error) {
      const why = sayTrouble(troubleOf(error));
      this.#logger.warn({ channel, why }, 'the id of a channel is not known (scope channels:read): messages are sent to its name');
    }
    this.#notBefore.set(channel, now + AGAIN_MS);
    return undefined;
  }
}
