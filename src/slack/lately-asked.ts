interface Asked {
  readonly until: number;
  /** What was opened for it; absent: it is being read. */
  readonly incident?: string;
}

/** Questions of the last moments: somebody who hits Enter twice, or whose client sends twice, means one. */
export class LatelyAsked {
  readonly #asked = new Map<string, Asked>();
  readonly #ttlMs: number;
  readonly #most: number;

  constructor(ttlMs: number, most: number) {
    this.#ttlMs = ttlMs;
    this.#most = most;
  }

  /** The same question, when it was asked within the time; one that was not is remembered from now on. */
  ask(key: string, now: number): Pick<Asked, 'incident'> | undefined {
    const asked = this.#asked.get(key);
    if (asked !== undefined && asked.until > now) return asked;
    // Set anew, so that the order of the map is the order of time.
    this.#asked.delete(key);
    this.#asked.set(key, { until: now + this.#ttlMs });
    for (const [old, { until }] of this.#asked) {
      if (until > now && this.#asked.size <= this.#most) break;
      this.#asked.delete(old);
    }
    return undefined;
  }

  /** What became of the question; `undefined`: nothing was opened, so that it may be asked again at once. */
  became(key: string, incident: string | undefined): void {
    const asked = this.#asked.get(key);
    if (!asked) return;
    if (incident === undefined) this.#asked.delete(key);
    else this.#asked.set(key, { until: asked.until, incident });
  }

  /** The incident has its answer: whoever asks the same now wants a new one. */
  answered(key: string, incident: string): void {
    if (this.#asked.get(key)?.incident === incident) this.#asked.delete(key);
  }
}
