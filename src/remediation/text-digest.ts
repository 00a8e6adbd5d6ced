import { createHash } from 'node:crypto';

/** SHA-256 of a text as UTF-8, as 64 hexadecimal digits: what `sha256sum` says of the file. */
export function textDigest(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
