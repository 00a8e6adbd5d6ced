import { z } from 'zod';
import type { Silencer, SilenceState } from '../flow/ports/alertmanager.js';
import type { WebAnswer, WebApi } from './web-api.js';

const made = z.object({ silenceID: z.string().regex(/^[A-Za-z0-9-]{1,100}$/) });
const known = z.object({ status: z.object({ state: z.enum(['active', 'pending', 'expired']) }) });
const error = z.union([z.string(), z.object({ message: z.string() })]);

/** Answers are small; anything longer is not Alertmanager's. */
const MOST_BYTES = 256 * 1024;
const MOST_SAID = 300;

type Refused = { readonly kind: 'refused'; readonly says: string };

/** Silences through Alertmanager's API v2. */
export function createSilencer({ api }: { readonly api: WebApi }): Silencer {
  const refused = (answer: WebAnswer): Refused => ({ kind: 'refused', says: sentence(answer, api.url) });
  const one = (id: string): string => `/api/v2/silence/${encodeURIComponent(id)}`;
  return {
    silence: async ({ matchers, from, until, author, reason }) => {
      const json = {
        matchers: matchers.map(({ label, value }) => ({ name: label, value, isRegex: false, isEqual: true })),
        startsAt: rfc3339(from),
        endsAt: rfc3339(until),
        createdBy: author,
        comment: reason,
      };
      const answer = await api.ask({ method: 'POST', path: '/api/v2/silences', body: { json }, mostBytes: MOST_BYTES });
      const id = isDone(answer) ? made.safeParse(parsed(answer.text)).data?.silenceID : undefined;
      return id === undefined ? refused(answer) : { kind: 'silenced', id };
    },
    end: async id => {
      const answer = await api.ask({ method: 'DELETE', path: one(id), mostBytes: MOST_BYTES });
      // Done has no body, unlike a login page. Unknown: it ended so long ago that Alertmanager has forgotten it. 0.25 says that with 500, newer ones with 404.
      const ended = (isDone(answer) && answer.text.trim() === '') || isUnknown(answer);
      return ended ? { kind: 'ended' } : refused(answer);
    },
    stateOf: async id => {
      const answer = await api.ask({ method: 'GET', path: one(id), mostBytes: MOST_BYTES });
      if (isUnknown(answer)) return { kind: 'known', state: 'unknown' };
      const state: SilenceState | undefined = isDone(answer) ? known.safeParse(parsed(answer.text)).data?.status.state : undefined;
      return state === undefined ? refused(answer) : { kind: 'known', state };
    },
  };
}

const rfc3339 = (seconds: number): string => new Date(seconds * 1000).toISOString();

function isDone(answer: WebAnswer): answer is Extract<WebAnswer, { kind: 'answered' }> {
  return answer.kind === 'answered' && answer.status === 200;
}

/** GET of an id that there is not gives 404 without a body; a 404 with a body is a wrong path. */
function isUnknown(answer: WebAnswer): boolean {
  if (answer.kind !== 'answered') return false;
  return (answer.status === 404 && answer.text.trim() === '') || (answer.status >= 400 && /silence not found/iu.test(answer.text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One sentence for a person: what happened, and what to do. Words of the server are data. */
function sentence(answer: WebAnswer, url: string): string {
  switch (answer.kind) {
    case 'stopped':
      return 'It was stopped before Alertmanager answered; try again.';
    case 'timed-out':
      return `Alertmanager did not answer within ${answer.seconds} s; look in Alertmanager whether it was done, then try again.`;
    case 'unreachable':
      return `Alertmanager at ${url} could not be reached: ${answer.says}; \`faultline doctor\` looks at it.`;
    case 'answered':
      return answeredSentence(answer);
  }
}

function answeredSentence({ status, text }: Extract<WebAnswer, { kind: 'answered' }>): string {
  if (status === 401 || status === 403)
    return `Alertmanager does not let the bot do that (HTTP ${status}): check alertmanager.bearer_token or alertmanager.basic_auth in faultline.yml.`;
  const said = error.safeParse(parsed(text)).data;
  const words = (typeof said === 'string' ? said : said?.message)?.slice(0, MOST_SAID).replace(/\.$/u, '');
  if (words !== undefined) return `Alertmanager refused it (HTTP ${status}): ${words}.`;
  return `What answers at alertmanager.url is no Alertmanager (HTTP ${status}): check the address and its path in faultline.yml.`;
}
