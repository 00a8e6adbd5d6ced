import { Agent, request } from 'undici';
import { inTurn } from './in-turn.js';
import { networkTrouble } from './network-trouble.js';

/** How a server wants to know who asks. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string };

export interface WebApiOptions {
  /** Base URL, with a path when the server is served below one. */
  readonly url: string;
  readonly login: Login;
  /** Certificates (PEM) of the authority that signed the server's own, in place of the system's. */
  readonly ca?: string;
  /** Most seconds from asking to the end of the answer. */
  readonly timeoutSeconds: number;
  /** Requests at a time. */
  readonly concurrency: number;
}

interface WebRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the base URL, such as `/api/v1/query`. */
  readonly path: string;
  readonly body?: { readonly form: Readonly<Record<string, string>> } | { readonly json: unknown };
  /** Most bytes of the answer that are read. */
  readonly mostBytes: number;
  /** Fewer seconds than the server's own limit. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

/** What became of a request. `seconds` is the limit that was reached; `says` ends no sentence. */
export type WebAnswer =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Without parameters: `application/json`; empty when the server names none. */
      readonly type: string;
      readonly text: string;
      /** The answer is longer; `text` is its beginning. */
      readonly cut: boolean;
    }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'unreachable'; readonly says: string }
  | { readonly kind: 'stopped' };

/** Prometheus or Alertmanager, as something to ask. */
export interface WebApi {
  /** The base URL without a slash at its end. */
  readonly url: string;
  /** Never throws. Redirects are not followed: the login would go along. */
  readonly ask: (wanted: WebRequest) => Promise<WebAnswer>;
  readonly close: () => Promise<void>;
}

/** Opens the way to a server; nothing is sent before `ask`. */
export function openWebApi({ url, login, ca, timeoutSeconds, concurrency }: WebApiOptions): WebApi {
  const base = url.replace(/\/+$/u, '');
  const turn = inTurn(concurrency);
  const agent = new Agent({ connections: concurrency, connect: { timeout: timeoutSeconds * 1000, ...(ca === undefined ? {} : { ca }) } });
  const send = async (wanted: WebRequest): Promise<WebAnswer> => {
    const seconds = Math.min(timeoutSeconds, wanted.timeoutSeconds ?? timeoutSeconds);
    const limit = AbortSignal.timeout(seconds * 1000);
    const stop = wanted.signal;
    try {
      const { body, headers } = encoded(wanted.body);
      const response = await request(`${base}${wanted.path}`, {
        dispatcher: agent,
        method: wanted.method,
        headers: { accept: 'application/json', 'user-agent': 'faultline', ...headers, ...authorization(login) },
        ...(body === undefined ? {} : { body }),
        signal: stop ? AbortSignal.any([limit, stop]) : limit,
        // The limit above is for everything together.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const { text, cut } = await readBody(response.body, wanted.mostBytes);
      const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
      return { kind: 'answered', status: response.statusCode, type: type.trim().toLowerCase(), text, cut };
    } catch (error) {
      if (stop?.aborted) return { kind: 'stopped' };
      if (limit.aborted) return { kind: 'timed-out', seconds };
      return { kind: 'unreachable', says: networkTrouble(error) };
    }
  };
  return {
    url: base,
    ask: wanted => turn(async () => (wanted.signal?.aborted ? { kind: 'stopped' } : send(wanted))),
    close: () => agent.destroy(),
  };
}

function encoded(body: WebRequest['body']): { readonly body?: string; readonly headers: Readonly<Record<string, string>> } {
  if (body === undefined) return { headers: {} };
  if ('form' in body)
    return { body: new URLSearchParams(body.form).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
  return { body: JSON.stringify(body.json), headers: { 'content-type': 'application/json' } };
}

function authorization(login: Login): { readonly authorization?: string } {
  switch (login.kind) {
    case 'none':
      return {};
    case 'bearer':
      return { authorization: `Bearer ${login.token}` };
    case 'basic':
      return { authorization: `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}` };
  }
}

type Body = Awaited<ReturnType<typeof request>>['body'];

async function readBody(body: Body, mostBytes: number): Promise<{ readonly text: string; readonly cut: boolean }> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of body as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    // Leaving the loop ends the connection.
    if (bytes > mostBytes) break;
  }
  const whole = Buffer.concat(parts);
  return { text: whole.subarray(0, mostBytes).toString('utf8'), cut: bytes > mostBytes };
}
