import { createHash, timingSafeEqual } from 'node:crypto';

const hashed = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Whether a header `Authorization` brings the token. The digests are compared, which are of one length: the time that it takes tells
 * nothing of the token, nor of its length.
 */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = hashed(token);
  return authorization => {
    const given = /^Bearer +([^ ].*)$/iu.exec(authorization ?? '')?.[1];
    return timingSafeEqual(hashed(given ?? ''), expected) && given !== undefined;
  };
}
