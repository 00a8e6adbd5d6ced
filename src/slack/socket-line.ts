import type { SocketModeReceiver } from '@slack/bolt';
import { WebAPIRateLimitedError } from '@slack/web-api';
import type { Logger } from '../flow/ports.js';
import { sayTrouble, troubleOf } from './messenger/trouble.js';
import { loggable } from './slack-logger.js';
import { type Timing, within } from './timing.js';

// Slack says hello within a second of the connection; a proxy that swallows it would hold us for ever.
const HELLO_MS = 15_000;
const MAX_BACKOFF_MS = 30_000;
// A token that Slack refuses is not mended in seconds.
const REFUSED_MS = 60_000;
// A connection that ends sooner than this was none: it counts as a failure, so that nothing spins.
const SHORT_LIFE_MS = 5_000;

type Client = SocketModeReceiver['client'];

/**
 * One Socket Mode connection that is made again for ever. Slack's own client can do that too, but it waits 5 s before it makes a new
 * connection even when Slack asked politely for one, and an error while it does so ends the process (measured: slack.md §1.3, 4 and 6). So its
 * own reconnecting is switched off and done here.
 */
export class SocketLine {
  readonly #client: Client;
  readonly #timing: Timing;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;
  #up = false;
  #trouble: string | undefined = 'not connected yet';

  constructor(client: Client, timing: Timing, logger: Logger) {
    this.#client = client;
    this.#timing = timing;
    this.#logger = logger;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Why it is down; undefined while it is up. */
  get trouble(): string | undefined {
    return this.#up ? undefined : this.#trouble;
  }

  /** Resolves when the line is up for the first time; keeps it up until `stop()`. Resolves too when it is stopped before. */
  start(): Promise<void> {
    return new Promise(resolve => {
      this.#running ??= this.#run(resolve).finally(resolve);
    });
  }

  /** Ends the connection and waits for its end, at most as long as the deadline. One that is still being made is ended after its hello. */
  async stop(deadlineMs: number): Promise<void> {
    this.#stop.abort();
    // A connection that is up can be closed; one on its way is closed by whoever waits for its hello.
    const closed = this.#up ? this.#client.disconnect() : undefined;
    await within(deadlineMs, Promise.all([closed, this.#running]), this.#timing);
    this.#up = false;
  }

  async #run(onUp: () => void): Promise<void> {
    let failures = 0;
    while (!this.#stop.signal.aborted) {
      const began = this.#timing.clock.now();
      try {
        const { ended } = await this.#connect();
        // Stopped while Slack had not said hello yet: there was nothing to end then, and now there is.
        if (this.#stop.signal.aborted) {
          await this.#client.disconnect();
          return;
        }
        this.#up = true;
        onUp();
        await ended;
        this.#up = false;
        this.#trouble = 'the connection ended';
        if (this.#stop.signal.aborted) return;
        failures = (this.#timing.clock.now() - began) * 1000 < SHORT_LIFE_MS ? failures + 1 : 0;
        this.#logger.info({ failures }, 'the Socket Mode connection ended; making a new one');
        // The first new one is made at once: commands typed in a gap fail for the person.
        if (failures > 1) await this.#timing.wait(this.#backoff(failures), this.#stop.signal);
      } catch (error) {
        failures++;
        await this.#timing.wait(this.#afterFailure(error, failures), this.#stop.signal);
      }
    }
  }

  /** Resolves once Slack said hello, with a promise for the end of the connection. */
  async #connect(): Promise<{ readonly ended: Promise<void> }> {
    let over = (): void => {};
    const ended = new Promise<void>(resolve => {
      over = resolve;
    });
    this.#client.once('disconnected', over);
    try {
      const hello = await within(HELLO_MS, this.#client.start(), this.#timing);
      // Left open, it would be a connection that gets payloads and that nobody listens to.
      if (hello === undefined) void this.#client.disconnect();
      if (hello === undefined) throw new Error(`Slack did not say hello within ${HELLO_MS / 1000} s of connecting`);
    } catch (error) {
      this.#client.off('disconnected', over);
      throw error;
    }
    return { ended };
  }

  #backoff(failures: number): number {
    return Math.min(MAX_BACKOFF_MS, 1000 * 2 ** Math.min(failures - 1, 10));
  }

  #afterFailure(error: unknown, failures: number): number {
    const trouble = error instanceof Error ? troubleOf(error) : undefined;
    // The client rejects with nothing when the socket closes before hello.
    const why = trouble ? sayTrouble(trouble) : 'the connection was closed before Slack said hello';
    this.#up = false;
    const ms =
      error instanceof WebAPIRateLimitedError
        ? error.retryAfter * 1000
        : trouble?.kind === 'refused'
          ? REFUSED_MS
          : this.#backoff(failures);
    this.#trouble =
      trouble?.kind === 'refused' ? `Slack refuses the app token (${why}). Check slack.app_token with: faultline doctor` : why;
    this.#logger.warn({ why: loggable(why), failures, retryInMs: ms }, 'no Socket Mode connection');
    return ms;
  }
}
