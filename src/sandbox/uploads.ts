import type { Ids } from './ids.js';
import type { StoredFile } from './nouns.js';

/** Upload URLs: whoever has one may send the file's bytes, once. */
export interface Uploads {
  readonly give: (file: string) => string;
  /** Slack's answer, as status and text. */
  readonly receive: (key: string, bytes: Buffer) => { readonly status: number; readonly text: string };
}

/** Largest file of the sandbox; Slack takes 1 GB. */
export const MOST_FILE_BYTES = 50 * 1024 * 1024;

export function createUploads(ids: Ids, origin: () => string, files: Map<string, StoredFile>): Uploads {
  const keys = new Map<string, string>();
  return {
    give: file => {
      const key = ids.secret();
      keys.set(key, file);
      return `${origin()}/upload/${key}`;
    },
    receive: (key, bytes) => {
      const file = files.get(keys.get(key) ?? '');
      if (file?.state !== 'announced') return { status: 404, text: 'no such upload' };
      if (bytes.length !== file.length) return { status: 400, text: `expected ${file.length} bytes and got ${bytes.length}` };
      file.bytes = bytes;
      file.state = 'uploaded';
      return { status: 200, text: `OK - ${bytes.length}` };
    },
  };
}
