import { WebClient, type WebClientOptions } from '@slack/web-api';
import { EnvHttpProxyAgent, FormData as UndiciForm, fetch as undiciFetch } from 'undici';
import type { Logger } from '../flow/ports.js';
import { loggerForSlack } from './slack-logger.js';

/** A way out of the network. */
export interface WayOut {
  /** `http://proxy:3128` */
  readonly url: string;
  /** Names that are reached without it, as in `NO_PROXY`. */
  readonly except?: string;
}

/** What is needed to reach Slack. */
export interface SlackAccess {
  readonly botToken: string;
  /** `https://slack.com/api/` */
  readonly apiUrl: string;
  readonly proxy?: WayOut;
}

/**
 * One client for each kind of call, so that none waits behind another: a client that meets a 429 may hold back all its calls
 * (measured: slack.md §1.3, 8). None waits by itself for a 429; what may be asked again is asked again by whoever knows what it means.
 */
export interface SlackClients {
  /** Posts and updates. Never repeated here: whether a lost answer means a lost message is the messenger's to find out. */
  readonly messages: WebClient;
  /** Modals: a trigger lives for 3 seconds, so a late answer is worth nothing. */
  readonly views: WebClient;
  /** Questions that change nothing. */
  readonly lookups: WebClient;
  /** Uploads, which take their time. */
  readonly files: WebClient;
  /** Sends a file's bytes to the address that Slack gave for them; rejects when they were not taken. */
  readonly put: (url: string, name: string, bytes: Uint8Array) => Promise<void>;
}

/** The same form as undici's own: its fetch takes Node's for a strange object, and would send `[object FormData]`. */
function asUndiciForm(form: FormData): UndiciForm {
  const copy = new UndiciForm();
  for (const [name, value] of form)
    if (typeof value === 'string') copy.append(name, value);
    else copy.append(name, value, value.name);
  return copy;
}

/** The options that all clients of Slack's libraries share here: address and proxy. */
export function reach({ apiUrl, proxy }: Omit<SlackAccess, 'botToken'>): {
  readonly dispatcher?: EnvHttpProxyAgent;
  readonly options: WebClientOptions;
} {
  if (!proxy) return { options: { slackApiUrl: apiUrl } };
  const dispatcher = new EnvHttpProxyAgent({ httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: proxy.except ?? '' });
  // The client hands over `undefined` for what it doesn't set; undici's type wants such keys absent.
  const through: WebClientOptions['fetch'] = (url, { signal, body, headers = {}, method = 'GET', redirect = 'error' } = {}) =>
    undiciFetch(url, {
      dispatcher,
      method,
      headers,
      redirect,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : asUndiciForm(body) }),
      ...(signal ? { signal } : {}),
    });
  return { dispatcher, options: { slackApiUrl: apiUrl, fetch: through } };
}

const UPLOAD_MS = 60_000;

/** Builds the clients; nothing is sent yet. */
export function slackClients(access: SlackAccess, options: WebClientOptions, logger: Logger): SlackClients {
  const client = (part: string, timeout: number, retries: number): WebClient =>
    new WebClient(access.botToken, {
      ...options,
      logger: loggerForSlack(logger, part),
      timeout,
      rejectRateLimitedCalls: true,
      retryConfig: { retries, minTimeout: 300, maxTimeout: 3000 },
    });
  const send = options.fetch ?? fetch;
  return {
    put: async (url, name, bytes) => {
      const body = new FormData();
      body.append('filename', new Blob([Uint8Array.from(bytes)]), name);
      const { ok, status } = await send(url, { method: 'POST', body, signal: AbortSignal.timeout(UPLOAD_MS) });
      if (!ok) throw new Error(`HTTP ${status}`);
    },
    messages: client('messages', 10_000, 0),
    views: client('views', 2_500, 0),
    lookups: client('lookups', 5_000, 1),
    files: client('files', UPLOAD_MS, 1),
  };
}
