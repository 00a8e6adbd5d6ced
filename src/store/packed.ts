import { promisify } from 'node:util';
import { gunzipSync, gzip } from 'node:zlib';

const compress = promisify(gzip);

/** A capture of a large fleet is tens of MB; what unpacks to more than this was not written by us. */
const MAX_BYTES = 512 * 1024 * 1024;

/** A value as compressed JSON. The work is done beside the main thread, which has Slack to answer. */
export async function pack(value: unknown): Promise<Uint8Array> {
  return compress(JSON.stringify(value));
}

/** The JSON that was packed, as text. */
export function unpack(bytes: Uint8Array): string {
  return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
}
