import type { WebClientOptions } from '@slack/web-api';

/** What happens to one call. `lost`: it takes effect, and the answer never comes. `cut`: it has no effect. `refused`: no connection. */
type FakeFault =
  /** This call meets none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'rate-limited'; readonly seconds: number }
  | { readonly kind: 'lost' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'refused' };

interface FakeMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread?: string;
  text: string;
  blocks: string;
  metadata: string;
  changes: number;
}

interface FakeCall {
  readonly method: string;
  readonly at: number;
  readonly args: Readonly<Record<string, string>>;
}

/** A few methods of Slack's Web API in memory, as the `fetch` of a real WebClient; for tests in which time is injected. */
export interface FakeSlack {
  readonly fetch: NonNullable<WebClientOptions['fetch']>;
  readonly messages: FakeMessage[];
  readonly calls: FakeCall[];
  readonly next: (method: string, ...faults: readonly FakeFault[]) => void;
  /** Every call meets this fault until it is set to undefined. */
  always: FakeFault | undefined;
  readonly archived: Set<string>;
  readonly scopesWithout: Set<string>;
  readonly notMember: Set<string>;
  readonly remove: (ts: string) => void;
  /** Uploaded files; one is ready after `fileTakesMs`, and shared then, when it was asked for. */
  readonly files: Map<string, FakeFile>;
  fileTakesMs: number;
  readonly put: (url: string, name: string, bytes: Uint8Array) => Promise<void>;
}

interface FakeFile {
  readonly name: string;
  bytes?: number;
  completedAt?: number;
  share?: { readonly channel: string; readonly thread?: string };
}

const SCOPE_OF: Readonly<Record<string, string>> = {
  'conversations.history': 'channels:history',
  'conversations.replies': 'channels:history',
  'conversations.join': 'channels:join',
  'files.info': 'files:read',
};

const fetchFailed = (code: string): TypeError =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });

export function fakeSlack(now: () => number): FakeSlack {
  const faults = new Map<string, FakeFault[]>();
  let counter = 0;
  const refuse = (error: string): object => ({ ok: false, error });

  const readyAt = (file: FakeFile | undefined): number => (file?.completedAt ?? Number.POSITIVE_INFINITY) + slack.fileTakesMs;

  const answer = (method: string, args: Readonly<Record<string, string>>): object => {
    const { channel = '', ts = '' } = args;
    const scope = SCOPE_OF[method];
    if (scope && slack.scopesWithout.has(scope)) return refuse('missing_scope');
    switch (method) {
      case 'files.getUploadURLExternal': {
        const id = `F${String(++counter).padStart(10, '0')}`;
        slack.files.set(id, { name: args.filename ?? '' });
        return { ok: true, upload_url: `https://files.example/${id}`, file_id: id };
      }
      case 'files.completeUploadExternal': {
        const [{ id }] = JSON.parse(args.files ?? '[{}]');
        const file = slack.files.get(id);
        if (!file?.bytes) return refuse('file_not_found');
        if (file.completedAt !== undefined) return refuse('file_update_failed');
        file.completedAt = now();
        if (args.channel_id) file.share = { channel: args.channel_id, ...(args.thread_ts ? { thread: args.thread_ts } : {}) };
        return { ok: true, files: [{ id }] };
      }
      case 'files.info': {
        const file = slack.files.get(args.file ?? '');
        if (!file) return refuse('file_not_found');
        const isReady = readyAt(file) <= now();
        const shares = isReady && file.share ? { public: { [file.share.channel]: [{ ts: '1.1' }] } } : {};
        return { ok: true, file: { mimetype: isReady ? 'image/png' : '', shares } };
      }
      case 'chat.postMessage': {
        const [, shown] = /"slack_file":\{"id":"(\w+)"/u.exec(args.blocks ?? '') ?? [];
        if (shown && readyAt(slack.files.get(shown)) > now()) return refuse('invalid_blocks');
        if (slack.archived.has(channel)) return refuse('is_archived');
        if (slack.notMember.has(channel)) return refuse('not_in_channel');
        const message = {
          channel: channel.startsWith('U') ? `D${channel.slice(1)}` : channel,
          ts: `${Math.floor(now() / 1000)}.${String(++counter).padStart(6, '0')}`,
          ...(args.thread_ts ? { thread: args.thread_ts } : {}),
          text: args.text ?? '',
          blocks: args.blocks ?? '',
          metadata: args.metadata ?? '',
          changes: 0,
        };
        slack.messages.push(message);
        return { ok: true, channel: message.channel, ts: message.ts };
      }
      case 'chat.update': {
        if (slack.archived.has(channel)) return refuse('is_archived');
        const message = slack.messages.find(each => each.ts === ts && each.channel === channel);
        if (!message) return refuse('message_not_found');
        Object.assign(message, { text: args.text, blocks: args.blocks ?? '', changes: message.changes + 1 });
        if (args.metadata) message.metadata = args.metadata;
        return { ok: true, channel, ts };
      }
      case 'conversations.join':
        slack.notMember.delete(channel);
        return { ok: true, channel: { id: channel } };
      case 'conversations.history':
      case 'conversations.replies': {
        const found = slack.messages.filter(
          each => each.channel === channel && (method.endsWith('history') ? !each.thread : each.thread === ts || each.ts === ts),
        );
        return {
          ok: true,
          messages: found.map(each => ({ ts: each.ts, metadata: each.metadata ? JSON.parse(each.metadata) : undefined })),
        };
      }
      default:
        return { ok: true };
    }
  };

  const json = (body: object, status = 200, headers: Record<string, string> = {}): Response =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

  const slack: FakeSlack = {
    messages: [],
    calls: [],
    files: new Map(),
    fileTakesMs: 0,
    put: async (url, _name, bytes) => {
      slack.calls.push({ method: 'put', at: now(), args: { url } });
      const fault = faults.get('put')?.shift();
      if (fault) throw fetchFailed('ECONNRESET');
      const file = slack.files.get(url.split('/').at(-1) ?? '');
      if (file) file.bytes = bytes.length;
    },
    archived: new Set(),
    scopesWithout: new Set(),
    notMember: new Set(),
    always: undefined,
    next: (method, ...list) => void faults.set(method, [...(faults.get(method) ?? []), ...list]),
    remove: ts =>
      void slack.messages.splice(
        slack.messages.findIndex(each => each.ts === ts),
        1,
      ),
    fetch: async (url, init) => {
      const method = String(url).split('/').at(-1) ?? '';
      const args = Object.fromEntries(new URLSearchParams(String(init?.body ?? '')));
      slack.calls.push({ method, at: now(), args });
      const fault = slack.always ?? faults.get(method)?.shift();
      switch (fault?.kind) {
        case undefined:
        case 'none':
          return json(answer(method, args));
        case 'error':
          return json(refuse(fault.error));
        case 'status':
          return json({}, fault.status);
        case 'rate-limited':
          return json(refuse('ratelimited'), 429, { 'retry-after': String(fault.seconds) });
        case 'lost':
          answer(method, args);
          throw fetchFailed('ECONNRESET');
        case 'cut':
          throw fetchFailed('ECONNRESET');
        case 'refused':
          throw fetchFailed('ECONNREFUSED');
      }
    },
  };
  return slack;
}
