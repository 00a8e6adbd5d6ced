import type { ApiCall } from '../../src/sandbox/journal.js';
import { checkMessage } from '../../src/sandbox/limits/message.js';
import type { Workspace } from '../../src/sandbox/workspace.js';
import { messageProblems, unseenIn, viewProblems } from './limits.js';

/** Answers that say: what you sent is wrong. No scene provokes them but by an injected fault. */
const WRONG =
  /^(?:invalid_(?:blocks|blocks_format|attachments|arguments|arg_name|json|metadata_format)|msg_(?:too_long|blocks_too_long)|no_text|too_many_attachments|markdown_text_conflict|view_too_large|snippet_too_large|missing_.*)$/u;
/** Places in our own code or in Node: a stack went out. Lines of hosts have other paths. */
const STACK = /(?:\/|\b)(?:src|dist|node_modules)\/[\w@./-]+\.(?:ts|js):\d+|\bnode:internal\/|\n\s+at \S+ \(/u;

/** The one place where markup is meant: why a message went to the asker, with a link to the channel; the words are ours. */
const WHY_DIRECT = /^I answer here because [^<>]*(?:<#[CGD][A-Z0-9]+>)?[^<>]*$/u;

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An argument as it was meant: forms carry lists and objects as JSON. */
function argument(args: ApiCall['args'], key: string): unknown {
  const value = args[key];
  return typeof value === 'string' && key !== 'text' ? (JSON.parse(value) as unknown) : value;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isOwnMarkup(block: unknown): boolean {
  const [element, ...more] = isObject(block) && block.type === 'context' ? list(block.elements) : [];
  return more.length === 0 && isObject(element) && element.type === 'mrkdwn' && WHY_DIRECT.test(String(element.text));
}

function callProblems({ method, args, answer, fault }: ApiCall): readonly string[] {
  const error = answer?.error;
  const refused = fault === undefined && typeof error === 'string' && WRONG.test(error) ? [`was answered ${error}`] : [];
  if (/^views\.(?:open|update|push|publish)$/u.test(method)) {
    const view = argument(args, 'view');
    return isObject(view) ? [...refused, ...viewProblems(view), ...unseenIn(view)] : [...refused, 'has no view'];
  }
  if (!/^chat\.(?:postMessage|update|postEphemeral)$|^response_url$/u.test(method)) return refused;
  const message = {
    text: String(args.text ?? ''),
    blocks: list(argument(args, 'blocks')).filter(block => !isOwnMarkup(block)),
    attachments: list(argument(args, 'attachments')),
  };
  return [...refused, ...messageProblems(message), ...unseenIn(message)];
}

/**
 * What is wrong with anything that the bot sent in the workspace, one line each: limits, counted by the workspace's rules and by our own,
 * what Slack would read as markup or nobody would see, refusals, stacks.
 */
export function sentProblems({ journal, bot }: Pick<Workspace, 'journal' | 'bot'>): readonly string[] {
  const calls = journal.calls().flatMap(call => {
    const stack = STACK.test(JSON.stringify(call.args).replaceAll('\\n', '\n')) ? ['shows a stack'] : [];
    return [...callProblems(call), ...stack].map(problem => `call ${call.number} ${call.method}: ${problem}`);
  });
  const messages = journal.messages().flatMap(({ number, kind, message }) => {
    // Slack's own message around an uploaded file has no words.
    if (message.user !== bot.id || kind === 'deleted' || message.files.length > 0) return [];
    const violation = checkMessage(message, kind === 'changed' ? 'update' : 'post');
    return violation ? [`message ${number}: ${violation.error}: ${JSON.stringify(violation.problems)}`] : [];
  });
  return [...calls, ...messages];
}
