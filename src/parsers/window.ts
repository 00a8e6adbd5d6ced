import type { ParserInput, Printed } from '../model/parser.js';

/** The looks by name. Without a first look nothing can be said about change. */
export interface Looks {
  readonly first?: Printed;
  readonly last: Printed;
  /** Seconds between them by the host's uptime; absent when there is one look, or when the host was booted between them. */
  readonly window?: number;
}

/** Names the looks of a check that is made twice. */
export function looksOf(input: ParserInput): Looks {
  const last = input.looks.at(-1) ?? input.looks[0];
  const first = input.looks.length > 1 ? input.looks[0] : undefined;
  if (!first) return { last };
  const window = last.uptime - first.uptime;
  // A host that was booted in between counts from zero again: its first look says nothing about the second.
  return window > 0 ? { first, last, window } : { last };
}
