import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { SandboxClock } from './clock.js';
import { isObject, parsed } from './json.js';
import type { SlackJson } from './page-api.js';
import type { Retry } from './socket-mode.js';
import type { EnvelopeType, Outcome } from './world.js';

/** Slack waits 3 s for the answer. */
const ANSWER_MS = 3000;
/** An acknowledgement is small; more than this is not read. */
const MOST_ANSWER_BYTES = 1024 * 1024;

/** Slack's signed requests to the app's request URL (docs.slack.dev/authentication/verifying-requests-from-slack). */
export interface HttpDelivery {
  readonly send: (type: EnvelopeType, payload: SlackJson, retry: Retry | undefined) => Promise<Outcome>;
  /** `url_verification`: does the URL give the challenge back? */
  readonly verify: (url: string, token: string) => Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>;
  readonly close: () => void;
}

interface Answer {
  readonly status: number;
  readonly noRetry: boolean;
  readonly body: string;
}

export function createHttpDelivery(clock: SandboxClock, signingSecret: string, requestUrl: () => string | undefined): HttpDelivery {
  const open = new Set<() => void>();

  const post = (
    url: string,
    contentType: string,
    body: string,
    retry: Retry | undefined,
  ): Promise<Answer | 'timeout' | { readonly error: string }> =>
    new Promise(resolve => {
      // The machine's time, not the workspace's: the receiver compares it with its own and takes five minutes at most.
      const timestamp = String(Math.floor(Date.now() / 1000));
      const signature = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
      const send = url.startsWith('https:') ? httpsRequest : httpRequest;
      const request = send(url, {
        method: 'POST',
        agent: false,
        headers: {
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': timestamp,
          'x-slack-signature': signature,
          ...(retry ? { 'x-slack-retry-num': String(retry.attempt), 'x-slack-retry-reason': retry.reason } : {}),
        },
      });
      const finish = (answer: Answer | 'timeout' | { readonly error: string }) => {
        cancel();
        open.delete(stop);
        resolve(answer);
        request.destroy();
      };
      const stop = () => finish({ error: 'the workspace was closed' });
      const cancel = clock.after(ANSWER_MS, () => finish('timeout'));
      open.add(stop);
      request.on('error', error => finish({ error: error.message }));
      request.on('response', response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length > MOST_ANSWER_BYTES) finish({ error: 'the answer was too long' });
        });
        response.on('error', error => finish({ error: error.message }));
        response.on('end', () =>
          finish({ status: response.statusCode ?? 0, noRetry: response.headers['x-slack-no-retry'] === '1', body: text }),
        );
      });
      request.end(body);
    });

  return {
    send: async (type, payload, retry) => {
      const url = requestUrl();
      if (url === undefined) return { kind: 'dropped' };
      const { contentType, body } = encoded(type, payload);
      const answer = await post(url, contentType, body, retry);
      if (answer === 'timeout') return { kind: 'timed-out' };
      if ('error' in answer) return { kind: 'failed', why: answer.error, noRetry: false };
      if (answer.status !== 200) return { kind: 'failed', why: `HTTP ${answer.status}`, noRetry: answer.noRetry };
      return { kind: 'acknowledged', ...acknowledgement(answer.body) };
    },
    verify: async (url, token) => {
      const challenge = createHmac('sha256', signingSecret).update(url).digest('hex');
      const answer = await post(url, 'application/json', JSON.stringify({ token, challenge, type: 'url_verification' }), undefined);
      if (answer === 'timeout') return { ok: false, why: 'it did not answer within 3 s' };
      if ('error' in answer) return { ok: false, why: answer.error };
      const value = parsed(answer.body);
      const given = isObject(value) ? value.challenge : answer.body;
      return answer.status === 200 && given === challenge
        ? { ok: true }
        : { ok: false, why: `it did not give the challenge back (HTTP ${answer.status})` };
    },
    close: () => {
      for (const stop of [...open]) stop();
    },
  };
}

/** Events are JSON; commands are a form; the rest is a form with one field, `payload`. */
function encoded(type: EnvelopeType, payload: SlackJson): { readonly contentType: string; readonly body: string } {
  if (type === 'events_api') return { contentType: 'application/json', body: JSON.stringify(payload) };
  const fields =
    type === 'interactive'
      ? { payload: JSON.stringify(payload) }
      : Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));
  return { contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams(fields).toString() };
}

function acknowledgement(body: string): { readonly payload?: SlackJson } {
  if (body.trim() === '') return {};
  const value = parsed(body);
  if (isObject(value)) return { payload: value };
  // A bare text is an answer too, to a command.
  return { payload: { text: typeof value === 'string' ? value : body } };
}
