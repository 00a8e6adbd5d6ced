/** Remembers keys for a while, at most so many: the oldest are forgotten first. */
export class SeenBefore {
  readonly #until = new Map<string, number>();
  readonly #ttlMs: number;
  readonly #most: number;

  constructor(ttlMs: number, most: number) {
    this.#ttlMs = ttlMs;
    this.#most = most;
  }

  /** True when the key was given within the time; a key that was not is remembered from now on. */
  seen(key: string, now: number): boolean {
    const until = this.#until.get(key);
    if (until !== undefined && until > now) return true;
    // Set anew, so that the order of the map is the order of time.
    this.#until.delete(key);
    this.#until.set(key, now + this.#ttlMs);
    for (const [old, at] of this.#until) {
      if (at > now && this.#until.size <= this.#most) break;
      this.#until.delete(old);
    }
    return false;
  }

  /** The key may come again. */
  forget(key: string): void {
    this.#until.delete(key);
  }
}
