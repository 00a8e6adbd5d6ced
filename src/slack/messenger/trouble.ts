import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { loggable } from '../slack-logger.js';

/** Why a call of Slack's Web API gave no good answer, by what can be done about it. */
export type Trouble =
  /** Slack wants a pause, in seconds. Nothing happened. */
  | { readonly kind: 'rate-limited'; readonly seconds: number }
  /** Slack said no; `code` is its word for it. Nothing happened. */
  | { readonly kind: 'refused'; readonly code: string; readonly details: readonly string[] }
  /** The call certainly never reached Slack. */
  | { readonly kind: 'unsent'; readonly why: string }
  /** Nobody knows whether the call took effect. */
  | { readonly kind: 'unknown'; readonly why: string };

// Refusals that are Slack's own failures: its documentation says of each that the call may have taken effect, or does not say.
const FAILURES = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']);
// Rate limits that come as an ordinary refusal, with the pause to make.
const PAUSES: Readonly<Record<string, number>> = { ratelimited: 10, rate_limited: 10, message_limit_exceeded: 60 };
// The connection was never made.
const UNSENT = /\b(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)\b/u;

/** The codes of an error and of everything that caused it. */
function codesOf(error: unknown): string {
  const codes: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 6; at = at.cause, depth++) {
    if ('code' in at) codes.push(String(at.code));
    codes.push(at.message);
    if (at instanceof AggregateError) codes.push(...at.errors.map(inner => (inner instanceof Error ? inner.message : '')));
  }
  return codes.join(' ');
}

/** Sorts what a client of Slack's threw. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof WebAPIRateLimitedError) return { kind: 'rate-limited', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) {
    const { error: code, response_metadata: metadata } = error.data;
    const pause = PAUSES[code];
    if (pause !== undefined) return { kind: 'rate-limited', seconds: metadata?.retryAfter ?? pause };
    // A proxy's HTML page with status 200 ends up as the "code".
    if (FAILURES.has(code) || !/^[a-z][a-z0-9_]{1,79}$/u.test(code)) return { kind: 'unknown', why: loggable(code) };
    return { kind: 'refused', code, details: (metadata?.messages ?? []).map(loggable) };
  }
  if (error instanceof WebAPIHTTPError) return { kind: 'unknown', why: `HTTP ${error.statusCode}` };
  if (error instanceof WebAPIRequestError) {
    const codes = codesOf(error.original);
    return { kind: UNSENT.test(codes) ? 'unsent' : 'unknown', why: loggable(codes || error) };
  }
  return { kind: 'unknown', why: loggable(error) };
}

/** A trouble in a few words, for logs and health. */
export function sayTrouble(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'rate-limited':
      return `Slack asks for a pause of ${trouble.seconds} s`;
    case 'refused':
      return [trouble.code, ...trouble.details].join('; ');
    case 'unsent':
    case 'unknown':
      return trouble.why;
  }
}
