import { type BatchScript, jobCap } from './batch-script.js';
import type { ShellChannel } from './channel.js';
import { createFrameDecoder, type WireRun } from './frames.js';
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
  /** More noise than anybody's login banner. */
  | { readonly kind: 'flooded' };

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
  readonly onStart?: (job: number, look: number) => void;
  readonly onEnd?: (job: number, look: number) => void;
}

const MAX_NOISE_BYTES = 32 * 1024 * 1024;
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
  const decoder = createFrameDecoder({
    nonce: script.nonce,
    caps: script.jobs.map(jobCap),
    ...(options.onStart ? { onStart: options.onStart } : {}),
    ...(options.onEnd ? { onEnd: options.onEnd } : {}),
  });
  let windowTimer: NodeJS.Timeout | undefined;
  channel.onStdout(chunk => {
    decoder.push(chunk);
    if (decoder.run.done) settle({ kind: 'done' });
    else if (decoder.run.noiseBytes > MAX_NOISE_BYTES) settle({ kind: 'flooded' });
    else if (decoder.run.waiting && windowTimer === undefined) {
      windowTimer = setTimeout(() => channel.write('\n'), options.windowSeconds * 1000);
    }
  });
  channel.onStderr(chunk => {
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
