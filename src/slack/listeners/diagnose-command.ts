import type { Middleware, SlackCommandMiddlewareArgs } from '@slack/bolt';
import { askDesk } from '../ask-desk.js';
import { readCommand } from '../payloads.js';
import { plainWords } from '../plain-words.js';
import type { ListenerTools } from '../tools.js';
import { guarded } from './guarded.js';

/** Most of what is typed that is looked at; a symptom needs a line. */
export const MOST_WORDS = 1000;

/** `/diagnose WORDS [on HOST] [key=value…]`; without words the modal asks for everything. */
export function diagnoseCommand(tools: ListenerTools): Middleware<SlackCommandMiddlewareArgs> {
  return async ({ ack, body, respond }) => {
    await ack();
    const { caller, text, channel, trigger } = readCommand(body);
    const listener = { user: caller.user, channel, respond };
    const words = plainWords(text, MOST_WORDS);
    await guarded('/diagnose', caller, listener, tools, () =>
      askDesk({ words, signal: `command:${trigger}`, by: caller, place: { channel }, trigger, listener }, tools),
    );
  };
}
