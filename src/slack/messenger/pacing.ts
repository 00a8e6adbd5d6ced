/** The calls that put a message into the chat. */
export type PostMethod = 'chat.postMessage' | 'chat.update';

// chat.postMessage: 1 a second a channel, "short bursts" allowed (docs.slack.dev rate limits; how short is not said).
const POST_BURST = 3;
const POST_EVERY_MS = 1000;
// chat.update: Tier 3, 50 a minute for the whole app. A few less: Slack's minute and ours don't begin together.
const UPDATES = 45;
// Live progress may use this many of them: the rest is kept for cards and answers.
const UPDATES_FOR_PROGRESS = 25;
const MINUTE_MS = 60_000;

/**
 * When the next message may leave. Posts are paced by channel with a small burst; updates of all incidents share one rolling minute.
 * A pause that Slack asks for holds the method in that channel alone, or everywhere for updates.
 */
export class Pacing {
  readonly #posts = new Map<string, number>();
  readonly #paused = new Map<string, number>();
  #updates: number[] = [];

  /** Milliseconds from `now` until the call may be made; 0: at once. */
  wait(method: PostMethod, channel: string, now: number): number {
    const pause = Math.max(0, (this.#paused.get(this.#key(method, channel)) ?? 0) - now);
    return Math.max(pause, method === 'chat.update' ? this.#updateWait(UPDATES, now) : this.#postWait(channel, now));
  }

  /** The same for a live update, which leaves room for what matters more. */
  waitForProgress(channel: string, now: number): number {
    return Math.max(this.wait('chat.update', channel, now), this.#updateWait(UPDATES_FOR_PROGRESS, now));
  }

  /** The call is being made. */
  took(method: PostMethod, channel: string, now: number): void {
    if (method === 'chat.update') {
      this.#updates = [...this.#updates.filter(at => at > now - MINUTE_MS), now];
      return;
    }
    // The time at which the channel's bucket is full again: each post pushes it on by one interval.
    this.#posts.set(channel, Math.max(this.#posts.get(channel) ?? 0, now) + POST_EVERY_MS);
    if (this.#posts.size > 1000) for (const [known, full] of this.#posts) if (full < now) this.#posts.delete(known);
  }

  /** Slack asked for a pause. */
  pause(method: PostMethod, channel: string, until: number, now: number): void {
    const key = this.#key(method, channel);
    this.#paused.set(key, Math.max(this.#paused.get(key) ?? 0, until));
    if (this.#paused.size > 1000) for (const [known, end] of this.#paused) if (end < now) this.#paused.delete(known);
  }

  #key(method: PostMethod, channel: string): string {
    return method === 'chat.update' ? method : `${method} ${channel}`;
  }

  #postWait(channel: string, now: number): number {
    const full = this.#posts.get(channel) ?? 0;
    return Math.max(0, full - now - (POST_BURST - 1) * POST_EVERY_MS);
  }

  #updateWait(most: number, now: number): number {
    const recent = this.#updates.filter(at => at > now - MINUTE_MS);
    const oldest = recent[recent.length - most];
    return oldest === undefined ? 0 : oldest + MINUTE_MS - now;
  }
}
