import type { ChatMessage } from '../blocks/message.js';

/** At most one live update of a message in this time: faster is not read, and the budget is shared. */
const PER_MESSAGE_MS = 2_500;

interface Line {
  newest?: ChatMessage;
  shown: string;
  shownAt: number;
}

/** The newest progress of each slot. What is overtaken before it is shown was never said. */
export class ProgressBoard {
  readonly #lines = new Map<string, Line>();

  put(slot: string, message: ChatMessage): void {
    const line = this.#lines.get(slot);
    if (line) line.newest = message;
    else this.#lines.set(slot, { newest: message, shown: '', shownAt: 0 });
  }

  /** The run has ended: nothing live is shown of it any more. */
  drop(slot: string): void {
    this.#lines.delete(slot);
  }

  /** Slots with something new, the longest unchanged first, and how long until each may be shown. */
  due(now: number): readonly { readonly slot: string; readonly inMs: number }[] {
    return [...this.#lines]
      .filter(([, { newest, shown }]) => newest && JSON.stringify(newest) !== shown)
      .sort(([, a], [, b]) => a.shownAt - b.shownAt)
      .map(([slot, { shownAt }]) => ({ slot, inMs: Math.max(0, shownAt + PER_MESSAGE_MS - now) }));
  }

  /** Takes the newest to show it now. */
  take(slot: string, now: number): ChatMessage | undefined {
    const line = this.#lines.get(slot);
    if (!line?.newest) return undefined;
    const message = line.newest;
    line.shown = JSON.stringify(message);
    line.shownAt = now;
    return message;
  }
}
