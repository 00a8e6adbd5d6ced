import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.js';
import { isObject, objectAt, parsed, textAt } from './json.js';
import type { Act, InputState, PagePanel, PageState, SlackJson } from './page-api.js';
import { serveEvents } from './page-events.js';
import { servePageFile } from './page-file.js';
import type { People } from './people.js';
import { refused } from './speak.js';
import { PAGE_HEADERS } from './static-files.js';
import type { Panel } from './workspace.js';
import type { World } from './world.js';

const MOST_BODY_BYTES = 1024 * 1024;

/** What the routes of the page need. */
export interface PageParts {
  readonly world: World;
  readonly people: People;
  readonly panel: Panel | undefined;
}

/** Somebody's state, with the panel. */
export function stateOf({ people, panel }: PageParts, user: string): PageState {
  const shown: { panel?: PagePanel } = panel ? { panel: panel.read() } : {};
  return { ...people.state(user), ...shown };
}

/** The routes of page-api.ts; `name` is what comes after `/sandbox/`. */
export async function servePage(parts: PageParts, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { searchParams } = new URL(request.url ?? '/', 'http://sandbox');
  if (request.method === 'GET') return servePageGet(parts, name, searchParams, request, response);
  if (request.method !== 'POST') return reply(response, 405, refused('Only GET and POST are known here.'));
  // A form of another site cannot send this type without asking first.
  if (!(request.headers['content-type'] ?? '').startsWith('application/json'))
    return reply(response, 415, refused('The body must be application/json.'));
  const body = parsed((await readBody(request, MOST_BODY_BYTES)).toString('utf8'));
  if (!isObject(body)) return reply(response, 400, refused('The body must be a JSON object.'));
  const answer = await post(parts, name, body);
  return answer ? reply(response, 200, answer) : reply(response, 400, refused(`${name}: something that this request needs is missing.`));
}

async function servePageGet(
  parts: PageParts,
  name: string,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { world, people } = parts;
  // A page that does not know anybody yet, or was open before a restart, begins as the first person.
  const asked = query.get('user') ?? '';
  const user = name === 'state' && !world.users.has(asked) ? ([...world.users.keys()][0] ?? '') : asked;
  if (!world.users.has(user)) return reply(response, 404, refused('There is no such person here.'));
  const channel = query.get('channel') ?? '';
  const thread = query.get('thread');
  switch (name) {
    case 'state':
      return reply(response, 200, stateOf(parts, user));
    case 'messages':
      return reply(response, 200, { messages: people.messages(user, channel, thread ?? undefined) });
    case 'events':
      return serveEvents(parts, user, request, response);
    case 'file':
      return servePageFile(world, user, query.get('id') ?? '', response);
    default:
      return reply(response, 404, refused('There is nothing here.'));
  }
}

/** `undefined`: a field is missing or of the wrong type. */
async function post({ people, panel }: PageParts, name: string, body: SlackJson): Promise<object | undefined> {
  const text = (key: string) => textAt(body, key);
  const user = text('user');
  const channel = text('channel');
  const ts = text('ts');
  const view = text('view');
  switch (name) {
    case 'say': {
      const thread = text('thread');
      const said = text('text');
      if (user === undefined || channel === undefined || said === undefined) return undefined;
      return people.say({ user, channel, text: said, ...(thread === undefined ? {} : { thread }) });
    }
    case 'act': {
      const act = user === undefined ? undefined : actOf(user, body);
      return act && people.act(act);
    }
    case 'submit':
      return user !== undefined && view !== undefined ? people.submit({ user, view, state: inputState(body) }) : undefined;
    case 'close':
      return user !== undefined && view !== undefined ? people.closeView(user, view) : undefined;
    case 'shortcut': {
      const shortcut = text('shortcut');
      if (user === undefined || shortcut === undefined) return undefined;
      return people.shortcut({ user, shortcut, ...(channel === undefined ? {} : { channel }), ...(ts === undefined ? {} : { ts }) });
    }
    case 'home':
      return user === undefined ? undefined : people.openHome(user);
    case 'delete':
      return user !== undefined && channel !== undefined && ts !== undefined ? people.deleteMessage(user, channel, ts) : undefined;
    case 'panel': {
      const press = text('press');
      if (press === undefined) return undefined;
      return panel ? panel.press(press) : refused('There is no panel here.');
    }
    default:
      return refused('There is nothing here.');
  }
}

function actOf(user: string, body: SlackJson): Act | undefined {
  const container = objectAt(body, 'container') ?? {};
  const [blockId, actionId] = [textAt(body, 'blockId'), textAt(body, 'actionId')];
  const [channel, ts, view] = [textAt(container, 'channel'), textAt(container, 'ts'), textAt(container, 'view')];
  const place: Act['container'] | undefined =
    channel !== undefined && ts !== undefined ? { kind: 'message', channel, ts } : view !== undefined ? { kind: 'view', view } : undefined;
  if (!place || blockId === undefined || actionId === undefined) return undefined;
  return { user, container: place, blockId, actionId, action: objectAt(body, 'action') ?? {}, state: inputState(body) };
}

function inputState(body: SlackJson): InputState {
  const state: Record<string, Record<string, SlackJson>> = {};
  for (const [blockId, actions] of Object.entries(objectAt(body, 'state') ?? {})) {
    if (!isObject(actions)) continue;
    for (const [actionId, value] of Object.entries(actions)) if (isObject(value)) state[blockId] = { ...state[blockId], [actionId]: value };
  }
  return state;
}

function reply(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...PAGE_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}
