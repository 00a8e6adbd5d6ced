import { z } from 'zod';
import type { WebAnswer } from './web-api.js';

/** What a query gave, in the words of checks. `says` is a clause without a full stop: what happened, and what to do. */
export type QueryOutcome =
  /** Prometheus answered; `text` is its JSON, not yet read. */
  | { readonly kind: 'answered'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'timeout' | 'denied' | 'failed' | 'unreachable'; readonly says: string; readonly text: string }
  | { readonly kind: 'stopped' };

const errorBody = z.object({ status: z.literal('error'), errorType: z.string(), error: z.string() });

/** Longest words of a server that are repeated. */
const MOST_SAID = 300;

/** Judges an answer by status, type and error body. Pure; the setting that is named is that of faultline.yml. */
export function queryOutcome(answer: WebAnswer): QueryOutcome {
  switch (answer.kind) {
    case 'stopped':
      return { kind: 'stopped' };
    case 'timed-out':
      return { kind: 'timeout', says: `no answer within our limit of ${answer.seconds} s`, text: '' };
    case 'unreachable':
      return { kind: 'unreachable', says: `Prometheus could not be reached: ${answer.says}`, text: '' };
    case 'answered':
      return answered(answer);
  }
}

function answered({ status, type, text, cut }: Extract<WebAnswer, { kind: 'answered' }>): QueryOutcome {
  const failed = (says: string): QueryOutcome => ({ kind: 'failed', says, text });
  if (status === 401 || status === 403) {
    const says = `HTTP ${status}: permission denied; check prometheus.bearer_token or prometheus.basic_auth`;
    return { kind: 'denied', says, text };
  }
  const said = errorIn(text);
  if (said) {
    const words = `${said.errorType}: ${said.error.slice(0, MOST_SAID)}`;
    // Prometheus' own limit (query.timeout) and that of a proxy before it.
    if (said.errorType === 'timeout' || said.errorType === 'canceled')
      return { kind: 'timeout', says: `Prometheus gave it up (${words})`, text };
    return failed(words);
  }
  if (status >= 300 && status < 400) return failed(`HTTP ${status}: it sends us elsewhere; give the final address as prometheus.url`);
  if (status === 404) return failed('HTTP 404: there is no Prometheus at prometheus.url; is a path missing?');
  if (status !== 200) return failed(`HTTP ${status} instead of an answer`);
  if (!/^\s*\{/u.test(text)) {
    const what = type === 'text/html' ? 'a web page' : 'something that is not JSON';
    return failed(`it answered with ${what}: is prometheus.url right, or does a login page stand before it?`);
  }
  return { kind: 'answered', text, cut };
}

function errorIn(text: string): z.output<typeof errorBody> | undefined {
  try {
    return errorBody.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
