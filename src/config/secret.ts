const HIDDEN = '[secret]';

/**
 * A value that must not be printed: text, JSON and `console.log` all show `[secret]`. Only `reveal()` gives it, so a search for
 * `reveal(` lists every place that uses one.
 *
 * A secret can be declared and yet not be there (`env:SLACK_BOT_TOKEN` on a laptop that only runs `diagnose`). That is no reason to
 * refuse the whole configuration, so such a secret exists, is listed by `loadConfig` under `unset`, and throws only when it is asked for.
 */
export class Secret<T> {
  readonly #held: { readonly value: T } | { readonly missing: string };

  private constructor(held: { readonly value: T } | { readonly missing: string }) {
    this.#held = held;
  }

  static of<T>(value: T): Secret<T> {
    return new Secret<T>({ value });
  }

  /** @param missing why it is not there and what to do, one sentence; never the value of anything. */
  static unset<T>(missing: string): Secret<T> {
    return new Secret<T>({ missing });
  }

  /** Why the value is not there; undefined when it is. */
  get missing(): string | undefined {
    return 'missing' in this.#held ? this.#held.missing : undefined;
  }

  /** The value itself. Throws with the sentence of `missing` when it is not there. */
  reveal(): T {
    if ('missing' in this.#held) throw new Error(this.#held.missing);
    return this.#held.value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  // By its registered name, so that this file needs no node:util.
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return HIDDEN;
  }
}
