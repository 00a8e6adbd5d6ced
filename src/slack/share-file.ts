import { sayTrouble, troubleOf } from './messenger/trouble.js';
import { notice } from './notice.js';
import type { Listener } from './tell.js';
import type { ListenerTools } from './tools.js';

// A snippet is cut at 1 MB (slack.md §2.1); nobody reads more in a chat.
const MOST_BYTES = 900_000;

/** A text to be brought into a thread. */
export interface SharedFile {
  readonly channel: string;
  readonly thread: string;
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** Stands at the end of a text that had to be cut: where the rest is. */
  readonly cut: string;
  /** What to do when Slack does not take it. */
  readonly instead: string;
}

/** At most so many bytes of UTF-8, and no half of a character at the end. */
export function bounded(text: string, cut: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= MOST_BYTES) return text;
  return `${new TextDecoder().decode(bytes.subarray(0, MOST_BYTES)).replace(/\uFFFD+$/u, '')}\n\n[${cut}]\n`;
}

/**
 * Uploads a text into a thread, once a minute at most; why it did not work, the listener alone is told.
 *
 * @returns whether it was uploaded now
 */
export async function shareFile(file: SharedFile, listener: Listener, tools: ListenerTools): Promise<boolean> {
  const { clients, justUploaded, logger, tell, timing } = tools;
  const { channel, thread, name, title, text, cut, instead } = file;
  const key = JSON.stringify([name, channel, thread]);
  if (justUploaded.seen(key, timing.clock.now() * 1000)) {
    await tell(listener, notice(['The file is already in the thread, or on its way.']));
    return false;
  }
  try {
    // Without alt text: a file with one may never be shared (python-slack-sdk #1818).
    await clients.files.files.uploadV2({ channel_id: channel, thread_ts: thread, filename: name, title, content: bounded(text, cut) });
    return true;
  } catch (error) {
    justUploaded.forget(key);
    const why = sayTrouble(troubleOf(error));
    logger.warn({ name, channel, why }, 'a file could not be uploaded');
    await tell(listener, notice([`Slack did not take the file (${why}). Try again in a minute, or ${instead}`]));
    return false;
  }
}
