/** A running shell on a host, with its three streams. Made for one script. */
export interface ShellChannel {
  /** True when it runs over a connection that was made earlier and may have died since. */
  readonly reused: boolean;
  readonly write: (text: string) => void;
  /** Ends stdin: the script's dead-man then kills everything that it started. */
  readonly end: () => void;
  /** Lets go of the channel at once. `broken` says that the way to the host is not to be used again. */
  readonly destroy: (broken: boolean) => void;
  readonly onStdout: (listener: (chunk: Buffer) => void) => void;
  readonly onStderr: (listener: (chunk: Buffer) => void) => void;
  /** The shell's exit status; undefined when it did not end by itself, which is never a success. */
  readonly closed: Promise<number | undefined>;
}

/** Starts `/bin/sh` with `DIAGRUN=<runId>` in its environment. Throws a HostFailure when it cannot. */
export type OpenShell = (runId: string) => Promise<ShellChannel>;
