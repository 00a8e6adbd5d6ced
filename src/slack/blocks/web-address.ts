/** Most characters of a button's address (@slack/types 3.2.0). */
const MOST_URL = 3000;

/**
 * An address from an alert as something to open: only http and https, without a user and a password, and written so that every character
 * of it is seen. Undefined for anything else.
 */
export function webAddress(text: string | undefined): string | undefined {
  if (text === undefined || text.length > MOST_URL || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  if (!/^https?:$/u.test(protocol) || username !== '' || password !== '' || href.length > MOST_URL) return undefined;
  return href;
}
