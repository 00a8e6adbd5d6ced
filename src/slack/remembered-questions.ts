import type { Place } from '../model/incident.js';
import type { Timing } from './timing.js';

// Somebody who is asked back answers within minutes, or asks again.
const KEEP_MS = 30 * 60_000;
const MOST = 500;

/** A question that lacked something, until its button is pressed. */
export interface RememberedQuestion {
  readonly words: string;
  readonly place: Place;
}

/** Questions that were asked where no modal could be opened. The button carries only their number. */
export class RememberedQuestions {
  readonly #kept = new Map<string, { readonly question: RememberedQuestion; readonly until: number }>();
  readonly #timing: Timing;

  constructor(timing: Timing) {
    this.#timing = timing;
  }

  /** Gives the key for the button. */
  keep(question: RememberedQuestion): string {
    const now = this.#timing.clock.now() * 1000;
    const key = crypto.randomUUID();
    this.#kept.set(key, { question, until: now + KEEP_MS });
    for (const [old, { until }] of this.#kept) {
      if (until > now && this.#kept.size <= MOST) break;
      this.#kept.delete(old);
    }
    return key;
  }

  find(key: string): RememberedQuestion | undefined {
    const kept = this.#kept.get(key);
    return kept && kept.until > this.#timing.clock.now() * 1000 ? kept.question : undefined;
  }
}
