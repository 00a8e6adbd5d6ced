import type { Accepted, Act, PageMessage, PageState, Refused, Say, Submit, SubmitErrors } from '../page-api.js';

/** The workspace's side of the page, as `page-api.ts` describes it. Nothing here throws for a refusal: it says why. */
export interface Server {
  /** Undefined: there is no such person in this workspace (any more). */
  readonly state: (user: string | undefined) => Promise<PageState | undefined>;
  readonly messages: (user: string, channel: string, thread?: string) => Promise<readonly PageMessage[]>;
  readonly say: (say: Say) => Promise<Accepted | Refused>;
  readonly act: (act: Act) => Promise<Accepted | Refused>;
  readonly submit: (submit: Submit) => Promise<Accepted | Refused | SubmitErrors>;
  readonly close: (user: string, view: string) => Promise<Accepted | Refused>;
  readonly shortcut: (use: {
    readonly user: string;
    readonly shortcut: string;
    readonly channel?: string;
    readonly ts?: string;
  }) => Promise<Accepted | Refused>;
  readonly home: (user: string) => Promise<Accepted | Refused>;
  readonly remove: (user: string, channel: string, ts: string) => Promise<Accepted | Refused>;
  readonly press: (press: string) => Promise<Accepted | Refused>;
  readonly fileUrl: (id: string, user: string) => string;
  readonly eventsUrl: (user: string) => string;
}

const NO_ANSWER: Refused = { ok: false, says: 'The workspace did not answer. Is it still running? Try again in a moment.' };

function address(route: string, query: Readonly<Record<string, string | undefined>> = {}): string {
  const known = Object.entries(query).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as [string, string]]));
  const search = new URLSearchParams(known).toString();
  return `/sandbox/${route}${search === '' ? '' : `?${search}`}`;
}

async function read<Answer>(route: string, query: Readonly<Record<string, string | undefined>>): Promise<Answer | undefined> {
  const response = await fetch(address(route, query));
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`the workspace answered ${route} with ${response.status}`);
  return response.json();
}

async function send<Answer>(route: string, body: unknown): Promise<Answer | Refused> {
  try {
    const response = await fetch(address(route), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return NO_ANSWER;
  }
}

/** The real one, over HTTP on the page's own origin. */
export function createServer(): Server {
  return {
    state: user => read('state', { user }),
    messages: async (user, channel, thread) =>
      (await read<{ readonly messages: readonly PageMessage[] }>('messages', { user, channel, thread }))?.messages ?? [],
    say: say => send('say', say),
    act: act => send('act', act),
    submit: submit => send<Accepted | SubmitErrors>('submit', submit),
    close: (user, view) => send('close', { user, view }),
    shortcut: use => send('shortcut', use),
    home: user => send('home', { user }),
    remove: (user, channel, ts) => send('delete', { user, channel, ts }),
    press: press => send('panel', { press }),
    fileUrl: (id, user) => address('file', { id, user }),
    eventsUrl: user => address('events', { user }),
  };
}
