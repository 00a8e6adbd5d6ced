import { type BatchScript, errandLimits } from './batch-script.js';
import type { ShellChannel } from './channel.js';
import { createFrameDecoder, visitBudget, type WireRun } from './frames.js';
import { FORK_FAILED } from './host-run.js';

/** How the exchange with one shell ended. */
type ConversationEnd =
  | { readonly kind: 'done' }
  /** The shell ended by itself before the script did. */
  | { readonly kind: 'exited'; readonly status: number }
  /** The way to the host broke. */
  | { readonly kind: 'cut' }
  /** Our own time limit came. */
  | { readonly kind: 'overdue' }
  | { readonly kind: 'cancelled' }
  /** More bytes than the checks and anybody's login banner come to. */
  | { readonly kind: 'flooded'; readonly limitBytes: number };

export interface Conversation {
  readonly wire: WireRun;
  readonly end: ConversationEnd;
  /** What the shell itself complained about, not the checks. */
  readonly stderr: string;
}

export interface ConversationOptions {
  readonly windowSeconds: number;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly onStart?: (errand: number, look: number) => void;
  readonly onEnd?: (errand: number, look: number) => void;
}

/** What a byte of output takes on the wire at most: 16 bytes in hex make a frame of 92 (script-shell.ts). */
const WIRE_FACTOR = 6;
/** Room for login banners. */
const MAX_NOISE_BYTES = 1024 * 1024;
const MAX_STDERR = 2048;
/** How long a shell that said its last word may take to close. */
const CLOSE_MS = 2000;

/** Sends the script and reads the answer until its last frame, the deadline, a cancel or a broken line; whichever comes first. */
export async function converse(channel: ShellChannel, script: BatchScript, options: ConversationOptions): Promise<Conversation> {
  let stderr = '';
  let settle: (end: ConversationEnd) => void = () => undefined;
  const ended = new Promise<ConversationEnd>(resolve => {
    settle = resolve;
  });
  const errands = script.errands.map(errandLimits);
  const limitBytes = WIRE_FACTOR * visitBudget(errands) + MAX_NOISE_BYTES;
  let received = 0;
  let over = false;
  /** Every byte counts, frame or not, stdout or stderr. False when nothing more is to be read. */
  const admit = (chunk: Buffer): boolean => {
    if (over) return false;
    received += chunk.length;
    if (received > limitBytes) settle({ kind: 'flooded', limitBytes });
    return received <= limitBytes;
  };
  const decoder = createFrameDecoder({
    nonce: script.nonce,
    errands,
    ...(options.onStart ? { onStart: options.onStart } : {}),
    ...(options.onEnd ? { onEnd: options.onEnd } : {}),
  });
  let windowTimer: NodeJS.Timeout | undefined;
  channel.onStdout(chunk => {
    if (!admit(chunk)) return;
    decoder.push(chunk);
    if (decoder.run.done) settle({ kind: 'done' });
    else if (decoder.run.waiting && windowTimer === undefined) {
      windowTimer = setTimeout(() => channel.write('\n'), options.windowSeconds * 1000);
    }
  });
  channel.onStderr(chunk => {
    if (!admit(chunk)) return;
    if (stderr.length < MAX_STDERR) stderr += chunk.toString('utf8').slice(0, MAX_STDERR);
    // bash tries again for 15 s before it gives up; its first complaint is enough.
    if (/fork: retry/.test(stderr) && FORK_FAILED.test(stderr)) settle({ kind: 'exited', status: 254 });
  });
  void channel.closed.then(status => settle(status === undefined ? { kind: 'cut' } : { kind: 'exited', status }));
  const deadline = setTimeout(() => settle({ kind: 'overdue' }), options.deadlineMs);
  const cancel = (): void => settle({ kind: 'cancelled' });
  options.signal?.addEventListener('abort', cancel, { once: true });
  if (options.signal?.aborted === true) cancel();
  else channel.write(script.text);

  const end = await ended;
  over = true;
  clearTimeout(deadline);
  clearTimeout(windowTimer);
  options.signal?.removeEventListener('abort', cancel);
  channel.end();
  if (end.kind === 'overdue' || end.kind === 'flooded') channel.destroy(true);
  else {
    const closing = setTimeout(() => channel.destroy(false), CLOSE_MS);
    closing.unref();
    void channel.closed.then(() => clearTimeout(closing));
  }
  return { wire: decoder.run, end, stderr };
}
