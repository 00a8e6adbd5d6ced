/** How a command of the operator's own ended. */
export type CommandEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'killed'; readonly signal: string }
  /** `says` is a clause: `k6: no such file`. */
  | { readonly kind: 'not-started'; readonly says: string };

/** A command of the operator's own that runs on this machine, such as a load test. */
export interface OperatorCommand {
  /** Never rejects. */
  readonly ended: Promise<CommandEnd>;
  /** Ends it and everything that it started: politely, after some seconds by force. Resolves when it has ended; does nothing after that. */
  readonly stop: () => Promise<void>;
}

export type StartCommand = (argv: readonly [string, ...string[]]) => OperatorCommand;
