import type { WebClient } from '@slack/web-api';
import type { Route } from './route.js';
import { troubleOf } from './trouble.js';

/** What uploads need. */
export interface FileClient {
  readonly web: WebClient;
  /** Sends a file's bytes to the address that Slack gave for them; rejects when they were not taken. */
  readonly put: (url: string, name: string, bytes: Uint8Array) => Promise<void>;
}

/** Announces a file and sends its bytes; it is seen nowhere until it is completed. Gives Slack's id of it. */
export async function uploadFile(name: string, bytes: Uint8Array, { web, put }: FileClient): Promise<string> {
  // Without alt text: a file with one may never be shared (python-slack-sdk #1818).
  const { upload_url: url, file_id: file } = await web.files.getUploadURLExternal({ filename: name, length: bytes.length });
  if (!url || !file) throw new Error('Slack gave no address for the upload');
  await put(url, name, bytes);
  return file;
}

type Complete = Parameters<WebClient['files']['completeUploadExternal']>[0];

/** Makes an uploaded file seen: in a channel or its thread, or, without a place, only where a message shows it. */
export async function completeUpload(
  file: { readonly id: string; readonly title: string },
  place: Pick<Route, 'channel' | 'thread'> | undefined,
  { web }: FileClient,
): Promise<void> {
  const files: Complete['files'] = [file];
  if (!place) await web.files.completeUploadExternal({ files });
  else if (place.thread) await web.files.completeUploadExternal({ files, channel_id: place.channel, thread_ts: place.thread });
  else await web.files.completeUploadExternal({ files, channel_id: place.channel });
}

/** What Slack says of a file; `unknown` when the bot may not ask (scope files:read). */
export async function stateOfFile(file: string, { web }: FileClient): Promise<'working' | 'ready' | 'shared' | 'gone' | 'unknown'> {
  try {
    const { file: told } = await web.files.info({ file });
    const shares = { ...told?.shares?.public, ...told?.shares?.private };
    if (Object.keys(shares).length > 0) return 'shared';
    return told?.mimetype?.startsWith('image/') ? 'ready' : 'working';
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind !== 'refused') throw error;
    return /^file_(?:not_found|deleted)$/u.test(trouble.code) ? 'gone' : 'unknown';
  }
}
