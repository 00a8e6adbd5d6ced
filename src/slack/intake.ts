import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { z } from 'zod';
import type { Logger } from '../flow/ports.js';
import { SeenBefore } from './seen-before.js';
import { type Timing, within } from './timing.js';

// Slack delivers an event again after 1 and 5 minutes (Events API retries); everything else only within seconds.
const REMEMBER_MS = 15 * 60_000;
const MOST_REMEMBERED = 10_000;

// An event has an id of its own; a command, a click and a modal have a trigger, which is used once.
const namedSchema = z.object({ event_id: z.string().optional(), trigger_id: z.string().optional() });

/** The gate that everything from Slack passes: each thing once, nothing new while the bot stops, and the count of what is under way. */
export class Intake {
  readonly #timing: Timing;
  readonly #logger: Logger;
  readonly #seen = new SeenBefore(REMEMBER_MS, MOST_REMEMBERED);
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(timing: Timing, logger: Logger) {
    this.#timing = timing;
    this.#logger = logger;
  }

  /** How many listeners are running. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Bolt's global middleware. */
  readonly middleware: Middleware<AnyMiddlewareArgs> = async args => {
    const { data } = namedSchema.safeParse(args.body);
    const name = data?.event_id ?? data?.trigger_id;
    if (name && this.#seen.seen(name, this.#timing.clock.now() * 1000)) {
      this.#logger.info({ name, retry: args.context.retryNum }, 'delivered again by Slack: already taken care of');
      // Bolt has acknowledged events by itself.
      if ('ack' in args && typeof args.ack === 'function') await args.ack();
      return;
    }
    const work = args.next();
    this.#underWay.add(work);
    try {
      await work;
    } finally {
      this.#underWay.delete(work);
    }
  };

  /** Waits for the listeners under way, at most as long as the deadline. Gives how many were left behind. */
  async drain(deadlineMs: number): Promise<number> {
    await within(deadlineMs, Promise.allSettled(this.#underWay), this.#timing);
    return this.#underWay.size;
  }
}
