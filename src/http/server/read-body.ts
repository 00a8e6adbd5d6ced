import type { IncomingMessage } from 'node:http';

export type ReadBody =
  | { readonly kind: 'read'; readonly body: string }
  /** More than the limit; nothing of the rest was read. */
  | { readonly kind: 'too-large' }
  /** The sender went away, or was too slow for the server's limit. */
  | { readonly kind: 'gone' };

/** Whether the sender says beforehand that the body is too long. */
export const isSaidTooLarge = ({ headers }: IncomingMessage, mostBytes: number): boolean =>
  Number(headers['content-length'] ?? 0) > mostBytes;

/** The body as text, if it is not longer than `mostBytes`. Its time is bounded by the server's `requestTimeout`. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<ReadBody> {
  return new Promise(resolve => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const take = (part: Buffer): void => {
      bytes += part.length;
      if (bytes <= mostBytes) {
        parts.push(part);
        return;
      }
      request.pause();
      request.off('data', take);
      resolve({ kind: 'too-large' });
    };
    request.on('data', take);
    request.once('end', () => resolve({ kind: 'read', body: (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString() ?? '' }));
    request.once('error', () => resolve({ kind: 'gone' }));
    request.once('close', () => resolve({ kind: 'gone' }));
  });
}
