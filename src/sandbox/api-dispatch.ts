import { chatMethods } from './api/chat.js';
import { chatStreamMethods } from './api/chat-stream.js';
import { conversationMethods } from './api/conversations.js';
import { fileMethods } from './api/files.js';
import { markMethods } from './api/marks.js';
import { type ApiMethod, type MethodTable, needScope, RateLimited } from './api/method.js';
import { viewMethods } from './api/views.js';
import { workspaceMethods } from './api/workspace-methods.js';
import type { Fault } from './faults.js';
import { textAt } from './json.js';
import type { SlackJson } from './page-api.js';
import type { Rates } from './rates.js';
import { Refusal } from './refusal.js';
import type { World } from './world.js';

const appMethods: MethodTable = {
  'apps.connections.open': { token: 'app', tier: 't3', scopes: [], run: ({ world }) => ({ url: world.openTicket() }) },
  'api.test': { token: 'none', tier: 'none', scopes: [], run: ({ args }) => ({ args }) },
};

const METHODS = new Map<string, ApiMethod>(
  [appMethods, workspaceMethods, conversationMethods, chatMethods, chatStreamMethods, markMethods, viewMethods, fileMethods].flatMap(
    table => Object.entries(table),
  ),
);

/** What goes back over the wire; `cut` and `hang` are no answers. */
export type WireAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly headers: { readonly [name: string]: string }; readonly body: SlackJson }
  | { readonly kind: 'cut' }
  | { readonly kind: 'hang' };

/** One call of the Web API: an ordered fault, else token, scope, rate and the method itself. Written down, with its answer. */
export async function dispatch(
  world: World,
  rates: Rates,
  method: string,
  args: SlackJson,
  bearer: string | undefined,
): Promise<WireAnswer> {
  const number = world.journal.beginCall(method, args);
  const fault = world.faults.take(method);
  const run = () => answerOf(world, rates, method, args, bearer ?? textAt(args, 'token'));
  const answer = await (fault ? throughFault(fault, run) : run());
  world.journal.endCall(number, {
    ...(fault ? { fault: fault.kind } : {}),
    ...(answer.kind === 'answer' ? { status: answer.status, answer: answer.body } : {}),
  });
  return answer;
}

/** What a fault makes of a call. */
export async function throughFault(fault: Fault, run: () => Promise<WireAnswer>): Promise<WireAnswer> {
  switch (fault.kind) {
    case 'error':
      return { kind: 'answer', status: 200, headers: {}, body: { ok: false, error: fault.error } };
    case 'status':
      return { kind: 'answer', status: fault.status, headers: {}, body: { ok: false, error: 'internal_error' } };
    case 'rate-limited':
      return rateLimited(fault.retryAfter);
    case 'hang':
      return { kind: 'hang' };
    case 'cut':
      return { kind: 'cut' };
    case 'answer-lost':
      await run();
      return { kind: 'cut' };
  }
}

function rateLimited(retryAfter: number): WireAnswer {
  return { kind: 'answer', status: 429, headers: { 'retry-after': String(retryAfter) }, body: { ok: false, error: 'ratelimited' } };
}

async function answerOf(world: World, rates: Rates, name: string, args: SlackJson, token: string | undefined): Promise<WireAnswer> {
  const method = METHODS.get(name);
  const headers = scopeHeaders(world, method);
  try {
    if (!method) throw new Refusal('unknown_method', { req_method: name });
    checkToken(world, method, token);
    const wait = rates.take(name, method.tier);
    if (wait !== undefined) throw new RateLimited(wait);
    if (method.token === 'bot') needScope(world, ...method.scopes);
    const body = await method.run({ world, args, rates });
    return { kind: 'answer', status: 200, headers, body: { ok: true, ...body } };
  } catch (error) {
    if (error instanceof RateLimited) return rateLimited(error.retryAfter);
    if (error instanceof Refusal) return { kind: 'answer', status: 200, headers, body: error.answer };
    throw error;
  }
}

function scopeHeaders(world: World, method: ApiMethod | undefined): { readonly [name: string]: string } {
  if (method?.token === 'none') return {};
  const scopes = method?.token === 'app' ? 'connections:write' : [...world.tokens.scopes].join(',');
  return { 'x-oauth-scopes': scopes, 'x-accepted-oauth-scopes': method?.scopes.join(',') ?? '' };
}

function checkToken(world: World, method: ApiMethod, token: string | undefined): void {
  if (method.token === 'none') return;
  if (token === undefined || token === '') throw new Refusal('not_authed');
  const { botToken, appToken } = world.secrets;
  const kind = token === botToken ? 'bot' : token === appToken ? 'app' : undefined;
  if (!kind) throw new Refusal('invalid_auth');
  if (kind !== method.token) throw new Refusal('not_allowed_token_type');
  if (kind === 'bot' && world.tokens.botRevoked) throw new Refusal('token_revoked');
  if (kind === 'app' && world.tokens.appRevoked) throw new Refusal('invalid_auth');
}
