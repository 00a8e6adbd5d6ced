import { randomBytes } from 'node:crypto';
import type { Acted, ActOptions } from '../flow/ports/host-actor.js';
import type { Argv } from '../model/remedy-plan.js';
import { actScript, type RootScript } from './act-script.js';
import type { OpenShell } from './channel.js';
import { troubleOf } from './failures.js';

/** Most bytes that are kept of what a command prints. */
const MOST_BYTES = 64 * 1024;
/** How much longer than the host the bot waits: the host's own `timeout -k 5`, and a slow line. */
const GRACE_SECONDS = 10;

/**
 * Runs one command over a shell. Nothing is tried again here: from the moment that the script is handed over, a line that breaks means that
 * nobody knows.
 */
export async function actOnHost(open: OpenShell, argv: Argv, options: Omit<ActOptions, 'hostKey'>, root: RootScript): Promise<Acted> {
  const { timeoutSeconds, onOutput } = options;
  let channel: Awaited<ReturnType<OpenShell>>;
  try {
    channel = await open(randomBytes(8).toString('hex'));
  } catch (error) {
    return { kind: 'not-begun', says: troubleOf(error).says };
  }
  const decoder = new TextDecoder();
  let output = '';
  let bytes = 0;
  let isCut = false;
  const take = (chunk: Buffer): void => {
    const room = MOST_BYTES - bytes;
    if (chunk.length > room) isCut = true;
    if (room <= 0) return;
    const text = decoder.decode(chunk.subarray(0, room), { stream: true });
    bytes += Math.min(chunk.length, room);
    output += text;
    if (text !== '') onOutput?.(text);
  };
  channel.onStdout(take);
  channel.onStderr(take);
  const overdue = Promise.withResolvers<'overdue'>();
  const timer = setTimeout(() => overdue.resolve('overdue'), (timeoutSeconds + GRACE_SECONDS) * 1000);
  try {
    channel.write(actScript(argv, timeoutSeconds, root));
    channel.end();
    const end = await Promise.race([channel.closed, overdue.promise]);
    if (end === 'overdue') {
      channel.destroy(true);
      return { kind: 'lost', says: `no answer came within ${timeoutSeconds + GRACE_SECONDS} s`, output };
    }
    if (end === undefined) return { kind: 'lost', says: 'the connection broke while the command ran', output };
    return { kind: 'ended', exit: end, output, isCut };
  } finally {
    clearTimeout(timer);
  }
}
